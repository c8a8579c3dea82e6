import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import {
  envExample,
  errorsTable,
  manifestTable,
  metricsTable,
  partOf,
  settingsTable,
} from '../scripts/document-parts.mjs';
import { readExamples, runExample, shapeOf, shortened } from '../scripts/readme-examples.mjs';
import { ERRORS } from '../src/common/errors.js';
import { Env, loadEnv } from '../src/config/env.js';
import { describeVariables } from '../src/config/variable.decorator.js';
import { Metrics } from '../src/metrics/metrics.js';
import { manifestPaths } from '../src/models/manifest/manifest-keys.js';
import { ModelManifest } from '../src/models/manifest/model-manifest.js';
import { goldenSchema } from '../src/models/golden/golden-schema.js';
import { modelSchema } from '../src/models/manifest/model-schema.js';
import { parseManifest } from '../src/models/manifest/parse-manifest.js';
import { predict, send, waitFor } from './support/http.js';
import { startServer, type RunningServer } from './support/server.js';

const ROOT = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Longest wait for a server, or a model of it, on a busy machine. */
const BUSY_MS = 120_000;

const variables = describeVariables(Env);
const metrics = new Metrics()['registry'].getMetricsAsArray();
const pages = ['README.md', 'CONTRIBUTING.md', ...markdownBelow('docs')];

/** What `npm run docs` writes; run it when one of these fails. */
describe('written by npm run docs', () => {
  it('.env.example has every setting with its default', () => {
    expect(read('.env.example')).toBe(envExample(variables));
  });

  it('.env.example is a configuration once its lines are switched on', () => {
    const lines = read('.env.example').matchAll(/^#([A-Z][A-Z0-9_]*)=(.*)$/gm);
    const source = Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
    expect(Object.keys(source)).toEqual(variables.map(({ name }) => name));
    expect({ ...loadEnv(source) }).toEqual({ ...new Env() });
  });

  it.each([
    ['README.md', 'settings', settingsTable(variables)],
    ['README.md', 'errors', errorsTable(ERRORS)],
    ['docs/operations.md', 'metrics', metricsTable(metrics)],
    ['docs/models.md', 'manifest', manifestTable(manifestPaths(ModelManifest))],
  ])('%s has the table of %s', (path, name, expected) => {
    expect(partOf(read(path), name).split('\n')).toEqual(expected.split('\n'));
  });

  it('docs/golden.schema.json is the schema of golden samples', () => {
    expect(JSON.parse(read('docs/golden.schema.json'))).toEqual(goldenSchema());
  });

  it('docs/model.schema.json is the schema of the manifest', () => {
    expect(JSON.parse(read('docs/model.schema.json'))).toEqual(modelSchema());
  });
});

describe('README.md', () => {
  it('has every route of openapi.json, and no other', () => {
    const { paths } = JSON.parse(read('openapi.json')) as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const listed = [...partOf(read('README.md'), 'routes').matchAll(/`([A-Z]+ \/\S*)`/g)].map(
      ([, route]) => route,
    );
    expect(listed.toSorted()).toEqual(routes.toSorted());
  });

  it('calls scripts of package.json only', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const called = pages.flatMap((page) =>
      [...read(page).matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name),
    );
    expect(called.filter((name) => name !== undefined && !(name in scripts))).toEqual([]);
  });
});

