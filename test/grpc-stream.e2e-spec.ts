import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

import { v7 } from 'uuid';

import { idlePid, metric, untilStatus } from './support/engine.js';
import { GrpcClient, grpcAddress, type InferStream } from './support/grpc.js';
import { send, waitFor } from './support/http.js';
import { loopsAndEcho } from './support/loops-and-echo.js';
import { removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { createDatabase } from './support/services/postgres.mjs';

/** Of a model's queue; a stream has half as many requests under way. */
const QUEUE = 8;

const number = (model_name: string, id: string, value: number, parameters: object = {}) => ({
  model_name,
  id,
  parameters,
  inputs: [{ name: 'x', datatype: 'FP32', shape: [1], contents: { fp32_contents: [value] } }],
});

const idsOf = ({ answers }: InferStream): string[] =>
  answers.map(({ infer_response: { id }, error_message: error }) => (error === '' ? id : `${id} failed`));

// A machine that does other work besides.
jest.setTimeout(180_000);

describe('ModelStreamInfer', () => {
  let modelDir: string;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let server: RunningServer;
  let client: GrpcClient;

  beforeAll(async () => {
    modelDir = loopsAndEcho();
    database = await createDatabase(process.env['DATABASE_URL'] as string);
    server = await startServer({
      startLimitMs: 120_000,
      modelDir,
      env: {
        DATABASE_URL: database.url,
        GRPC_PORT: '0',
        MAX_REQUEST_QUEUE_SIZE: String(QUEUE),
        MAX_TENSOR_REQUEST_SIZE: '1000000',
      },
    });
    await server.waitUntilReady(60_000);
    client = new GrpcClient(grpcAddress(server));
  });

  afterAll(async () => {
    client?.close();
    await server?.kill();
    await database?.drop();
    removeModelDir(modelDir);
  });

  it('answers in the order of the requests, also where a later one is done sooner, and ends well', async () => {
    const frozen = await idlePid(server.url, 'loops');
    process.kill(frozen, 'SIGSTOP');
    const stream = client.inferStream();
    stream.send(number('loops', 'slow', 0.25));
    stream.send(number('echo', 'quick', 7));
    stream.finish();
    await waitFor(
      async () =>
        (await metric(server.url, 'sibyl_prediction_duration_seconds_count', { model: 'echo' })) !== 0,
      { what: 'the run of the second one' },
    );
    expect(stream.answers).toEqual([]);
    process.kill(frozen, 'SIGCONT');
    expect((await stream.ended).code).toBe('OK');
    expect(idsOf(stream)).toEqual(['slow', 'quick']);
    expect(stream.answers[1]).toMatchObject({
      error_message: '',
      infer_response: {
        model_name: 'echo',
        model_version: '1',
        outputs: [{ name: 'y', datatype: 'FP32', shape: ['1'], contents: { fp32_contents: [7] } }],
        parameters: { triton_final_response: { bool_param: true } },
      },
    });
  });

  it('says of a request that it failed, under its id, and goes on; each has a line in the log and is measured', async () => {
    const stream = client.inferStream({ metadata: { 'x-request-id': 'my-stream-1' } });
    stream.send(number('echo', 'a', 1));
    stream.send(number('nobody', 'b', 1));
    stream.send({ ...number('echo', 'c', 1), raw_input_contents: [Buffer.alloc(8)] });
    stream.send(number('echo', 'd', 1));
    stream.finish();
    const { code, headers } = await stream.ended;
    expect([code, headers.get('x-request-id')]).toEqual(['OK', ['my-stream-1']]);
    expect(idsOf(stream)).toEqual(['a', 'b failed', 'c failed', 'd']);
    expect(stream.answers[1]).toMatchObject({
      error_message: expect.stringContaining("no model named 'nobody'"),
      infer_response: {
        model_name: 'nobody',
        outputs: [],
        parameters: {
          'error-code': { string_param: 'MODEL_NOT_FOUND' },
          'x-request-id': { string_param: 'my-stream-1-2' },
        },
      },
    });
    const lines = await waitFor(
      () => {
        const of = server.logs().filter((line) => String(line['request_id']).startsWith('my-stream-1'));
        return of.length === 5 ? of : undefined;
      },
      { what: 'the lines of the requests and of the stream' },
    );
    const told = lines.map((line) => [line.msg, line['request_id'], line['status'], line['model'] ?? '']);
    expect(told.toSorted()).toEqual([
      ['call', 'my-stream-1-1', 'OK', 'echo'],
      ['call', 'my-stream-1-2', 'NOT_FOUND', ''],
      ['call', 'my-stream-1-3', 'INVALID_ARGUMENT', expect.any(String)],
      ['call', 'my-stream-1-4', 'OK', 'echo'],
      ['stream', 'my-stream-1', 'OK', ''],
    ]);
    const measured = { method: 'inference.GRPCInferenceService/ModelStreamInfer', code: 'INVALID_ARGUMENT' };
    expect(await metric(server.url, 'sibyl_grpc_request_duration_seconds_count', measured)).toBe(1);
    const kept = async () => (await send(`${server.url}/v1/predictions?request_id=my-stream-1-4`)).body.items;
    await waitFor(async () => (await kept()).length === 1, { what: 'the record of the last one' });
  });

  it('ends by the first failure where Triton is told to, with its status', async () => {
    const stream = client.inferStream({ metadata: { triton_grpc_error: 'true' } });
    stream.send(number('echo', 'a', 1));
    stream.send(number('nobody', 'b', 1));
    const { code, trailers } = await stream.ended;
    expect([code, trailers.get('error-code')]).toEqual(['NOT_FOUND', ['MODEL_NOT_FOUND']]);
    expect(idsOf(stream)).toEqual(['a']);
  });

  it('holds up a client that sends faster than its model answers, so that no queue overflows', async () => {
    const frozen = await idlePid(server.url, 'echo');
    process.kill(frozen, 'SIGSTOP');
    const stream = client.inferStream();
    const ids = Array.from({ length: 5 * QUEUE }, (_, index) => String(index));
    const values = Buffer.alloc(100_000);
    const inputs = [{ name: 'x', datatype: 'FP32', shape: [values.length / 4] }];
    for (const id of ids) stream.send({ model_name: 'echo', id, inputs, raw_input_contents: [values] });
    stream.finish();
    await untilStatus(
      server.url,
      'echo',
      'half a queue under way',
      ({ waiting, running }) => waiting + running === QUEUE / 2,
    );
    expect((await client.infer(number('loops', '', 0.5))).code).toBe('OK');
    expect((await untilStatus(server.url, 'echo', 'as it is', () => true)).waiting).toBeLessThanOrEqual(
      QUEUE / 2,
    );
    process.kill(frozen, 'SIGCONT');
    expect((await stream.ended).code).toBe('OK');
    expect(idsOf(stream)).toEqual(ids);
  });

  it('drops what waits when its client takes the stream back', async () => {
    const frozen = await idlePid(server.url, 'loops');
    process.kill(frozen, 'SIGSTOP');
    const stream = client.inferStream();
    for (const id of ['a', 'b', 'c']) stream.send(number('loops', id, 0.5));
    await untilStatus(server.url, 'loops', 'two that wait', ({ waiting }) => waiting === 2);
    stream.cancel();
    expect((await stream.ended).code).toBe('CANCELLED');
    await untilStatus(server.url, 'loops', 'none that waits', ({ waiting }) => waiting === 0);
    process.kill(frozen, 'SIGCONT');
    await idlePid(server.url, 'loops');
    expect(stream.answers).toEqual([]);
  });

  it('is over when the connection of its client is, which says nothing', async () => {
    const [host = '', port] = grpcAddress(server).split(':');
    const upstreams: Socket[] = [];
    const sockets: Socket[] = [];
    const between = createServer((socket) => {
      const upstream = connect(Number(port), host);
      upstreams.push(upstream);
      sockets.push(socket, upstream);
      socket.pipe(upstream).pipe(socket);
      for (const each of [socket, upstream]) each.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => between.listen(0, host, resolve));
    const other = new GrpcClient(`${host}:${(between.address() as AddressInfo).port}`);
    try {
      const stream = other.inferStream({ metadata: { 'x-request-id': 'my-stream-2' } });
      stream.send(number('echo', 'a', 1));
      await waitFor(() => stream.answers.length === 1, { what: 'the answer' });
      for (const upstream of upstreams) upstream.end();
      const line = await waitFor(
        () => server.logs().find((each) => each.msg === 'stream' && each['request_id'] === 'my-stream-2'),
        { what: 'the end of the stream' },
      );
      expect(line['status']).toBe('CANCELLED');
    } finally {
      other.close();
      for (const socket of sockets) socket.destroy();
      between.close();
    }
  });

  it('ends at its deadline together with the model that hangs', async () => {
    const before = await idlePid(server.url, 'loops');
    // Once more where the machine was too busy to begin before the deadline: then nothing hung.
    await waitFor(
      async () => {
        const stream = client.inferStream({ deadlineMs: 1000 });
        stream.send(number('loops', 'endless', 1));
        expect((await stream.ended).code).toBe('DEADLINE_EXCEEDED');
        return (await idlePid(server.url, 'loops')) !== before;
      },
      { what: 'another process', timeoutMs: 60_000 },
    );
  });

  it('keeps the order of a sequence, whose requests come without waiting for each other', async () => {
    const id = v7();
    const within = (more: object = {}) => ({ sequence_id: { string_param: id }, ...more });
    const stream = client.inferStream();
    stream.send(number('echo', 'first', 1, within({ sequence_start: { bool_param: true } })));
    stream.send(number('echo', 'second', 2, within()));
    stream.send(number('echo', 'last', 3, within({ sequence_end: { bool_param: true } })));
    stream.send(number('echo', 'late', 4, within()));
    stream.finish();
    expect((await stream.ended).code).toBe('OK');
    expect(idsOf(stream)).toEqual(['first', 'second', 'last', 'late failed']);
    expect((await send(`${server.url}/v1/sessions/${id}`)).body.status).toBe('ended');
  });

  it('is ended with everything else when its message cannot be read', async () => {
    const stream = client.inferStream();
    stream.send({ model_name: 'echo', raw_input_contents: [Buffer.alloc(1_100_000)] });
    expect((await stream.ended).code).toBe('RESOURCE_EXHAUSTED');
    expect((await client.infer(number('echo', '', 1))).code).toBe('OK');
  });

  it('a method that is not there is told so at once, also while its client goes on sending', async () => {
    expect(await client.openTo('/inference.GRPCInferenceService/Nothing')).toBe('UNIMPLEMENTED');
    expect(await client.openTo('/inference.Nothing/ModelInfer')).toBe('UNIMPLEMENTED');
  });
});
