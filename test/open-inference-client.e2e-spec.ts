import { OpenInferenceClient, pictures, tensor } from '../client/src/open-inference/main.js';
import { channelMeanClassifier } from './fixtures/onnx-writer.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { identityEntry, twoByTwo } from './support/open-inference.js';
import { type RunningServer, startServer } from './support/server.js';
import { solid } from './support/small-server.js';

/** The client of the protocol against the real server. */
describe('OpenInferenceClient', () => {
  let server: RunningServer;
  let modelDir: string;
  let client: OpenInferenceClient;

  beforeAll(async () => {
    modelDir = makeModelDir([
      { name: 'two', files: { '1/model.onnx': twoByTwo() } },
      identityEntry('int64', 'int64', ['n']),
      identityEntry('text', 'string', ['n']),
      identityEntry('flags', 'bool', ['n']),
      {
        name: 'colours',
        files: {
          'model.yaml': 'labels: [red, green, blue]\ninput: {size: 16, mean: 0, std: 1, scale: 0.05}',
          '1/model.onnx': channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 }),
        },
      },
    ]);
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off' } });
    await server.waitUntilReady(60_000);
    client = new OpenInferenceClient({ baseUrl: `${server.url}/` });
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it('tells what the server is and has', async () => {
    expect(await client.isServerLive()).toBe(true);
    expect(await client.isServerReady()).toBe(true);
    expect(await client.isModelReady('two', { version: 1 })).toBe(true);
    expect(await client.isModelReady('nobody')).toBe(false);
    expect((await client.serverMetadata()).extensions).toContain('binary_tensor_data');
    expect(await client.modelMetadata('two')).toMatchObject({
      versions: ['1'],
      inputs: [{ name: 'a', datatype: 'FP32', shape: [-1] }, { name: 'b' }],
    });
  });

  it('sends and reads floating-point numbers in binary or as JSON', async () => {
    const inputs = [
      tensor('a', 'FP32', [2], Float32Array.of(1, 2)),
      tensor('b', 'FP32', [2], Float32Array.of(10, NaN)),
    ];
    for (const binary of [true, false]) {
      const answer = await client.infer('two', { id: 'é', inputs, binary });
      expect([answer.model, answer.version, answer.id]).toEqual(['two', '1', 'é']);
      expect(answer.numbers('sum')).toEqual(Float32Array.of(11, NaN));
      expect(answer.names).toEqual(['sum', 'same']);
    }
    const outputs = ['same', { name: 'sum', classification: 1 }];
    const answer = await client.infer('two', { inputs: [...inputs], outputs }, { version: 1 });
    expect(answer.names).toEqual(['same', 'sum']);
    expect(answer.texts('sum')).toEqual(['11.000000:0']);
  });

  it.each([true, false])('keeps integers of 64 bits, text and truth values; binary: %s', async (binary) => {
    const big = BigInt64Array.of(9007199254740993n, -(2n ** 63n));
    const integers = await client.infer('int64', { inputs: [tensor('x', 'INT64', [2], big)], binary });
    expect(integers.numbers('y')).toEqual(big);
    const texts = await client.infer('text', { inputs: [tensor('x', 'BYTES', [2], ['café', ''])], binary });
    expect(texts.texts('y')).toEqual(['café', '']);
    const flags = await client.infer('flags', {
      inputs: [tensor('x', 'BOOL', [2], Uint8Array.of(1, 0))],
      binary,
    });
    expect(flags.numbers('y')).toEqual(Uint8Array.of(1, 0));
  });

  it('sends picture files with options of the task', async () => {
    const files = [await solid('#ff0000'), await solid('#00ff00', 'jpeg')];
    const answer = await client.infer('colours', {
      inputs: [pictures(...files)],
      parameters: { top_k: 1 },
      timeoutMs: 20_000,
      priority: 1,
    });
    const labels = answer.results<{ classes: { label: string }[] }>().map(({ classes }) => classes[0]?.label);
    expect(labels).toEqual(['red', 'green']);
  });

  it('throws what the server says', async () => {
    const inputs = [tensor('a', 'FP32', [1], Float32Array.of(1))];
    await expect(client.infer('two', { inputs })).rejects.toMatchObject({
      name: 'OpenInferenceError',
      message: "input 'b' FP32[-1] is missing",
      status: 400,
      code: 'VALIDATION_FAILED',
      requestId: expect.any(String),
    });
    await expect(client.modelMetadata('no/body')).rejects.toMatchObject({ status: 404 });
  });

  it('unloads, lists and loads models', async () => {
    await client.unloadModel('flags');
    expect(await client.isModelReady('flags')).toBe(false);
    const refusal = { status: 503, code: 'MODEL_NOT_READY', retryAfterSeconds: expect.any(Number) };
    await expect(client.infer('flags', { inputs: [] })).rejects.toMatchObject(refusal);
    const items = await client.repositoryIndex();
    expect(items.find(({ name }) => name === 'flags')).toMatchObject({ state: 'UNAVAILABLE' });
    await client.loadModel('flags');
    expect(await client.isModelReady('flags')).toBe(true);
  });

  it('gives up when it is told to', async () => {
    const inputs = [tensor('x', 'BOOL', [1], Uint8Array.of(1))];
    const call = client.infer('flags', { inputs }, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });
});
