import { onnxModel } from '../fixtures/onnx-writer.js';
import { type Answer, predictJson, send, waitFor } from './http.js';
import { ModelDir } from './model-folder.js';
import { type RunningServer, startServer } from './server.js';
import { createDatabase } from './services/postgres.mjs';

export const WAIT_MS = 30_000;

/** y = x + k. */
export const adder = (k: number): Buffer =>
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: ['n'] }],
    outputs: [{ name: 'y', type: 'float32', dims: ['n'] }],
    initializers: [{ name: 'k', type: 'float32', dims: [1], data: [k] }],
    nodes: [{ op: 'Add', inputs: ['x', 'k'], outputs: ['y'] }],
  });

/** y = x + 1 for x below 1; for a larger x its run fails: the table has one entry. */
const failsFromOneOn = (): Buffer =>
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: ['n'] }],
    outputs: [{ name: 'y', type: 'float32', dims: ['n'] }],
    initializers: [{ name: 'table', type: 'float32', dims: [1], data: [1] }],
    nodes: [
      { op: 'Cast', inputs: ['x'], outputs: ['index'], attributes: { to: { int: 7 } } },
      { op: 'Gather', inputs: ['table', 'index'], outputs: ['k'] },
      { op: 'Add', inputs: ['x', 'k'], outputs: ['y'] },
    ],
  });

/** 1 and 2 say the same, 3 something else, 4 fails. */
export const CALC = {
  'calc/model.yaml':
    'versions: {policy: all, aliases: {production: 1, canary: 2}, guard: {min_requests: 5, sample: 1}}',
  'calc/1/model.onnx': adder(1),
  'calc/2/model.onnx': adder(1),
  'calc/3/model.onnx': adder(100),
  'calc/4/model.onnx': failsFromOneOn(),
};

export const inputs = (x: number) => ({ inputs: [{ name: 'x', shape: [1], data: [x] }] });

/** The admin routes of a model. */
export function admin(url: string, model = 'calc', headers: Record<string, string> = {}) {
  const call = (method: string, path: string, body?: unknown, ifMatch?: string): Promise<Answer> =>
    send(`${url}/v1/models/${model}/${path}`, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    call,
    routing: async () => (await call('GET', 'routing')).body,
    history: async () => (await call('GET', 'routing/history')).body.items,
    disagreement: async () => (await call('GET', 'disagreement')).body,
    alias: (alias: string, version: string, ifMatch?: string) =>
      call('PUT', `aliases/${alias}`, { version }, ifMatch),
    traffic: (weights: Record<string, number>) => call('PUT', 'traffic', { weights }),
    shadow: (version: string) => call('PUT', 'shadow', { version }),
  };
}

/** Which version answered. */
export async function versionFor(url: string, key: string, model = 'calc', x = 0): Promise<string> {
  const { status, body } = await predictJson(url, model, inputs(x), { 'x-routing-key': key });
  expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
  return body.model.version;
}

/** Two servers on one folder of models and one database. */
export interface TwoServers {
  /** Addresses. */
  readonly a: string;
  readonly b: string;
  /** Of the first. */
  logs(): { msg?: string }[];
  /** Until the second one knows what the first one knows. */
  onBoth(): Promise<void>;
  /** The manifest's routing again, on both. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTwoServers(): Promise<TwoServers> {
  const dir = new ModelDir();
  dir.lay(CALC);
  const database = await createDatabase(process.env['DATABASE_URL'] as string);
  const env = { DATABASE_URL: database.url, CACHE_TTL_SECONDS: '0', MODEL_WATCH_SECONDS: '0' };
  const start = (): Promise<RunningServer> => startServer({ modelDir: dir.root, env });
  const servers = await Promise.all([start(), start()]);
  await Promise.all(servers.map((server) => server.waitUntilReady(WAIT_MS)));
  const [a, b] = servers.map(({ url }) => url) as [string, string];
  await waitFor(async () => (await admin(a).call('GET', 'routing/history')).status === 200, {
    what: 'the database',
    timeoutMs: WAIT_MS,
  });
  const onBoth = async (): Promise<void> => {
    const { revision } = await admin(a).routing();
    await waitFor(async () => (await admin(b).routing()).revision === revision, {
      what: 'the change on the other server',
      timeoutMs: WAIT_MS,
    });
  };
  return {
    a,
    b,
    onBoth,
    logs: () => servers[0].logs(),
    reset: async () => {
      await admin(a).call('POST', 'rollback', { revision: 0 });
      await onBoth();
    },
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop()));
      await database.drop();
      dir.remove();
    },
  };
}
