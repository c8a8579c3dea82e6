import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { channelMeanClassifier, onnxModel } from './fixtures/onnx-writer.js';
import { sibyl } from './support/cli.js';
import { predictJson, send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

const ROOT = join(__dirname, '..');

const classifier = channelMeanClassifier({ batch: 'n', channels: 3, height: 8, width: 8 });
const labelled = (...labels: string[]) => `description: Names a colour.\nlabels: [${labels.join(', ')}]\n`;

/** One row of two numbers and a word's code; the answer is their sum. */
const table = onnxModel({
  inputs: [{ name: 'x', type: 'float32', dims: ['n', 3] }],
  outputs: [{ name: 'y', type: 'float32', dims: ['n', 3] }],
  nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['y'] }],
});
const TABLE = `
task: tabular
features:
  - { name: age, type: integer, range: [0, 120], unit: years }
  - { name: weight, range: [0, 300], default: 70 }
  - { name: sex, categories: { female: 0, male: 1 } }
output: { values: [{ name: risk, range: [0, 1] }, { name: b }, { name: c }] }
`;

/** What a team writes against the types of its server. */
const CONSUMER = `
import createClient from 'openapi-fetch';
import { predictFiles } from '@sibyl/client';
import type { components, paths } from './sibyl.js';

const client = createClient<paths, 'application/json'>({ baseUrl: 'http://localhost:8080' });

export async function isRed(image: string): Promise<boolean> {
  const { data } = await client.POST('/v1/models/colours.v2/predict', { body: { image, top_k: 1 } });
  if (!data || 'items' in data) throw new Error('no answer');
  return data.result.classes[0]?.label === 'red';
}

export async function isRedFile(file: Blob): Promise<boolean> {
  const { data } = await predictFiles(client, 'colours.v2', file, { fields: { top_k: 1 } });
  if (!data || 'items' in data) throw new Error('no answer');
  return data.result.classes[0]?.label === 'red';
}

/** Weight has a default, so it may be left out. */
export const row: components['schemas']['Row.table'] = { age: 31, sex: 'female' };

export async function risk(): Promise<number | undefined> {
  const { data } = await client.POST('/v1/models/table/predict', { body: { row } });
  if (!data || 'items' in data) throw new Error('no answer');
  return data.result.values.find(({ name }) => name === 'risk')?.value;
}
`;

const TSCONFIG = {
  compilerOptions: {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    target: 'es2023',
    module: 'nodenext',
    types: [],
    lib: ['es2023', 'dom', 'dom.iterable'],
    paths: { '@sibyl/client': [join(ROOT, 'client/src/index.ts')] },
  },
  files: ['consumer.ts'],
};

function compile(folder: string): Promise<{ code: number; text: string }> {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, '-p', '.'], { cwd: folder }, (error, stdout) =>
      resolve({ code: error ? 1 : 0, text: stdout }),
    );
  });
}

jest.setTimeout(180_000);

