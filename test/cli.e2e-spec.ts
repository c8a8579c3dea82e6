import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { CLI_ENVIRONMENT, cliBlocks } from '../scripts/document-parts.mjs';
import { runProgram, sibyl } from './support/cli.js';
import { STARTER } from './support/small-server.js';

const ROOT = join(__dirname, '..');

describe('sibyl', () => {
  it('explains itself', async () => {
    const { code, out } = await sibyl(['--help']);
    expect(code).toBe(0);
    for (const command of ['inspect', 'init', 'check', 'schema']) expect(out).toContain(`\n  ${command}`);
  });

  it('suggests the command that was meant', async () => {
    const { code, out, err } = await sibyl(['inspct', 'model.onnx']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe("sibyl: there is no command 'inspct'; did you mean 'sibyl inspect'?\n");
  });

  it('ends with 78 for a wrong setting of the server', async () => {
    const env = { MODEL_MAX_CONCURRENT: 'many' };
    const { code, err } = await sibyl(['inspect', join(STARTER, '1/model.onnx')], { env });
    expect(code).toBe(78);
    expect(err).toContain('MODEL_MAX_CONCURRENT');
  });

  it('prints the schema that is documented', async () => {
    const { code, out } = await sibyl(['schema']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(JSON.parse(readFileSync(join(ROOT, 'docs/model.schema.json'), 'utf8')));
  });
});

describe('docs/cli.md', () => {
  const blocks = cliBlocks(readFileSync(join(ROOT, 'docs/cli.md'), 'utf8'));

  it('shows four commands', () => {
    expect(blocks).toHaveLength(4);
  });

  // `npm run docs` writes them.
  it.each(blocks)('shows the output of $args', async ({ args, shown }) => {
    expect((await sibyl(args, { env: CLI_ENVIRONMENT })).out).toBe(shown);
  });
});

describe('sibyl in a fresh clone', () => {
  let clone: string;

  beforeAll(() => {
    clone = mkdtempSync(join(tmpdir(), 'sibyl-clone-'));
    const parts = ['bin', 'src', 'migrations', 'ormconfig.ts', 'package.json', 'nest-cli.json', 'models'];
    for (const part of [...parts, 'tsconfig.json', 'tsconfig.build.json']) {
      cpSync(join(ROOT, part), join(clone, part), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  });

  afterAll(() => rmSync(clone, { recursive: true, force: true }));

  it('builds the project first, with and without npx, and asks no network', async () => {
    const limitMs = 150_000;
    const first = await runProgram(process.execPath, ['bin/sibyl.mjs', '--version'], { cwd: clone, limitMs });
    expect(first.err).toContain('sibyl: building the project first; this happens once\n');
    expect(first).toMatchObject({ code: 0, out: '0.1.0\n' });

    const beside = join(dirname(process.execPath), 'npx');
    const npx = existsSync(beside) ? beside : 'npx';
    const env = {
      npm_config_cache: join(clone, 'npm-cache'),
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_fetch_retries: '0',
      npm_config_update_notifier: 'false',
    };
    const second = await runProgram(npx, ['sibyl', 'check', 'models'], { cwd: clone, env, limitMs });
    expect(second.err).not.toContain('building');
    expect(second.out).toContain('9 in order, 0 not');
    expect(second.code).toBe(0);
  }, 320_000);
});
