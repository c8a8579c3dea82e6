import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import { identityModel } from './fixtures/onnx-writer.js';
import { idlePid, metric, predictNumber, statusOf, untilStatus } from './support/engine.js';
import { type Answer, waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

const MODEL = 'echo';
const LARGE_BYTES = 9_000_000;

/** Answered before, so that the cache knows it. */
const KNOWN = 41;

let server: RunningServer;
let modelDir: string;
let stopped: number;
let runsBefore: number;
/** The request that is inside the stopped process. */
let inside: Promise<Answer>;

beforeAll(async () => {
  modelDir = makeModelDir([
    {
      name: MODEL,
      files: {
        'model.yaml': 'execution: {executors: 1}\n',
        '1/model.onnx': identityModel('float32', [1]),
      },
    },
  ]);
  server = await startServer({ modelDir, env: { DATABASE_MODE: 'off', MAX_REQUEST_QUEUE_SIZE: '2' } });
  await server.waitUntilReady();
  await ask(KNOWN);
});

afterAll(async () => {
  await server?.stop();
  removeModelDir(modelDir);
});

// A stopped process stands for one that is busy for as long as the test needs it.
beforeEach(async () => {
  stopped = await idlePid(server.url, MODEL);
  runsBefore = (await statusOf(server.url, MODEL)).executors[0]!.runs;
  process.kill(stopped, 'SIGSTOP');
  inside = predictNumber(server.url, MODEL, 0);
  await untilStatus(server.url, MODEL, 'a run', ({ running }) => running === 1);
});

afterEach(async () => {
  process.kill(stopped, 'SIGCONT');
  await inside;
});

const untilWaiting = (count: number) =>
  untilStatus(server.url, MODEL, `${count} waiting`, ({ waiting }) => waiting === count);

/** As a client that takes what the cache has. */
const ask = (value: number) => predictNumber(server.url, MODEL, value, { 'cache-control': 'max-age=60' });

/** Fills the queue. @returns the requests in it */
async function fill(): Promise<Promise<Answer>[]> {
  const waiting = [1, 2].map((value) => predictNumber(server.url, MODEL, value));
  await untilWaiting(2);
  return waiting;
}

describe('a full queue', () => {
  it('refuses one more with 503 and Retry-After, and answers those in it', async () => {
    const waiting = await fill();
    const { status, body, headers } = await predictNumber(server.url, MODEL, 3);
    expect(status).toBe(503);
    expect(body.error).toMatchObject({
      code: 'QUEUE_FULL',
      message: `model '${MODEL}' has 2 requests waiting, the limit is 2`,
    });
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    process.kill(stopped, 'SIGCONT');
    expect((await Promise.all(waiting)).map((answer) => answer.body.result.outputs[0].data)).toEqual([
      [1],
      [2],
    ]);
  });

  it('answers what the cache knows, and refuses what it does not as before', async () => {
    const waiting = await fill();
    const askKnown = async () => {
      const answer = await ask(KNOWN);
      return answer.status === 200 ? answer : undefined;
    };
    // Not while the server has no time, as it may on a busy machine.
    const known = await waitFor(askKnown, { what: 'an answer of the cache', timeoutMs: 30_000 });
    expect(known.headers.get('x-cache')).toBe('HIT');
    expect(known.body.result.outputs[0].data).toEqual([KNOWN]);
    // More than are refused on the long way, and more than may be looked for in vain: none of them is let in.
    const unknown = await Promise.all(Array.from({ length: 60 }, (_, index) => ask(1000 + index)));
    for (const { status, body, headers } of unknown) {
      expect([status, body.error.code]).toEqual([503, 'QUEUE_FULL']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    }
    expect((await statusOf(server.url, MODEL)).waiting).toBe(2);
    await waitFor(askKnown, { what: 'the allowance to be there again', timeoutMs: 30_000 });
    const hits = await metric(server.url, 'sibyl_full_queue_look_ups_total', { outcome: 'hit' });
    expect(hits).toBeGreaterThanOrEqual(2);
    process.kill(stopped, 'SIGCONT');
    await Promise.all(waiting);
  });

  it('promises a place that becomes free to one request, and refuses the next before its body', async () => {
    const first = predictNumber(server.url, MODEL, 1);
    await untilWaiting(1);
    const attempt = async (): Promise<true | undefined> => {
      const client = new AbortController();
      const second = predictNumber(server.url, MODEL, 2, {}, { signal: client.signal }).catch(
        () => undefined,
      );
      await untilWaiting(2);
      expect((await predictNumber(server.url, MODEL, 3)).status).toBe(503);
      client.abort();
      await second;
      await untilWaiting(1);
      // Headers alone: neither of them takes the place, but it is kept for the one that came first.
      const both = [announce(), announce()];
      await Promise.race([...both.map(({ answered }) => answered), wait(2000)]);
      const texts = both.map(({ text }) => text());
      for (const { socket } of both) socket.destroy();
      return texts.filter((text) => text.startsWith('HTTP/1.1 503 ')).length === 1 ? true : undefined;
    };
    // A place is kept for a second, and a busy machine may need longer between two steps.
    await waitFor(attempt, { what: 'one of two requests to be refused', timeoutMs: 60_000 });
    process.kill(stopped, 'SIGCONT');
    expect((await first).status).toBe(200);
  });

  it('refuses a large upload before its body is sent, and closes the connection', async () => {
    const waiting = await fill();
    const { hostname, port } = new URL(server.url);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(port), hostname, () => {
        // Only the headers: whoever waits for the body first would never answer.
        socket.write(
          `POST /v1/models/${MODEL}/predict HTTP/1.1\r\nhost: ${hostname}\r\n` +
            `content-type: application/json\r\ncontent-length: ${LARGE_BYTES}\r\n\r\n`,
        );
      });
      socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
      socket.on('end', () => resolve(text)).on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(answer).toMatch(/\r\nretry-after: \d+\r\n/i);
    expect(answer).toContain('"code":"QUEUE_FULL"');
    process.kill(stopped, 'SIGCONT');
    await Promise.all(waiting);
  });
});

/** Sends the headers of a small request, and no body. */
function announce(): { socket: Socket; answered: Promise<void>; text: () => string } {
  const { hostname, port } = new URL(server.url);
  let text = '';
  const socket = connect(Number(port), hostname, () => {
    socket.write(
      `POST /v1/models/${MODEL}/predict HTTP/1.1\r\nhost: ${hostname}\r\n` +
        'cache-control: no-cache\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n',
    );
  });
  socket.setEncoding('latin1').on('error', () => undefined);
  const answered = new Promise<void>((resolve) => {
    socket.on('data', (chunk: string) => {
      text += chunk;
      resolve();
    });
  });
  return { socket, answered, text: () => text };
}

describe('a client that goes away', () => {
  it('takes its waiting request along', async () => {
    const client = new AbortController();
    const abandoned = predictNumber(server.url, MODEL, 1, {}, { signal: client.signal });
    const status = await untilWaiting(1);
    expect(status.waiting_bytes).toBe(4);
    client.abort();
    await expect(abandoned).rejects.toThrow('aborted');
    expect((await untilWaiting(0)).waiting_bytes).toBe(0);
    process.kill(stopped, 'SIGCONT');
    await inside;
    const { executors } = await untilStatus(server.url, MODEL, 'no run', ({ running }) => running === 0);
    // Only the one that was inside: the abandoned one never ran.
    expect(executors[0]!.runs).toBe(runsBefore + 1);
  });
});
