import { followEvents } from './support/event-feed.js';
import { openStream, refusal } from './support/frame-socket.js';
import { send, waitFor } from './support/http.js';
import { removeModelDir } from './support/models.js';
import { pictureOf, thingsDir } from './support/moving-things.js';
import { type RunningServer, startServer } from './support/server.js';
import { createSession, post } from './support/sessions.js';
import { createDatabase } from './support/services/postgres.mjs';

const WAIT_MS = 60_000;
const START = Date.UTC(2026, 0, 1);

let modelDir: string;
let database: { url: string; drop(): Promise<void> };

beforeAll(async () => {
  modelDir = thingsDir();
  database = await createDatabase(process.env['DATABASE_URL'] as string);
});
afterAll(async () => {
  await database.drop();
  removeModelDir(modelDir);
});

async function start(env: Record<string, string> = {}): Promise<RunningServer> {
  const server = await startServer({ modelDir, env: { DATABASE_URL: database.url, ...env } });
  await server.waitUntilReady();
  await waitFor(async () => (await post(`${server.url}/v1/sessions`)).status === 201, {
    timeoutMs: WAIT_MS,
    what: 'the database',
  });
  return server;
}

describe('a stream of frames', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await start({ MAX_UPLOAD_SIZE: '100000', CORS_ORIGINS: 'https://app.example' });
  });
  afterAll(() => server.stop());

  it('answers each with boxes that keep their track, and records them with the session', async () => {
    const id = await createSession(server, { tracking: {} });
    const stream = await openStream(server, id);
    for (const column of [0, 1, 2]) {
      stream.send(await pictureOf([{ column }]), { frame: 10 + column, captured_at: START + column * 100 });
      const { prediction } = await stream.until(({ frame }) => frame === 10 + column);
      expect(prediction).toMatchObject({
        task: 'object-detection',
        result: { detections: [{ label: 'red', track_id: 1 }] },
        tracking: { status: 'tracked', captured_at: new Date(START + column * 100).toISOString() },
      });
    }
    // Without a header: the place of the frame, its time of arrival, and the model's own options.
    stream.send(await pictureOf([{ column: 0, score: 0.3 }]));
    expect((await stream.until(({ frame }) => frame === 4))['prediction'].result.detections).toHaveLength(1);
    stream.send(await pictureOf([{ column: 0, score: 0.31 }]), { options: { score_threshold: 0.9 } });
    expect((await stream.until(({ frame }) => frame === 5))['prediction'].result.detections).toEqual([]);
    expect((await send(`${server.url}/v1/sessions/${id}`)).body).toMatchObject({ prediction_count: 5 });
    stream.socket.close(1000);
    expect((await stream.closed).code).toBe(1000);
  });

  it('looks at the newest, and tells of each one that had to make room', async () => {
    const id = await createSession(server);
    const stream = await openStream(server, id);
    const pictures = await Promise.all(
      Array.from({ length: 40 }, (_, i) => pictureOf([{ column: i % 8, row: i % 5, score: 0.5 + i / 100 }])),
    );
    for (const picture of pictures) stream.send(picture);
    await stream.until(({ frame, type }) => frame === 40 && type === 'prediction');
    const told = stream.messages.map(({ frame }) => frame as number);
    // Each frame once, none forgotten.
    expect(told.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    const dropped = stream.messages.filter(({ type }) => type === 'dropped');
    expect(dropped.length).toBeGreaterThan(0);
    expect(dropped[0]).toMatchObject({ reason: 'newer_frame' });
    const answered = stream.messages
      .filter(({ type }) => type === 'prediction')
      .map(({ frame }) => frame as number);
    expect(answered).toEqual(answered.toSorted((a, b) => a - b));
    expect((await send(`${server.url}/v1/sessions/${id}`)).body.prediction_count).toBe(answered.length);
    stream.socket.close();
  });

  it('is seen by those who follow the session', async () => {
    const id = await createSession(server);
    const feed = await followEvents(`${server.url}/v1/sessions/${id}/events`);
    await feed.until('session');
    const stream = await openStream(server, id);
    stream.send(await pictureOf([{ column: 0 }]));
    const { prediction } = await stream.until(({ type }) => type === 'prediction');
    await feed.until('prediction', ({ data }) => data.prediction_id === prediction.prediction_id);
    feed.close();
    stream.socket.close();
  });

  it('tells what is wrong with a frame, and goes on', async () => {
    const stream = await openStream(server, await createSession(server));
    stream.send(Buffer.from('no picture'));
    expect((await stream.until(({ frame }) => frame === 1))['error'].code).toBe('UNSUPPORTED_MEDIA_TYPE');
    stream.socket.send('{"colour": 1}');
    const refused = await stream.until(({ frame, type }) => type === 'error' && frame === null);
    expect([refused['error'].code, refused['error'].message]).toEqual([
      'VALIDATION_FAILED',
      expect.stringContaining('colour'),
    ]);
    stream.send(await pictureOf([{ column: 0 }]), { options: { top_k: 1 } });
    expect((await stream.until(({ frame }) => frame === 2))['error'].code).toBe('VALIDATION_FAILED');
    stream.send(await pictureOf([{ column: 0 }]));
    await stream.until(({ frame, type }) => frame === 3 && type === 'prediction');
    stream.socket.close();
  });

  it('is closed with 1009 by a message above MAX_UPLOAD_SIZE', async () => {
    const stream = await openStream(server, await createSession(server));
    stream.send(Buffer.alloc(200_000));
    expect((await stream.closed).code).toBe(1009);
  });

  it('is closed with its session, and says why', async () => {
    const [ended, forgotten, expired] = [
      await createSession(server),
      await createSession(server),
      await createSession(server, { ttl_seconds: 1 }),
    ];
    const streams = await Promise.all([ended, forgotten, expired].map((id) => openStream(server, id)));
    await post(`${server.url}/v1/sessions/${ended}/end`);
    await send(`${server.url}/v1/sessions/${forgotten}`, { method: 'DELETE' });
    const codes = await Promise.all(streams.map(async ({ closed }) => (await closed).code));
    expect(codes).toEqual([1000, 4404, 4410]);
    expect(streams[0]?.messages.at(-1)).toEqual({ type: 'status', status: 'ended', end_reason: 'requested' });
  });

  it('is refused as a request is, before there is a connection', async () => {
    const ended = await createSession(server);
    await post(`${server.url}/v1/sessions/${ended}/end`);
    const open = await createSession(server);
    const answers = [
      await refusal(server, '01931f5e-8a3b-7c4d-9e2f-1a2b3c4d5e6f'),
      await refusal(server, ended),
      await refusal(server, open, { query: '?model=nobody' }),
      await refusal(server, open, { query: '?colour=red' }),
      await refusal(server, open, { headers: { origin: 'https://evil.example' } }),
    ];
    expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual([
      [404, 'SESSION_NOT_FOUND'],
      [409, 'SESSION_ENDED'],
      [404, 'MODEL_NOT_FOUND'],
      [400, 'VALIDATION_FAILED'],
      [403, 'FORBIDDEN_ORIGIN'],
    ]);
    for (const { headers, body } of answers) expect(headers['x-request-id']).toBe(body.error.request_id);
    const allowed = await openStream(server, open, { headers: { origin: 'https://app.example' } });
    allowed.socket.close();
  });

  it('needs the handshake of a WebSocket', async () => {
    const id = await createSession(server);
    const { status, body } = await send(`${server.url}/v1/sessions/${id}/stream`);
    expect([status, body.error.code]).toEqual([426, 'UPGRADE_REQUIRED']);
  });

  it('answers its frames under the allowance of the session, and the address under its own', async () => {
    const limited = await start({
      RATE_LIMIT_ENABLED: 'true',
      RATE_LIMIT_REQUESTS: '30',
      SESSION_RATE_LIMIT_REQUESTS: '2',
      SESSION_LIVE_CONNECTIONS: '1',
    });
    const id = await createSession(limited);
    const stream = await openStream(limited, id);
    for (const frame of [1, 2, 3]) {
      stream.send(await pictureOf([{ column: frame }]));
      await stream.until((message) => message.frame === frame);
    }
    expect(stream.messages.map(({ type }) => type)).toEqual(['prediction', 'prediction', 'error']);
    expect(stream.messages[2]).toMatchObject({ error: { code: 'RATE_LIMIT_EXCEEDED' } });
    expect(stream.messages[2]?.['retry_after_seconds']).toBeGreaterThan(0);
    const full = await refusal(limited, id);
    expect([full.status, full.body.error.code]).toEqual([503, 'TOO_MANY_CONNECTIONS']);
    const last = await waitFor(
      async () => {
        const answer = await refusal(limited, id);
        return answer.status === 429 ? answer : undefined;
      },
      { timeoutMs: WAIT_MS, what: 'the end of the allowance of the address' },
    );
    expect(last.body.error.code).toBe('RATE_LIMIT_EXCEEDED');
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
    stream.socket.close();
    await limited.stop();
  });

  it('is closed with 1001 when the server stops, which it does not hold up', async () => {
    const stopping = await start();
    const stream = await openStream(stopping, await createSession(stopping));
    stream.send(await pictureOf([{ column: 0 }]));
    await stream.until(({ type }) => type === 'prediction');
    await stopping.stop();
    expect((await stream.closed).code).toBe(1001);
    // Its line in the log says how it went.
    expect(
      stopping.logs().filter((line) => line['route'] === '/v1/sessions/:session_id/stream'),
    ).toMatchObject([{ status: 101 }]);
  });
});