describe('the first commands of README.md', () => {
  const calls = [...read('README.md').matchAll(/curl -F file=@(\S+)(.*) \S+\/v1\/models\/([^/]+)\/predict/g)];
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer({ env: { REQUEST_TIMEOUT_SECONDS: '120' } });
    await server.waitUntilReady(BUSY_MS);
  }, 2 * BUSY_MS);

  afterAll(() => server.stop());

  function call(index: number) {
    const [, path = '', flags = '', model = ''] = calls[index] ?? [];
    const [, name, value] = /-H '([^:]+): ([^']+)'/.exec(flags) ?? [];
    const headers = name === undefined || value === undefined ? {} : { [name]: value };
    return predict(server.url, model, { bytes: readFileSync(join(ROOT, path)), name: path }, {}, headers);
  }

  it('give the answers of the five systems in the shape that it shows', async () => {
    const examples = readExamples(read('README.md'));
    expect(examples.length).toBeGreaterThanOrEqual(3);
    // Sessions and subjects are in the database, which is ready a little after the models.
    await waitFor(async () => (await send(`${server.url}/v1/predictions`)).status === 200, {
      what: 'the database',
      timeoutMs: BUSY_MS,
    });
    for (const { commands, answer } of examples) {
      const given = await runExample(commands, server.url, ROOT);
      expect(shapeOf(shortened(given))).toEqual(shapeOf(JSON.parse(answer)));
    }
  }, 300_000);

  it('give the answer that it shows', async () => {
    const shown = JSON.parse(codeBlocks('README.md', 'json')[0] ?? '{}');
    const { status, body } = await call(0);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(Object.keys(shown));
    expect(Object.keys(body.timings_ms)).toEqual(Object.keys(shown.timings_ms));
    expect(body).toMatchObject({
      task: shown.task,
      confidence_status: shown.confidence_status,
      cached: false,
    });
    const [best] = body.result.detections;
    const [shownBest] = shown.result.detections;
    expect({ ...best, score: 0, box: 0 }).toEqual({ ...shownBest, score: 0, box: 0 });
    expect(best.score).toBeCloseTo(shownBest.score, 1);
    for (const side of ['x', 'y', 'width', 'height'])
      expect(Math.abs(best.box[side] - shownBest.box[side])).toBeLessThan(2);
  });

  it('give the picture with its boxes drawn', async () => {
    const { status, headers, bytes } = await call(1);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('image/png');
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  });
});

describe('the manifests of the pages', () => {
  const examples = ['README.md', 'docs/models.md'].flatMap((page) =>
    codeBlocks(page, 'yaml').map((text, index) => ({ name: `${page}, number ${index + 1}`, text })),
  );

  it.each(examples)('$name is accepted', ({ text }) => {
    expect(parseManifest(text, 'model.yaml').faults).toEqual([]);
  });
});

describe('the keys of the manifest', () => {
  it.each(manifestPaths(ModelManifest))('$path says what it means', ({ meaning }) => {
    expect(meaning).toMatch(/\.$/);
  });
});

describe('every page', () => {
  it.each(pages)('%s links to files that are there', (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) => target);
    const missing = targets.filter((target) => !existsSync(join(ROOT, dirname(page), target)));
    expect(missing).toEqual([]);
  });

  it.each(pages)('%s names settings, error codes and metrics that exist', (page) => {
    const settings = variables.map(({ name }) => name);
    const text = read(page);
    const names = [...text.matchAll(/`([A-Z]+(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g)].map(([, name = '']) => name);
    const series = [...text.matchAll(/\bsibyl_[a-z_]+\b/g)].map(([name]) => name);
    const known = new Set([...settings, ...Object.keys(ERRORS), ...FOREIGN]);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
    expect(series.filter((name) => !metrics.some((metric) => metric.name === name))).toEqual([]);
  });
});

/** Variables of others that the pages speak of, and the statuses of gRPC. */
const FOREIGN = [
  'ORT_DISABLE_TELEMETRY',
  'VIPS_BLOCK_UNTRUSTED',
  'NODE_ENV',
  'NODE_EXTRA_CA_CERTS',
  'NO_COLOR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'INVALID_ARGUMENT',
  'PERMISSION_DENIED',
  'FAILED_PRECONDITION',
  'RESOURCE_EXHAUSTED',
];

function codeBlocks(page: string, language: string): string[] {
  const blocks = read(page).matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'));
  return [...blocks].map(([, text = '']) => text);
}

function markdownBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `${folder}/${path}`)
    .toSorted();
}
