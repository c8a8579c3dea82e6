import { ConfigError } from '../config/env.js';
import { CliError, type Command, EXIT } from './command.js';
import type { CommandEntry } from './commands.js';
import { runCli } from './run-cli.js';
import { Terminal } from './terminal.js';

let called: unknown;

const greet: Command = {
  usage: 'greet <name> [--loud] [--from <name>]',
  description: ['Says hello.'],
  options: {
    loud: { type: 'boolean', doc: 'In capitals.' },
    from: { type: 'string', value: '<name>', doc: 'Who says it.' },
  },
  args: [1, 1],
  faults: 'nobody is there',
  run: async ({ args, flag, text, terminal }) => {
    called = { args, loud: flag('loud'), from: text('from') };
    if (args[0] === 'nobody') throw new CliError(EXIT.fault, 'nobody is there');
    if (args[0] === 'wrong') throw new ConfigError(['PORT must be a number']);
    if (args[0] === 'bug') throw new TypeError('a bug');
    terminal.line('hello');
    return EXIT.ok;
  },
};
const commands: CommandEntry[] = [
  { name: 'greet', summary: 'Says hello', load: async () => greet },
  { name: 'golden record', summary: 'Records', load: async () => greet },
];

async function run(...argv: string[]) {
  let out = '';
  let err = '';
  const terminal = new Terminal(
    { write: (text) => (out += text) },
    { write: (text) => (err += text) },
    { isColorWanted: false },
  );
  const surroundings = { terminal, cwd: '/', packageRoot: '/', commands, version: '1.2.3' };
  const code = await runCli(argv, {
    ...surroundings,
    env: () => {
      throw new Error('no settings');
    },
  });
  return { code, out, err };
}

describe('runCli', () => {
  beforeEach(() => (called = undefined));

  it('calls a command with its arguments', async () => {
    expect(await run('greet', 'Ada', '--loud', '--from', 'Bob')).toEqual({
      code: 0,
      out: 'hello\n',
      err: '',
    });
    expect(called).toEqual({ args: ['Ada'], loud: true, from: 'Bob' });
  });

  it('knows commands of two words', async () => {
    expect((await run('golden', 'record', 'Ada')).code).toBe(0);
    expect(called).toEqual({ args: ['Ada'], loud: false, from: undefined });
  });

  it.each([[['--help']], [['-h']], [['help']], [[]]])('%j lists the commands', async (argv) => {
    const { code, out } = await run(...argv);
    expect(code).toBe(0);
    expect(out).toContain('  greet          Says hello\n  golden record  Records\n');
  });

  it.each([[['greet', '--help']], [['greet', '-h']], [['help', 'greet']]])(
    '%j explains greet',
    async (argv) => {
      const { code, out } = await run(...argv);
      expect(code).toBe(0);
      expect(called).toBeUndefined();
      expect(out).toContain('Usage: sibyl greet <name> [--loud] [--from <name>]');
      expect(out).toContain('  --from <name>  Who says it.');
      expect(out).toContain('  1   nobody is there');
    },
  );

  it('tells its version', async () => {
    expect(await run('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });

  it.each([
    [['great'], "sibyl: there is no command 'great'; did you mean 'sibyl greet'?"],
    [['golden', 'recrod'], "sibyl: 'golden' needs one more word: sibyl golden record"],
    [['goldn', 'record'], "sibyl: there is no command 'goldn'; did you mean 'sibyl golden record'?"],
    [['frobnicate'], "sibyl: there is no command 'frobnicate'; there are: greet, golden record"],
    [
      ['--loud', 'greet'],
      "sibyl: the command comes first and '--loud' after it; commands: greet, golden record",
    ],
    [['greet', 'Ada', '--lout'], "sibyl: there is no option '--lout'; did you mean '--loud'?"],
    [['greet', 'Ada', '-x'], "sibyl: there is no option '-x'; see sibyl greet --help"],
    [['greet', 'Ada', '--zzzz'], "sibyl: there is no option '--zzzz'; see sibyl greet --help"],
    [['greet'], 'sibyl: something is missing; it is: sibyl greet <name> [--loud] [--from <name>]'],
    [['greet', 'a', 'b'], "sibyl: 'b' is too much; it is: sibyl greet <name> [--loud] [--from <name>]"],
  ])('%j is refused', async (argv, err) => {
    expect(await run(...argv)).toEqual({ code: EXIT.usage, out: '', err: `${err}\n` });
    expect(called).toBeUndefined();
  });

  it('wants the value of an option', async () => {
    const { code, err } = await run('greet', 'Ada', '--from');
    expect(code).toBe(EXIT.usage);
    expect(err).toMatch(/--from.*argument missing; see sibyl greet --help\n$/);
  });

  it('tells faults in plain words', async () => {
    expect(await run('greet', 'nobody')).toEqual({ code: 1, out: '', err: 'sibyl: nobody is there\n' });
  });

  it('ends with 78 for a wrong setting', async () => {
    const { code, err } = await run('greet', 'wrong');
    expect(code).toBe(78);
    expect(err).toContain('PORT must be a number');
  });

  it('lets a bug through', async () => {
    await expect(run('greet', 'bug')).rejects.toThrow(TypeError);
  });
});
