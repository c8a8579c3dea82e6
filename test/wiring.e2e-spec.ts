import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(__dirname, '..');

/** In a process of its own, since jest cannot import modules that use `import.meta`; preview builds no provider. */
const HOSTS = `
import 'reflect-metadata';
import { NestFactory, ModulesContainer } from '@nestjs/core';
import { AppModule } from './dist/src/app.module.js';
const app = await NestFactory.createApplicationContext(AppModule, { preview: true, logger: false });
const hosts = {};
for (const module of app.get(ModulesContainer).values())
  for (const { name, token } of module.providers.values())
    if (typeof token === 'function' && token !== module.metatype) (hosts[name] ??= []).push(module.name);
process.stdout.write(JSON.stringify(hosts));
process.exit(0);
`;

describe('the modules', () => {
  let hosts: Record<string, string[]>;

  beforeAll(async () => {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', HOSTS], { cwd: ROOT });
    hosts = JSON.parse(stdout);
  });

  it('host ModelProvider once: it is the one singleton that everything else receives', () => {
    expect(hosts['ModelProvider']).toEqual(['ModelsModule']);
  });

  it.each([
    'EngineFactory',
    'Env',
    'Metrics',
    'Drain',
    'DatabaseService',
    'PredictionCache',
    'PredictionService',
    'HistoryWriter',
  ])('host %s once', (name) => {
    expect(hosts[name]).toHaveLength(1);
  });
});
