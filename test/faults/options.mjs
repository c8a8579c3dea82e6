import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = `npm run test:faults -- [options]

  --list             names what there is and what each shows
  --only <names>     some of the scenarios, separated by commas
  --seconds <n>      length of the load of each scenario (20)
  --seed <n>         decides arrivals, mixes, jitter and victims (1)
  --smoke            the few that every change has to pass, short; figures are told and not judged
  --strict           figures that are not met fail the run too
  --json <path>      where the findings are written
  --markdown <path>  where a page of them is written
`;

/** @returns {{ names: string[] | undefined, seconds: number, seed: number, isSmoke: boolean, isStrict: boolean, isList: boolean, json: string | undefined, markdown: string | undefined }} */
export function readOptions(known, argv = process.argv.slice(2)) {
  try {
    return read(known, argv);
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exit(2);
  }
}

function read(known, argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      list: { type: 'boolean', default: false },
      only: { type: 'string' },
      seconds: { type: 'string' },
      seed: { type: 'string', default: '1' },
      smoke: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      json: { type: 'string' },
      markdown: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const names = values.only?.split(',');
  const unknown = names?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0)
    throw new Error(`--only: there is no ${unknown.join(', ')}; there are ${known.join(', ')}`);
  return {
    names,
    seconds: number('seconds', values.seconds ?? (values.smoke ? '6' : '20'), 3, 3600),
    seed: number('seed', values.seed, 0, 2 ** 31),
    isSmoke: values.smoke,
    isStrict: values.strict,
    isList: values.list,
    json: values.json && resolve(values.json),
    markdown: values.markdown && resolve(values.markdown),
  };
}

function number(name, text, least, most) {
  const value = Number(text);
  if (!(value >= least && value <= most))
    throw new Error(`--${name}: a number from ${least} to ${most}, not '${text}'`);
  return value;
}
