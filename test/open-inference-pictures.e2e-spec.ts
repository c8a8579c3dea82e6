import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { v4, v7 } from 'uuid';

import { channelMeanClassifier } from './fixtures/onnx-writer.js';
import { predict, send, waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { blocksOf, bytes, identityEntry, infer, withBlocks } from './support/open-inference.js';
import { type RunningServer, startServer } from './support/server.js';
import { solid, STARTER } from './support/small-server.js';

/** Names the channel with the highest mean of a picture of 16 x 16. */
const COLOURS = `
labels: [red, green, blue]
confidence: {high: 0.9, medium: 0.6, retake_message: Show one colour alone.}
input: {size: 16, mean: 0, std: 1, scale: 0.05}
`;

/** The elements of a binary BYTES tensor, each with its length. */
function strings(...elements: Uint8Array[]): Buffer {
  return Buffer.concat(elements.flatMap((element) => [bytes(Uint32Array.of(element.length)), element]));
}

function pictures(name: string, shape: number[], block: Buffer, more: object = {}) {
  const input = { name, shape, datatype: 'BYTES', parameters: { binary_data_size: block.length } };
  return withBlocks({ inputs: [input], ...more }, block);
}

describe('picture files at /v2/models/{model}/infer', () => {
  const street = readFileSync(join(STARTER, 'samples/street.jpg'));
  let server: RunningServer;
  let modelDir: string;
  let red: Buffer;
  let blue: Buffer;

  beforeAll(async () => {
    modelDir = makeModelDir([
      {
        name: 'colours',
        files: {
          'model.yaml': COLOURS,
          '1/model.onnx': channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 }),
        },
      },
      identityEntry('text', 'string', ['n']),
      {
        name: 'hazard-detector',
        files: {
          'model.yaml': { copyOf: join(STARTER, 'model.yaml') },
          '1/model.onnx': { copyOf: join(STARTER, '1/model.onnx') },
        },
      },
    ]);
    red = await solid('#ff0000');
    blue = await solid('#0000ff', 'jpeg');
    server = await startServer({ modelDir, env: { MAX_UPLOAD_FILES: '2' } });
    await server.waitUntilReady(60_000);
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it.each(['image', 'images'])('are the element of a BYTES tensor named %s', async (name) => {
    const { body, headers } = pictures(name, [1], strings(street));
    const answer = await infer(server.url, 'hazard-detector', body, { headers });
    expect(answer.status).toBe(200);
    const [output] = answer.body.outputs;
    expect(output).toMatchObject({ name: 'result', datatype: 'BYTES', shape: [1] });
    const product = await predict(server.url, 'hazard-detector', { bytes: street, name: 'street.jpg' });
    expect(JSON.parse(output.data[0])).toEqual(product.body.result);
    expect(product.headers.get('x-cache')).toBe('HIT');
    expect(answer.body.parameters).toMatchObject({
      prediction_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      confidence_status: product.body.confidence_status,
    });
  });

  it('come as the raw body, answered in binary', async () => {
    const headers = { 'inference-header-content-length': '0', 'content-type': 'image/png' };
    const { json, blocks } = blocksOf(await infer(server.url, 'colours', red, { headers }));
    expect(json.outputs).toEqual([
      { name: 'result', datatype: 'BYTES', shape: [1], parameters: { binary_data_size: expect.any(Number) } },
    ]);
    const text = blocks['result']?.subarray(4).toString() ?? '';
    expect(JSON.parse(text).classes[0].label).toBe('red');
  });

  it('come as base64 in JSON, several at once, with options of the task', async () => {
    const data = [red, blue].map((file) => file.toString('base64'));
    const answer = await infer(server.url, 'colours', {
      id: 'both',
      parameters: { top_k: 1, unknown: 'tolerated' },
      inputs: [{ name: 'image', shape: [2, 1], datatype: 'BYTES', data }],
      outputs: [{ name: 'result' }],
    });
    expect(answer.body).toMatchObject({ id: 'both', outputs: [{ shape: [2, 1] }] });
    const results = answer.body.outputs[0].data.map((text: string) => JSON.parse(text).classes);
    expect(results.map((classes: any[]) => classes.map(({ label }) => label))).toEqual([['red'], ['blue']]);
  });

  it('leave the raw tensors of the same model as they are', async () => {
    const shape = [1, 3, 16, 16];
    const values = new Float32Array(3 * 256).fill(1, 256, 512);
    const raw = await infer(server.url, 'colours', bytes(values), {
      headers: { 'inference-header-content-length': '0' },
    });
    expect(blocksOf(raw).blocks['logits']?.equals(bytes(Float32Array.of(0, 1, 0)))).toBe(true);
    const inputs = [{ name: 'image', shape, datatype: 'FP32', data: [...values] }];
    const { body } = await infer(server.url, 'colours', { inputs });
    expect(body.outputs).toEqual([{ name: 'logits', datatype: 'FP32', shape: [1, 3], data: [0, 1, 0] }]);
  });

  it('are recorded, and so are raw tensors', async () => {
    const inputs = [{ name: 'x', shape: [1], datatype: 'BYTES', data: ['recorded'] }];
    const { headers } = await infer(server.url, 'text', { inputs });
    const id = headers.get('x-request-id');
    const find = async () => (await send(`${server.url}/v1/predictions?request_id=${id}`)).body.items?.[0];
    const row = await waitFor(find, { timeoutMs: 60_000, what: 'the row of the prediction' });
    expect(row).toMatchObject({
      model: { name: 'text', version: '1' },
      task: 'tensor',
      status: 'succeeded',
      result: { outputs: [{ name: 'y', shape: [1], data: ['recorded'] }] },
    });
  });

  it('belong to the session that their sequence_id is, until sequence_end', async () => {
    const made = await waitFor(
      async () => {
        const answer = await send(`${server.url}/v1/sessions`, {
          method: 'POST',
          body: '{}',
          headers: { 'content-type': 'application/json' },
        });
        return answer.status === 201 ? answer : undefined;
      },
      { timeoutMs: 60_000, what: 'a session' },
    );
    const sequence_id = made.body.session_id;
    const ask = (parameters: object) => {
      const { body, headers } = pictures('image', [1], strings(red), { parameters });
      return infer(server.url, 'colours', body, { headers });
    };
    expect((await ask({ sequence_id, sequence_end: true })).status).toBe(200);
    const { body } = await send(`${server.url}/v1/sessions/${sequence_id}`);
    expect(body).toMatchObject({ status: 'ended', prediction_count: 1 });
    const refused = await ask({ sequence_id });
    expect(refused.body.code).toBe('SESSION_ENDED');
    expect((await ask({ sequence_id: 'cam-1', sequence_start: true })).status).toBe(200);
  });

  it('make a session with sequence_start, once, under the id that the client chose', async () => {
    const ask = (parameters: object) => {
      const { body, headers } = pictures('image', [1], strings(blue), { parameters });
      return infer(server.url, 'colours', body, { headers });
    };
    const sequence_id = v7();
    const unknown = await ask({ sequence_id });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'SESSION_NOT_FOUND']);
    for (let times = 0; times < 2; times += 1)
      expect((await ask({ sequence_id, sequence_start: true })).status).toBe(200);
    expect((await ask({ sequence_id, sequence_end: true })).status).toBe(200);
    const { body } = await send(`${server.url}/v1/sessions/${sequence_id}`);
    expect(body).toMatchObject({ status: 'ended', prediction_count: 3 });
    const over = await ask({ sequence_id, sequence_start: true });
    expect([over.status, over.body.code]).toEqual([409, 'SESSION_ENDED']);
    const random = await ask({ sequence_id: v4(), sequence_start: true });
    expect([random.status, random.body.error]).toEqual([400, expect.stringContaining('version 7')]);
  });

  it.each<[string, string, () => { body: Buffer; headers: Record<string, string> }, number, string]>([
    [
      'no picture',
      'colours',
      () => pictures('image', [1], strings(Buffer.from('text'))),
      415,
      'a file that is no known picture format',
    ],
    [
      'an empty file',
      'colours',
      () => pictures('image', [1], strings(Buffer.alloc(0))),
      400,
      "'picture 0' is empty",
    ],
    [
      'a damaged file',
      'colours',
      () => pictures('image', [1], strings(red.subarray(0, 60))),
      400,
      'the PNG picture cannot be decoded',
    ],
    [
      'a format that is off',
      'colours',
      () => pictures('image', [1], strings(Buffer.from('GIF89a......'))),
      415,
      'a gif file',
    ],
    [
      'too many',
      'colours',
      () => pictures('image', [3], strings(red, red, red)),
      413,
      'the number of pictures is over its limit of 2',
    ],
    ['none', 'colours', () => pictures('image', [0], strings()), 400, 'at least one picture'],
    [
      'lengths that lie',
      'colours',
      () => pictures('image', [1], Buffer.from('ffffffff00', 'hex')),
      400,
      'a length of 4294967295 with 1 bytes left',
    ],
    [
      'a raw output',
      'colours',
      () => pictures('image', [1], strings(red), { outputs: [{ name: 'logits' }] }),
      400,
      "answered by the output 'result'; got 'logits'",
    ],
    [
      'an option out of range',
      'colours',
      () => pictures('image', [1], strings(red), { parameters: { top_k: 0 } }),
      400,
      'top_k',
    ],
    [
      'another name',
      'colours',
      () => pictures('picture', [1], strings(red)),
      400,
      "input 'picture' expects one of the names image",
    ],
  ])('are refused: %s', async (_, model, make, status, message) => {
    const { body, headers } = make();
    const answer = await infer(server.url, model, body, { headers });
    expect([answer.status, answer.body.error]).toEqual([status, expect.stringContaining(message)]);
    expect(answer.headers.get('content-type')).toBe('application/json');
  });
});
