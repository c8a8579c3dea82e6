/**
 * Writes the parts of the documentation that are made from the code: the tables of settings and error codes in README.md, of
 * metrics in docs/operations.md, of manifest keys in docs/models.md, docs/model.schema.json, docs/golden.schema.json, and .env.example. Needs the compiled code; `npm run docs` makes it first.
 */
import 'reflect-metadata';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

import { ERRORS } from '../dist/src/common/errors.js';
import { Env } from '../dist/src/config/env.js';
import { describeVariables } from '../dist/src/config/variable.decorator.js';
import { Metrics } from '../dist/src/metrics/metrics.js';
import { goldenSchema } from '../dist/src/models/golden/golden-schema.js';
import { manifestPaths } from '../dist/src/models/manifest/manifest-keys.js';
import { ModelManifest } from '../dist/src/models/manifest/model-manifest.js';
import { modelSchema } from '../dist/src/models/manifest/model-schema.js';
import {
  CLI_ENVIRONMENT,
  envExample,
  errorsTable,
  manifestTable,
  metricsTable,
  settingsTable,
  withCliBlocks,
  withPart,
} from './document-parts.mjs';

const variables = describeVariables(Env);
const metrics = new Metrics()['registry'].getMetricsAsArray();

write('.env.example', () => envExample(variables));
write('README.md', (text) =>
  withPart(withPart(text, 'settings', settingsTable(variables)), 'errors', errorsTable(ERRORS)),
);
write('docs/operations.md', (text) => withPart(text, 'metrics', metricsTable(metrics)));
write('docs/models.md', (text) => withPart(text, 'manifest', manifestTable(manifestPaths(ModelManifest))));
write('docs/golden.schema.json', () => `${JSON.stringify(goldenSchema(), null, 2)}\n`);
write('docs/cli.md', (text) => withCliBlocks(text, sibyl));
write('docs/model.schema.json', () => `${JSON.stringify(modelSchema(), null, 2)}\n`);

/** Output of a command. @param {string[]} args @returns {string} */
function sibyl(args) {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, ...CLI_ENVIRONMENT };
  const { stdout, stderr, status } = spawnSync(process.execPath, ['bin/sibyl.mjs', ...args], {
    encoding: 'utf8',
    env,
  });
  if (status !== 0) throw new Error(`sibyl ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** @param {string} path @param {(text: string) => string} change */
function write(path, change) {
  let before = '';
  try {
    before = readFileSync(path, 'utf8');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
  }
  const after = change(before);
  if (after === before) return;
  writeFileSync(path, after);
  process.stdout.write(`written: ${path}\n`);
}
