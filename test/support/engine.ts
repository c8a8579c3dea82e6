import sharp from 'sharp';

import { send, type Answer } from './http.js';
import { waitFor } from './services/wait-for.mjs';

export interface ExecutorRow {
  pid: number;
  state: string;
  runs: number;
  memory_mb: number;
}

export interface VersionRow {
  version: string;
  state: string;
  reason: string | null;
  waiting: number;
  waiting_bytes: number;
  running: number;
  restarts: number;
  max_batch: number | null;
  executors: ExecutorRow[];
}

/** The only version of a model, as `GET /v1/models/{model}/status` tells. */
export async function statusOf(url: string, model: string): Promise<VersionRow> {
  const { body } = await send<{ versions: VersionRow[] }>(`${url}/v1/models/${model}/status`);
  return body.versions[0]!;
}

export async function pidsOf(url: string, model: string): Promise<number[]> {
  return (await statusOf(url, model)).executors.map(({ pid }) => pid);
}

/** Waits until the version's status is as wanted. */
export function untilStatus(
  url: string,
  model: string,
  what: string,
  isSo: (status: VersionRow) => boolean,
  timeoutMs = 15_000,
): Promise<VersionRow> {
  return waitFor(
    async () => {
      const status = await statusOf(url, model);
      return isSo(status) ? status : undefined;
    },
    { timeoutMs, what: `${model}: ${what}` },
  );
}

/** Waits until the model is ready and has exactly one process, idle. @returns its pid */
export async function idlePid(url: string, model: string): Promise<number> {
  const status = await untilStatus(
    url,
    model,
    'one idle process',
    ({ state, executors }) => state === 'ready' && executors.length === 1 && executors[0]!.state === 'idle',
  );
  return status.executors[0]!.pid;
}

/** A picture of one colour, as PNG. */
export function plain(red: number, green: number, blue: number, size = 16): Promise<Buffer> {
  const background = { r: red, g: green, b: blue };
  return sharp({ create: { width: size, height: size, channels: 3, background } })
    .png()
    .toBuffer();
}

/** Raw float32 tensor `x` of shape [1] to a tensor model. */
export function predictNumber(
  url: string,
  model: string,
  value: number,
  headers: Record<string, string> = {},
  init: RequestInit = {},
): Promise<Answer> {
  return send(`${url}/v1/models/${model}/predict`, {
    ...init,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify({ inputs: [{ name: 'x', shape: [1], data: [value] }] }),
  });
}

/** Sum of the samples of a metric whose labels include the given ones. */
export async function metric(
  url: string,
  name: string,
  labels: Record<string, string> = {},
): Promise<number> {
  const { body } = await send<string>(`${url}/metrics`);
  const lines = body.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  const wanted = lines.filter((line) =>
    Object.entries(labels).every(([key, value]) => line.includes(`${key}="${value}"`)),
  );
  return wanted.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

/**
 * Stops the process of a model that is still loading. Its pid is asked of the server: a child that is found in the process
 * table may not have begun its program yet, and the server waits for that.
 */
export async function freezeWhileLoading(url: string, model: string): Promise<number> {
  const { pid } = await waitFor(
    async () => (await statusOf(url, model)).executors.find(({ state }) => state === 'starting'),
    { what: `the process of ${model} to be started`, intervalMs: 1 },
  );
  process.kill(pid, 'SIGSTOP');
  return pid;
}
