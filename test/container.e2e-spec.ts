import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { parse } from 'yaml';

const run = promisify(execFile);
const ROOT = join(__dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

interface Instruction {
  name: string;
  value: string;
}

/** Docker itself is not asked: these are the faults of a Dockerfile that can be seen without it. */
describe('Dockerfile', () => {
  const instructions = readInstructions(read('Dockerfile'));
  const valuesOf = (name: string) => instructions.filter((it) => it.name === name).map((it) => it.value);

  it('copies only what exists and .dockerignore lets through', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const sources = valuesOf('COPY')
      .filter((value) => !value.includes('--from='))
      .flatMap((value) => value.split(/\s+/).slice(0, -1));
    expect(sources).not.toEqual([]);
    expect(sources.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(sources.filter((path) => !allowed.includes(path))).toEqual([]);
  });

  it('runs as a number that is not root, and stops by SIGTERM', () => {
    expect(valuesOf('USER')).toEqual(['10001:10001']);
    expect(valuesOf('STOPSIGNAL')).toEqual(['SIGTERM']);
  });

  it('starts what `npm run start:prod` starts', () => {
    const { scripts } = JSON.parse(read('package.json'));
    expect(JSON.parse(valuesOf('CMD').at(-1)!).join(' ')).toBe(scripts['start:prod']);
  });

  it.each([
    [200, 0],
    [503, 1],
  ])('has a health check that turns status %d into exit code %d', async (status, exitCode) => {
    const paths: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url);
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const [, ...args] = healthCommand(valuesOf('HEALTHCHECK')[0]!);
    const PORT = String((server.address() as AddressInfo).port);
    const code = await run(process.execPath, args, { env: { PORT } }).then(
      () => 0,
      (error: { code: number }) => error.code,
    );
    server.closeAllConnections();
    server.close();
    expect(code).toBe(exitCode);
    expect(paths).toEqual(['/health/live']);
  });
});

describe('scripts/prune-runtime.mjs', () => {
  it('keeps the binaries of this platform only', async () => {
    const modules = mkdtempSync(join(tmpdir(), 'sibyl-modules-'));
    const binaries = join(modules, 'onnxruntime-node/bin/napi-v6');
    for (const platform of new Set(['linux', 'darwin', 'win32', process.platform])) {
      for (const arch of new Set(['x64', 'arm64', process.arch])) {
        mkdirSync(join(binaries, platform, arch), { recursive: true });
        writeFileSync(join(binaries, platform, arch, 'onnxruntime_binding.node'), '');
      }
    }
    await run(process.execPath, [join(ROOT, 'scripts/prune-runtime.mjs'), modules]);
    expect(readdirSync(binaries)).toEqual([process.platform]);
    expect(readdirSync(join(binaries, process.platform))).toEqual([process.arch]);
    rmSync(modules, { recursive: true });
  });
});

describe('compose.yaml', () => {
  const { services } = parse(read('compose.yaml'));

  it('gives the API a PostgreSQL and a Redis, and waits for both', () => {
    expect(new URL(services.api.environment.DATABASE_URL.replace(/\$\{[^}]*\}/, 'x')).hostname).toBe(
      'postgres',
    );
    expect(new URL(services.api.environment.REDIS_URL.replace(/\$\{[^}]*\}/, 'x')).hostname).toBe('redis');
    expect(Object.keys(services.api.depends_on).toSorted()).toEqual(['postgres', 'redis']);
    for (const name of ['postgres', 'redis']) expect(services[name].healthcheck.test[0]).toBe('CMD');
  });
});

/** Comments dropped, continued lines joined. */
function readInstructions(text: string): Instruction[] {
  return text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const [, name, value] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
      return name && value ? [{ name, value }] : [];
    });
}

/** The array after CMD of a HEALTHCHECK. */
function healthCommand(value: string): string[] {
  return JSON.parse(value.slice(value.indexOf('CMD ') + 4));
}
