import { send, waitFor } from './support/http.js';
import { removeModelDir } from './support/models.js';
import { look, type Thing, thingsDir, trackIds } from './support/moving-things.js';
import { type RunningServer, startServer } from './support/server.js';
import { createSession, post } from './support/sessions.js';
import { createDatabase, startPostgres } from './support/services/postgres.mjs';

const WAIT_MS = 60_000;
/** A recording of some time ago, ten pictures a second. */
const START = Date.UTC(2026, 0, 1);
const at = (picture: number): number => START + picture * 100;

let modelDir: string;

beforeAll(() => {
  modelDir = thingsDir();
});
afterAll(() => removeModelDir(modelDir));

const statuses = (body: { items: { prediction: { tracking: { status: string } } }[] }): string[] =>
  body.items.map(({ prediction }) => prediction.tracking.status);

async function start(env: Record<string, string>): Promise<RunningServer> {
  const server = await startServer({ modelDir, env });
  await server.waitUntilReady();
  await waitFor(async () => (await post(`${server.url}/v1/sessions`)).status === 201, {
    timeoutMs: WAIT_MS,
    what: 'the database',
  });
  return server;
}

describe('a session that follows things', () => {
  let database: { url: string; drop(): Promise<void> };
  let one: RunningServer;
  let other: RunningServer;

  beforeAll(async () => {
    database = await createDatabase(process.env['DATABASE_URL'] as string);
    one = await start({ DATABASE_URL: database.url });
    other = await start({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await Promise.all([one.stop(), other.stop()]);
    await database.drop();
  });

  const tracks = async (id: string, query = '') =>
    (await send(`${one.url}/v1/sessions/${id}/tracks${query}`)).body;

  it('gives them ids that stay, whichever server looks, and counts each once', async () => {
    const id = await createSession(one, { tracking: {} });
    for (let picture = 0; picture < 5; picture += 1) {
      const things = [
        { column: picture },
        { column: 4 - picture, row: 4, label: 'blue', score: 0.7 } as const,
      ];
      const { status, body } = await look([one, other][picture % 2]!, id, [things], at(picture));
      expect([status, trackIds(body)]).toEqual([200, [1, 2]]);
      expect(body.tracking).toEqual({
        status: 'tracked',
        captured_at: new Date(at(picture)).toISOString(),
        entered: picture === 0 ? [1, 2] : [],
        left: [],
      });
    }
    // The blue one goes away. Nobody knows before its gap is over.
    for (const picture of [6, 10, 14, 18, 22]) {
      expect((await look(other, id, [[{ column: 4 }]], at(picture))).body.tracking.left).toEqual([]);
    }
    expect((await look(one, id, [[{ column: 4 }]], at(25))).body.tracking.left).toEqual([2]);
    const { body: session } = await send(`${other.url}/v1/sessions/${id}`);
    expect(session.tracking).toEqual({
      high_score: 0.5,
      match_iou: 0.2,
      max_gap_seconds: 2,
      confirm_pictures: 2,
    });
    expect(session.summary.labels).toMatchObject({
      red: { count: 11, pictures: 11, unique: 1, longest_dwell_seconds: 2.5 },
      blue: { count: 5, pictures: 5, unique: 1, longest_dwell_seconds: 0.4 },
    });
    const page = await tracks(id);
    expect(page.items).toEqual([
      {
        track_id: 1,
        label: 'red',
        pictures: 11,
        best_score: 0.8,
        first_seen: new Date(at(0)).toISOString(),
        last_seen: new Date(at(25)).toISOString(),
        dwell_seconds: 2.5,
        has_left: false,
      },
      expect.objectContaining({
        track_id: 2,
        label: 'blue',
        pictures: 5,
        dwell_seconds: 0.4,
        has_left: true,
      }),
    ]);
    const first = await tracks(id, '?limit=1');
    expect([first.items.length, first.next_cursor]).toEqual([1, 1]);
    expect((await tracks(id, '?limit=1&cursor=1')).items).toEqual([page.items[1]]);
    expect((await tracks(id, '?present=true')).items).toEqual([page.items[0]]);
    await post(`${other.url}/v1/sessions/${id}/end`);
    expect((await tracks(id)).items.map((item: { has_left: boolean }) => item.has_left)).toEqual([
      true,
      true,
    ]);
  });

  it('goes on with the same ids when the server that looked is killed', async () => {
    const lost = await start({ DATABASE_URL: database.url });
    const id = await createSession(lost, { tracking: {} });
    for (const picture of [0, 1, 2]) await look(lost, id, [[{ column: picture }]], at(picture));
    await lost.kill();
    expect(trackIds((await look(one, id, [[{ column: 3 }]], at(3))).body)).toEqual([1]);
  });

  it('follows in the order of their times, and says which came too late', async () => {
    const id = await createSession(one, { tracking: {} });
    const answers = await Promise.all(
      // It stands still, and all of it is within two seconds: whichever of them come too late, no gap is one too many.
      Array.from({ length: 24 }, async (_, picture) => {
        return (await look([one, other][picture % 2]!, id, [[{ column: 0 }]], at(picture / 2))).body;
      }),
    );
    const followed = answers.filter(({ tracking }) => tracking.status === 'tracked');
    const late = answers.filter(({ tracking }) => tracking.status === 'late');
    expect(followed.length + late.length).toBe(24);
    // The newest is never late, and it is one thing all the time.
    expect(followed).toContain(answers[23]);
    expect(followed.map(trackIds)).toEqual(followed.map(() => [1]));
    expect(late.map(trackIds)).toEqual(late.map(() => [null]));
    const { body: session } = await send(`${one.url}/v1/sessions/${id}`);
    expect(session).toMatchObject({
      prediction_count: 24,
      summary: { labels: { red: { count: 24, pictures: 24, unique: 1 } } },
    });
    expect((await tracks(id)).items).toMatchObject([{ pictures: followed.length }]);
  });

  it('follows several pictures of one request when their times are told', async () => {
    const id = await createSession(one, { tracking: {} });
    const pictures = [0, 1, 2].map((column) => [{ column }]);
    const untimed = await look(one, id, pictures);
    expect(statuses(untimed.body)).toEqual(Array(3).fill('untimed'));
    const timed = await look(one, id, pictures, [at(0), at(1), at(2)].join(','));
    expect(statuses(timed.body)).toEqual(Array(3).fill('tracked'));
    expect((await tracks(id)).items).toMatchObject([{ track_id: 1, pictures: 3 }]);
  });

  describe('has the same ids', () => {
    const thing = { column: 4, row: 5 } as const;
    const [left, right] = [{ column: 1 }, { column: 7 }];

    /** Looks at the thing twice in a session that has seen others: as JSON and as a picture. */
    const told = async (others: readonly Thing[]) => {
      const id = await createSession(one, { tracking: { confirm_pictures: 1 } });
      await look(one, id, [others], at(0));
      const json = await look(one, id, [[thing]], at(60));
      const drawn = await look(one, id, [[thing]], at(61), { accept: 'image/jpeg' });
      return { id, json, drawn, cache: json.headers.get('x-cache'), picture: drawn.bytes };
    };

    it('in the answer, in the history and in its export', async () => {
      const { id, json } = await told([left]);
      expect(trackIds(json.body)).toEqual([2]);
      const { body: record } = await send(`${one.url}/v1/predictions/${json.body.prediction_id}`);
      expect(record.result).toEqual(json.body.result);
      await waitFor(
        async () => (await send(`${other.url}/v1/predictions?session_id=${id}`)).body.items.length === 3,
        { timeoutMs: WAIT_MS, what: 'the rows of the history' },
      );
      const exported = await send(`${other.url}/v1/predictions/export?format=ndjson&session_id=${id}`);
      const lines = exported.bytes.toString().trim().split('\n');
      expect(lines.map((line) => trackIds(JSON.parse(line)))).toEqual([[2], [2], [1]]);
    });

    it('in the picture that is answered and in the one that is kept, and other ones in another session', async () => {
      const first = await told([left]);
      const prediction = first.drawn.headers.get('x-prediction-id');
      await waitFor(
        async () => (await send(`${one.url}/v1/predictions/${prediction}/result-image`)).status === 200,
        { timeoutMs: WAIT_MS, what: 'the picture to be kept' },
      );
      const kept = await send(`${one.url}/v1/predictions/${prediction}/result-image`);
      expect(kept.bytes.equals(first.picture)).toBe(true);
      const [same, second] = [await told([right]), await told([left, right])];
      expect([second.cache, trackIds(same.json.body), trackIds(second.json.body)]).toEqual(['HIT', [2], [3]]);
      expect([same.picture.equals(first.picture), second.picture.equals(first.picture)]).toEqual([
        true,
        false,
      ]);
      const plain = await look(one, await createSession(one), [[thing]], at(0), { accept: 'image/jpeg' });
      expect(plain.bytes.equals(first.picture)).toBe(false);
    });
  });

  it('takes the time of arrival when none is told', async () => {
    const id = await createSession(one, { tracking: {} });
    const before = Date.now();
    const { body } = await look(one, id, [[{ column: 0 }]]);
    expect(body.tracking.status).toBe('tracked');
    expect(Date.parse(body.tracking.captured_at)).toBeGreaterThanOrEqual(before);
  });

  it('is asked for: without it nothing is followed', async () => {
    const id = await createSession(one);
    const { body } = await look(one, id, [[{ column: 0 }]], at(0));
    expect([body.tracking, body.result.detections[0].track_id]).toEqual([undefined, undefined]);
    const { body: session } = await send(`${one.url}/v1/sessions/${id}`);
    expect([session.tracking, session.summary.labels.red.unique]).toEqual([null, null]);
  });

  it.each([
    ['a score above one', { tracking: { high_score: 2 } }, 'high_score'],
    ['an unknown setting', { tracking: { colour: 1 } }, 'colour'],
    ['a switch instead of settings', { tracking: true }, 'tracking'],
  ])('refuses %s, naming it', async (_, body, field) => {
    const { status, body: answer } = await post(`${one.url}/v1/sessions`, body);
    expect([status, answer.error.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.error.message).toContain(field);
  });

  it('refuses a time that is none', async () => {
    const id = await createSession(one, { tracking: {} });
    const { status, body } = await look(one, id, [[{ column: 0 }]], 'yesterday');
    expect([status, body.error.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(body.error.message).toContain('captured_at');
  });
});

describe('a session that follows things, without its database', () => {
  it('waits, and goes on where it was', async () => {
    const postgres = await startPostgres();
    const server = await start({ DATABASE_URL: postgres.url });
    const id = await createSession(server, { tracking: {} });
    await look(server, id, [[{ column: 0 }]], at(0));
    await postgres.kill();
    const away = await look(server, id, [[{ column: 1 }]], at(1));
    expect([away.status, away.body.tracking.status, trackIds(away.body)]).toEqual([
      200,
      'unavailable',
      [null],
    ]);
    const { body: waiting } = await send(`${server.url}/v1/predictions/${away.body.prediction_id}`);
    expect(waiting.result).toEqual(away.body.result);
    await postgres.restart();
    await waitFor(async () => (await post(`${server.url}/v1/sessions`)).status === 201, {
      timeoutMs: WAIT_MS,
      what: 'the database',
    });
    const back = await look(server, id, [[{ column: 1 }]], at(3));
    expect(back).toMatchObject({ status: 200 });
    expect(trackIds(back.body)).toEqual([1]);
    await server.stop();
    await postgres.stop();
  });
});
