import { idlePid, metric, untilStatus } from './support/engine.js';
import { GrpcClient, grpcAddress } from './support/grpc.js';
import { send, waitFor } from './support/http.js';
import { loopsAndEcho } from './support/loops-and-echo.js';
import { removeModelDir } from './support/models.js';
import { type RunningServer, runServerToItsEnd, startServer } from './support/server.js';

const TOKEN = 'ann-0123456789abcdef';
const HEALTH = { service: 'grpc.health.v1.Health' } as const;

const number = (model_name: string, value: number) => ({
  model_name,
  inputs: [{ name: 'x', datatype: 'FP32', shape: [1], contents: { fp32_contents: [value] } }],
});

// A machine that does other work besides.
jest.setTimeout(180_000);

describe('gRPC when things go wrong', () => {
  let modelDir: string;
  let server: RunningServer;
  let client: GrpcClient;

  beforeAll(async () => {
    modelDir = loopsAndEcho();
    server = await startServer({
      startLimitMs: 120_000,
      modelDir,
      env: {
        DATABASE_MODE: 'off',
        GRPC_PORT: '0',
        MAX_REQUEST_QUEUE_SIZE: '1',
        ADMIN_TOKENS: `ann:${TOKEN}`,
      },
    });
    await server.waitUntilReady(60_000);
    client = new GrpcClient(grpcAddress(server));
  });

  afterAll(async () => {
    client?.close();
    await server?.kill();
    removeModelDir(modelDir);
  });

  it('ends a model that runs past the deadline of the call, and answers the next one', async () => {
    const before = await idlePid(server.url, 'loops');
    const late = await client.infer(number('loops', 1), { deadlineMs: 500 });
    expect(late.code).toBe('DEADLINE_EXCEEDED');
    await waitFor(async () => (await idlePid(server.url, 'loops')) !== before, { what: 'another process' });
    expect((await client.infer(number('loops', 0.5))).code).toBe('OK');
    expect(
      await metric(server.url, 'sibyl_grpc_request_duration_seconds_count', { code: 'DEADLINE_EXCEEDED' }),
    ).toBe(1);
  });

  it("takes the request's own timeout as a deadline, and says why", async () => {
    const message = { ...number('loops', 1), parameters: { timeout: { int64_param: 300_000 } } };
    const late = await client.infer(message);
    expect([late.code, late.trailers.get('error-code')]).toEqual([
      'DEADLINE_EXCEEDED',
      ['INFERENCE_TIMEOUT'],
    ]);
    expect(late.details).toContain('within 300 ms');
  });

  it('drops what its client takes back while it waits, and refuses what the queue cannot hold', async () => {
    const frozen = await idlePid(server.url, 'loops');
    process.kill(frozen, 'SIGSTOP');
    const running = client.infer(number('loops', 0.25));
    await untilStatus(server.url, 'loops', 'one that runs', (row) => row.running === 1);
    const cancels: (() => void)[] = [];
    const waiting = client.infer(number('loops', 0.5), { started: (take) => cancels.push(take) });
    await untilStatus(server.url, 'loops', 'one that waits', (row) => row.waiting === 1);
    const refused = await client.infer(number('loops', 0.5));
    expect([refused.code, refused.trailers.get('error-code')]).toEqual(['UNAVAILABLE', ['QUEUE_FULL']]);
    const [seconds] = refused.trailers.get('retry-after');
    expect(refused.trailers.get('grpc-retry-pushback-ms')).toEqual([String(Number(seconds) * 1000)]);
    cancels[0]?.();
    expect((await waiting).code).toBe('CANCELLED');
    await untilStatus(server.url, 'loops', 'none that waits', (row) => row.waiting === 0);
    process.kill(frozen, 'SIGCONT');
    expect((await running).message.outputs[0].contents.fp32_contents).toHaveLength(1);
    const statuses = () => server.logs().map((line) => line.msg === 'call' && line['status']);
    await waitFor(() => statuses().includes('CANCELLED') && statuses().includes('UNAVAILABLE'), {
      what: 'the lines of both',
    });
  });

  it('lets administrators load and unload, and tells watchers of the health', async () => {
    const message = { model_name: 'loops' };
    const metadata = { authorization: `Bearer ${TOKEN}` };
    const codeOf = async (method: string, given?: Record<string, string>) =>
      (await client.call(method, message, given ? { metadata: given } : {})).code;
    expect(await codeOf('RepositoryModelUnload')).toBe('UNAUTHENTICATED');
    expect(await codeOf('RepositoryModelLoad', { authorization: 'Bearer no' })).toBe('UNAUTHENTICATED');
    const watch = client.watch();
    const unknown = client.watch('nobody');
    await waitFor(() => watch.states.at(-1) === 'SERVING', { what: 'the first state' });
    expect(await codeOf('RepositoryModelUnload', metadata)).toBe('OK');
    await waitFor(() => watch.states.at(-1) === 'NOT_SERVING', { what: 'the second state' });
    expect((await client.call('ModelReady', { name: 'loops' })).message).toEqual({ ready: false });
    const refused = await client.infer(number('loops', 0.5));
    expect([refused.code, refused.trailers.get('error-code')]).toEqual(['UNAVAILABLE', ['MODEL_NOT_READY']]);
    expect(await codeOf('RepositoryModelLoad', metadata)).toBe('OK');
    await waitFor(() => watch.states.at(-1) === 'SERVING', { what: 'the third state' });
    expect(watch.states).toEqual(['SERVING', 'NOT_SERVING', 'SERVING']);
    expect(unknown.states).toEqual(['SERVICE_UNKNOWN']);
    const parameters = { config: { string_param: '{}' } };
    const override = await client.call('RepositoryModelLoad', { ...message, parameters }, { metadata });
    expect(override.code).toBe('UNIMPLEMENTED');
    for (const each of [watch, unknown]) each.cancel();
    expect(await watch.ended).toBe('CANCELLED');
  });

  it('names the setting when another process has its port', async () => {
    const port = grpcAddress(server).split(':').at(-1) as string;
    const { code, output } = await runServerToItsEnd({
      modelDir,
      env: { DATABASE_MODE: 'off', GRPC_PORT: port },
    });
    expect(code).toBe(78);
    expect(output).toContain(`${port} is in use by another process; choose another GRPC_PORT`);
  });

  it('counts calls and HTTP requests of one address together, but never probes', async () => {
    const limited = await startServer({
      startLimitMs: 120_000,
      modelDir,
      env: { DATABASE_MODE: 'off', GRPC_PORT: '0', RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_REQUESTS: '5' },
    });
    await limited.waitUntilReady(120_000);
    const caller = new GrpcClient(grpcAddress(limited));
    expect((await send(`${limited.url}/v2`)).headers.get('x-ratelimit-remaining')).toBe('4');
    expect((await caller.infer(number('echo', 1))).code).toBe('OK');
    expect((await caller.call('ServerMetadata')).code).toBe('OK');
    const stream = caller.inferStream();
    for (let times = 0; times < 3; times += 1) stream.send(number('echo', 1));
    stream.finish();
    expect((await stream.ended).code).toBe('OK');
    const codes = stream.answers.map(({ infer_response: { parameters } }) => parameters['error-code']);
    expect(codes).toEqual([undefined, undefined, { string_param: 'RATE_LIMIT_EXCEEDED' }]);
    expect((await caller.inferStream().ended).code).toBe('RESOURCE_EXHAUSTED');
    const over = await caller.infer(number('echo', 1));
    expect([over.code, over.trailers.get('error-code')]).toEqual([
      'RESOURCE_EXHAUSTED',
      ['RATE_LIMIT_EXCEEDED'],
    ]);
    expect(Number(over.trailers.get('retry-after')[0])).toBeGreaterThan(0);
    expect((await send(`${limited.url}/v2`)).status).toBe(429);
    expect((await caller.call('ServerReady')).code).toBe('OK');
    expect((await caller.call('Check', {}, HEALTH)).code).toBe('OK');
    caller.close();
    await limited.kill();
  });

  it('finishes accepted calls after SIGTERM, says goodbye to watchers and takes no new ones', async () => {
    const frozen = await idlePid(server.url, 'loops');
    process.kill(frozen, 'SIGSTOP');
    const accepted = client.infer(number('loops', 0.25));
    await untilStatus(server.url, 'loops', 'one that runs', (row) => row.running === 1);
    const stream = client.inferStream();
    stream.send(number('loops', 0.25));
    await untilStatus(server.url, 'loops', 'one of a stream that waits', (row) => row.waiting === 1);
    const idle = client.inferStream();
    idle.send(number('echo', 1));
    await waitFor(() => idle.answers.length === 1, { what: 'a stream that has nothing to do' });
    const watch = client.watch();
    await waitFor(() => watch.states.length === 1, { what: 'the first state' });
    process.kill(server.pid, 'SIGTERM');
    expect(await watch.ended).toBe('UNAVAILABLE');
    expect(watch.states).toEqual(['SERVING', 'NOT_SERVING']);
    const other = new GrpcClient(grpcAddress(server));
    expect((await other.infer(number('echo', 1))).code).toBe('UNAVAILABLE');
    other.close();
    const goodbye = await idle.ended;
    expect([goodbye.code, goodbye.trailers.get('error-code')]).toEqual(['UNAVAILABLE', ['SHUTTING_DOWN']]);
    process.kill(frozen, 'SIGCONT');
    expect((await accepted).code).toBe('OK');
    expect((await stream.ended).code).toBe('UNAVAILABLE');
    expect(stream.answers.map(({ error_message }) => error_message)).toEqual(['']);
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });
});
