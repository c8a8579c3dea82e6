import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { GrpcClient, grpcAddress } from './support/grpc.js';
import { DATATYPES, fp32, REFUSALS, TWO } from './support/grpc-cases.js';
import { send, waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { bytes, identityEntry, twoByTwo } from './support/open-inference.js';
import { type RunningServer, startServer } from './support/server.js';
import { STARTER } from './support/small-server.js';

const inWords = (tensors: { shape: number[] }[]) =>
  tensors.map((tensor) => ({ ...tensor, shape: tensor.shape.map(String) }));

jest.setTimeout(180_000);

describe('GRPCInferenceService', () => {
  let server: RunningServer;
  let client: GrpcClient;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir([
      ...DATATYPES.map(([datatype, type]) => identityEntry(`echo-${datatype}`, type, ['n'])),
      { name: 'two', files: { '1/model.onnx': twoByTwo() } },
      {
        name: 'hazard-detector',
        files: {
          'model.yaml': { copyOf: join(STARTER, 'model.yaml') },
          '1/model.onnx': { copyOf: join(STARTER, '1/model.onnx') },
        },
      },
    ]);
    server = await startServer({
      startLimitMs: 120_000,
      modelDir,
      env: { DATABASE_MODE: 'off', GRPC_PORT: '0', MAX_TENSOR_REQUEST_SIZE: '1000000' },
    });
    await waitFor(
      async () => {
        const body = '{"ready": true}';
        const index = await send(`${server.url}/v2/repository/index`, { method: 'POST', body });
        return index.body.length === DATATYPES.length + 2;
      },
      { what: 'every model', timeoutMs: 120_000 },
    );
    client = new GrpcClient(grpcAddress(server));
  });

  afterAll(async () => {
    client?.close();
    await server?.stop();
    removeModelDir(modelDir);
  });

  it('tells of the server and its models what the HTTP routes tell', async () => {
    const get = async (path: string) => (await send(`${server.url}/v2${path}`)).body;
    const answer = async (method: string, message: object = {}) => {
      const reply = await client.call(method, message);
      expect([method, reply.code, reply.details]).toEqual([method, 'OK', '']);
      return reply.message;
    };
    expect(await answer('ServerLive')).toEqual({ live: true });
    expect(await answer('ServerReady')).toEqual({ ready: true });
    expect(await answer('ServerMetadata')).toEqual(await get(''));
    const metadata = await get('/models/two');
    expect(await answer('ModelMetadata', { name: 'two', version: '1' })).toEqual({
      ...metadata,
      inputs: inWords(metadata.inputs),
      outputs: inWords(metadata.outputs),
    });
    const config = await get('/models/two/config');
    expect((await answer('ModelConfig', { name: 'two' })).config).toMatchObject({
      name: 'two',
      platform: config.platform,
      backend: 'onnxruntime',
      max_batch_size: config.max_batch_size,
      input: config.input.map((each: any) => ({ ...each, dims: each.dims.map(String) })),
      instance_group: config.instance_group,
    });
    await client.infer({ model_name: 'two', inputs: [fp32('a', 1), fp32('b', 2)] });
    const [statistics] = (await answer('ModelStatistics', { name: 'two' })).model_stats;
    expect(statistics).toMatchObject({
      name: 'two',
      version: '1',
      inference_count: '1',
      execution_count: '1',
    });
    expect((await answer('ModelStatistics')).model_stats.length).toBe(DATATYPES.length + 2);
    expect((await answer('RepositoryIndex')).models).toEqual(
      (await send(`${server.url}/v2/repository/index`, { method: 'POST' })).body,
    );
  });

  it('says whether a model is ready, also of one that it does not know', async () => {
    const answers = [];
    for (const [name, version] of [['two'], ['two', '1'], ['two', '9'], ['nobody']])
      answers.push((await client.call('ModelReady', { name, version: version ?? '' })).message.ready);
    expect(answers).toEqual([true, true, false, false]);
  });

  it.each(DATATYPES)(
    '%s comes back as it went, in its typed list and in raw bytes',
    async (datatype, _, field, values, block) => {
      const model_name = `echo-${datatype}`;
      const input = { name: 'x', datatype, shape: [2] };
      const raw = await client.infer({ model_name, inputs: [input], raw_input_contents: [block] });
      expect([raw.code, raw.details]).toEqual(['OK', '']);
      expect(raw.message.outputs).toMatchObject([{ name: 'y', datatype, shape: ['2'] }]);
      expect(raw.message.raw_output_contents).toEqual([block]);
      if (field === null) return;
      const typed = await client.infer({ model_name, inputs: [{ ...input, contents: { [field]: values } }] });
      expect([typed.code, typed.details]).toEqual(['OK', '']);
      expect(typed.message.outputs[0].contents[field]).toEqual(values);
      expect(typed.message.raw_output_contents).toEqual([]);
    },
  );

  it('answers only what is asked for, in the order and the form that is asked for', async () => {
    const inputs = [fp32('b', 5, 7), fp32('a', 1, 2)];
    const both = await client.infer({ model_name: 'two', model_version: '1', id: 'é1', inputs });
    expect(both.message).toMatchObject({ model_name: 'two', model_version: '1', id: 'é1' });
    expect(both.message.outputs.map((output: any) => [output.name, output.contents.fp32_contents])).toEqual([
      ['sum', [6, 9]],
      ['same', [5, 7]],
    ]);
    const outputs = [{ name: 'same', parameters: { binary_data: { bool_param: true } } }, { name: 'sum' }];
    const raw = await client.infer({ model_name: 'two', inputs, outputs });
    expect(raw.message.outputs.map(({ name }: any) => name)).toEqual(['same', 'sum']);
    expect(raw.message.raw_output_contents).toEqual([
      bytes(Float32Array.of(5, 7)),
      bytes(Float32Array.of(6, 9)),
    ]);
    const top = [{ name: 'sum', parameters: { classification: { int64_param: 1 } } }];
    const ranked = await client.infer({ model_name: 'two', inputs, outputs: top });
    expect(ranked.message.outputs[0].contents.bytes_contents.map(String)).toEqual(['9.000000:1']);
  });

  it('takes a tensor without elements, a deadline, a lane and parameters that it does not know', async () => {
    const parameters = {
      timeout: { int64_param: 5_000_000 },
      priority: { uint64_param: 1 },
      anything: { double_param: 0.5 },
      sequence_id: { uint64_param: '18446744073709551615' },
    };
    const input = { name: 'x', datatype: 'FP32', shape: [0] };
    const { message } = await client.infer({ model_name: 'echo-FP32', parameters, inputs: [input] });
    expect(message.outputs[0].shape).toEqual(['0']);
  });

  it.each([
    ['as they are', {}, (file: Buffer) => file],
    [
      "through the codec 'base64' of MLServer's client",
      { content_type: { string_param: 'base64' } },
      (file: Buffer) => Buffer.from(file.toString('base64')),
    ],
  ])('takes picture files %s and answers with the result of the task', async (_, codec, written) => {
    const street = written(readFileSync(join(STARTER, 'samples/street.jpg')));
    const contents = { bytes_contents: [street] };
    const input = { name: 'image', datatype: 'BYTES', shape: [1], contents, parameters: codec };
    const parameters = { score_threshold: { double_param: 0.3 } };
    const reply = await client.infer({ model_name: 'hazard-detector', parameters, inputs: [input] });
    expect([reply.code, reply.details]).toEqual(['OK', '']);
    const result = JSON.parse(reply.message.outputs[0].contents.bytes_contents[0].toString());
    expect(result.detections.length).toBeGreaterThan(0);
    expect(reply.message.parameters.prediction_id.string_param).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each(REFUSALS)('refuses %s', async (_, message, code, errorCode, words) => {
    const reply = await client.infer(message, { metadata: { 'x-request-id': 'my-request-1' } });
    expect([reply.code, reply.trailers.get('error-code')]).toEqual([code, [errorCode]]);
    expect(reply.details).toContain(words);
    expect(reply.trailers.get('x-request-id')).toEqual(['my-request-1']);
  });

  it('gives each call an id, its own or the one it came with, and logs it under that', async () => {
    const named = await client.infer(TWO, { metadata: { 'x-request-id': 'my-request-2' } });
    expect(named.headers.get('x-request-id')).toEqual(['my-request-2']);
    const unnamed = await client.infer(TWO);
    expect(unnamed.headers.get('x-request-id')[0]).toMatch(/^[0-9a-f-]{36}$/);
    const line = await waitFor(
      () => server.logs().find((entry) => entry['request_id'] === 'my-request-2' && entry.msg === 'call'),
      { what: 'the line of the call' },
    );
    expect(line).toMatchObject({
      route: '/inference.GRPCInferenceService/ModelInfer',
      status: 'OK',
      model: 'two',
      version: '1',
    });
  });

  it('refuses a message over MAX_TENSOR_REQUEST_SIZE, and goes on', async () => {
    const raw_input_contents = [Buffer.alloc(1_100_000)];
    const input = { name: 'x', datatype: 'INT8', shape: [1_100_000] };
    const reply = await client.infer({ model_name: 'echo-INT8', inputs: [input], raw_input_contents });
    expect(reply.code).toBe('RESOURCE_EXHAUSTED');
    expect((await client.infer(TWO)).code).toBe('OK');
  });

  it('measures its calls', async () => {
    const { body } = await send<string>(`${server.url}/metrics`);
    expect(body).toMatch(
      /sibyl_grpc_request_duration_seconds_count\{method="inference.GRPCInferenceService\/ModelInfer",code="OK"\} \d/,
    );
    expect(body).toContain('code="INVALID_ARGUMENT"');
  });

  it('knows the services of its health, and no others', async () => {
    const health = 'grpc.health.v1.Health' as const;
    const check = (service: string) => client.call('Check', { service }, { service: health });
    expect((await check('')).message).toEqual({ status: 'SERVING' });
    expect((await check('inference.GRPCInferenceService')).message).toEqual({ status: 'SERVING' });
    expect((await check('nobody')).code).toBe('NOT_FOUND');
    const { message } = await client.call('List', {}, { service: health });
    expect(message.statuses).toEqual({
      '': { status: 'SERVING' },
      'inference.GRPCInferenceService': { status: 'SERVING' },
    });
  });
});