describe('the OpenAPI document by model', () => {
  let server: RunningServer;
  let modelDir: string;
  let folder: string;
  const document = async () => (await send(`${server.url}/openapi.models.json`)).body;
  const write = (path: string, text: string) => writeFileSync(join(modelDir, path), text);

  beforeAll(async () => {
    modelDir = makeModelDir([
      {
        name: 'colours.v2',
        files: { 'model.yaml': labelled('red', 'green', 'blue'), '1/model.onnx': classifier },
      },
      {
        name: 'shades',
        files: {
          'model.yaml': `${labelled('dark', 'light', 'pale')}versions: {policy: all}\n`,
          '1/model.onnx': classifier,
          '2/model.onnx': classifier,
        },
      },
      { name: 'table', files: { 'model.yaml': TABLE, '1/model.onnx': table } },
      { name: 'raw', files: { '1/model.onnx': table } },
    ]);
    server = await startServer({
      startLimitMs: 120_000,
      modelDir,
      env: {
        DATABASE_MODE: 'off',
        MODEL_WATCH_SECONDS: '0',
        MAX_UPLOAD_FILES: '7',
        MAX_ROWS_PER_REQUEST: '5',
      },
    });
    await server.waitUntilReady(120_000);
    // Outside of any project, so that nothing but the generated types is seen; the packages are found through a link.
    folder = mkdtempSync(join(tmpdir(), 'sibyl-consumer-'));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
    rmSync(folder, { recursive: true, force: true });
  });

  it('has the generic operations and one for each model, with its labels and its limits', async () => {
    const { paths, components } = await document();
    const generic = (await send(`${server.url}/openapi.json`)).body;
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(Object.keys(generic.paths)));
    const { schemas } = components;
    expect(schemas['Label.colours.v2']).toEqual({ type: 'string', enum: ['red', 'green', 'blue'] });
    expect(schemas['Class.colours.v2'].properties).toMatchObject({
      label: { $ref: '#/components/schemas/Label.colours.v2' },
      class_id: { type: 'integer', minimum: 0, maximum: 2 },
    });
    const { post } = paths['/v1/models/colours.v2/predict'];
    expect(post).toMatchObject({ operationId: 'predict.colours.v2', description: 'Names a colour.' });
    expect(post.parameters.map(({ in: place }: { in: string }) => place)).not.toContain('path');
    expect(post['x-limits']).toMatchObject({ max_files: 7, max_file_bytes: 10_485_760 });
    expect(Object.keys(post.requestBody.content)).toEqual(['multipart/form-data', 'application/json']);
    expect(schemas['Form.colours.v2'].properties.file.maxItems).toBe(7);
    expect(post.responses[429]).toEqual(generic.paths['/v1/models/{model}/predict'].post.responses[429]);
  });

  it('has an operation for each version of a model with several', async () => {
    const { paths, components } = await document();
    expect(paths['/v1/models/shades/versions/1/predict'].post.operationId).toBe('predict-v1.shades');
    expect(components.schemas['Prediction.shades']).toEqual({
      $ref: '#/components/schemas/Prediction-v2.shades',
    });
    expect(paths['/v1/models/colours.v2/versions/1/predict']).toBeUndefined();
  });

  it('tells the features of a table with types, ranges, categories and defaults', async () => {
    const { components } = await document();
    expect(components.schemas['Row.table']).toEqual({
      type: 'object',
      properties: {
        age: { type: 'integer', minimum: 0, maximum: 120, description: 'in years' },
        weight: { type: 'number', minimum: 0, maximum: 300, default: 70 },
        sex: { type: 'string', enum: ['female', 'male'] },
      },
      required: ['age', 'sex'],
      additionalProperties: false,
    });
    expect(components.schemas['Value.table'].properties.name.enum).toEqual(['risk', 'b', 'c']);
    const [, rows] = components.schemas['Request.table'].oneOf;
    expect(rows.properties.rows.maxItems).toBe(5);
    expect(components.schemas['Output.raw'].properties.name.enum).toEqual(['y']);
  });

  it('describes what the server then does', async () => {
    const answer = await predictJson(server.url, 'table', { row: { age: 31, sex: 'female' } });
    expect([answer.status, answer.body.result.values.map(({ name }: any) => name)]).toEqual([
      200,
      ['risk', 'b', 'c'],
    ]);
    expect((await predictJson(server.url, 'table', { row: { age: 121, sex: 'female' } })).status).toBe(400);
  });

  it('is sent again only when it has changed', async () => {
    const first = await send(`${server.url}/openapi.models.json`);
    expect(first.headers.get('content-type')).toContain('application/json');
    const etag = first.headers.get('etag') as string;
    const again = await send(`${server.url}/openapi.models.json`, { headers: { 'if-none-match': etag } });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
  });

  it('makes a renamed label a compile error', async () => {
    writeFileSync(join(folder, 'consumer.ts'), CONSUMER);
    const types = join(folder, 'sibyl.d.ts');
    const generate = () => sibyl(['openapi', server.url, '--types', types]);
    expect(await generate()).toMatchObject({ code: 0, out: '', err: '' });
    expect(await compile(folder)).toEqual({ code: 0, text: '' });
    write('colours.v2/model.yaml', labelled('crimson', 'green', 'blue'));
    const reloaded = await send(`${server.url}/v1/models/colours.v2/reload`, { method: 'POST' });
    expect(reloaded.status).toBe(200);
    expect((await document()).components.schemas['Label.colours.v2'].enum[0]).toBe('crimson');
    expect((await generate()).code).toBe(0);
    const { code, text } = await compile(folder);
    expect(code).toBe(1);
    const faults = text.trim().split('\n');
    expect(faults).toHaveLength(2);
    for (const fault of faults)
      expect(fault).toMatch(/consumer\.ts\(\d+,\d+\): error TS2367: .*'"red"' have no overlap/);
  });

  it('prints the document, and says plainly when there is no server', async () => {
    const { code, out } = await sibyl(['openapi', server.url]);
    expect([code, JSON.parse(out)]).toEqual([0, await document()]);
    const refused = await sibyl(['openapi', 'http://127.0.0.1:1']);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/^sibyl: http:\/\/127\.0\.0\.1:1\/openapi\.models\.json cannot be reached/);
    expect((await sibyl(['openapi', 'nowhere'])).code).toBe(2);
    expect(readFileSync(join(folder, 'sibyl.d.ts'), 'utf8')).toMatch(/^\/\/ Generated by/);
  });
});
