import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Names for --only, in the order in which they run. */
export const PHASES = ['start', 'ratios', 'open-loop', 'overload', 'cache', 'users'];

const USAGE = `npm run bench -- [options]

  --only <names>       some of ${PHASES.join(', ')}; separated by commas
  --seconds <n>        length of each measurement (10)
  --rounds <n>         bare loop and server are measured this many times in turn (3)
  --connections <n>    keep-alive connections of the closed loop (16 for each core)
  --model-dir <path>   folder of models to serve (models)
  --model <name>       model to ask (hazard-detector, else the first one that takes pictures)
  --image <path>       JPEG to send (a sample of the model, else one is drawn)
  --env NAME=VALUE     a variable of the server; may be repeated
  --node-arg <arg>     an argument of node for the server, e.g. --node-arg=--trace-gc; may be repeated
  --keep               keep the server's folder with its log, and say where it is
  --profile <folder>   profiles the HTTP process into the folder and says which package its CPU time went to
  --json <path>        where the result is written (bench/results/<date>-<model>.local.json)
  --dist <path>        the compiled server (dist)
`;

/** @returns {ReturnType<typeof read>} */
export function readOptions(argv = process.argv.slice(2)) {
  try {
    return read(argv);
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exit(2);
  }
}

function read(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      only: { type: 'string' },
      seconds: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '3' },
      connections: { type: 'string', default: String(16 * availableParallelism()) },
      'model-dir': { type: 'string', default: 'models' },
      model: { type: 'string' },
      image: { type: 'string' },
      env: { type: 'string', multiple: true, default: [] },
      'node-arg': { type: 'string', multiple: true, default: [] },
      keep: { type: 'boolean', default: false },
      profile: { type: 'string' },
      json: { type: 'string' },
      dist: { type: 'string', default: 'dist' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  return {
    phases: phasesOf(values.only),
    seconds: positive('seconds', values.seconds),
    rounds: Math.round(positive('rounds', values.rounds)),
    connections: Math.round(positive('connections', values.connections)),
    modelDir: resolve(values['model-dir']),
    model: values.model,
    image: values.image && resolve(values.image),
    serverEnv: Object.fromEntries(values.env.map(pair)),
    nodeArgs: values['node-arg'],
    keep: values.keep,
    profile: values.profile && resolve(values.profile),
    json: values.json && resolve(values.json),
    dist: resolve(values.dist),
  };
}

function phasesOf(only) {
  if (only === undefined) return PHASES;
  const names = only.split(',');
  const unknown = names.filter((name) => !PHASES.includes(name));
  if (unknown.length > 0)
    throw new Error(`--only: there is no ${unknown.join(', ')}; there are ${PHASES.join(', ')}`);
  return PHASES.filter((name) => names.includes(name));
}

function positive(name, text) {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name}: a number above 0, not '${text}'`);
  return value;
}

function pair(text) {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`--env: NAME=VALUE, not '${text}'`);
  return [text.slice(0, at), text.slice(at + 1)];
}
