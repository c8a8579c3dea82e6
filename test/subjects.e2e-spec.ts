import { randomUUID } from 'node:crypto';

import { send, waitFor } from './support/http.js';
import { removeModelDir } from './support/models.js';
import type { RunningServer } from './support/server.js';
import {
  ask,
  DIARY,
  DIARY_MODELS,
  history,
  LOAD_MS,
  put,
  readModelFile,
  readyServer,
  tabularModels,
  urlOf,
} from './support/subjects.js';

let modelDir: string;

beforeAll(() => {
  modelDir = tabularModels();
});
afterAll(() => removeModelDir(modelDir));

describe('subjects on the embedded database', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await readyServer(modelDir);
  }, LOAD_MS);
  afterAll(() => server.stop());

  it(
    'get an answer of every model that takes records, made of the features that training makes of the same diary',
    async () => {
      const id = randomUUID();
      const stored = await put(server, id, DIARY);
      expect(stored.body).toEqual({
        subject_id: id,
        received: DIARY.records.length,
        changed: DIARY.records.length,
        unread_fields: [],
      });
      const { status, headers, body } = await ask(server, id);
      expect([status, headers.get('x-cache'), body.cached]).toEqual([200, 'MISS', false]);
      expect(body).toMatchObject({ subject_id: id, days: ['2026-11-02'], succeeded: 4, failed: 0 });
      expect(body.models.map(({ model }: { model: string }) => model)).toEqual(DIARY_MODELS);
      for (const { model, version, elapsed_ms, predictions } of body.models) {
        expect([version, predictions.length, elapsed_ms > 0]).toEqual(['1', 1, true]);
        const { row } = readModelFile(`${model}/samples/check-ins-row.json`);
        expect(Object.keys(predictions[0].features)).toEqual(Object.keys(row));
        for (const [name, value] of Object.entries(row)) {
          const given = predictions[0].features[name];
          if (typeof value === 'number') expect(given).toBeCloseTo(value, 6);
          else expect(given).toBe(value);
        }
        const golden = readModelFile(`${model}/golden/check-ins-row.json`).expected;
        const { result } = predictions[0].prediction;
        if (golden.label === undefined) expect(result.values[0].value).toBeCloseTo(golden.values[0].value, 1);
        else expect(result.label).toBe(golden.label);
      }
    },
    LOAD_MS,
  );

  it('keep their answer until a record changes, and not when the same is sent again', async () => {
    const id = randomUUID();
    await put(server, id, DIARY);
    const search = '?models=mood-state';
    const first = await ask(server, id, search);
    const again = await ask(server, id, search);
    expect([first, again].map(({ headers }) => headers.get('x-cache'))).toEqual(['MISS', 'HIT']);
    expect(again.headers.get('age')).toMatch(/^\d+$/);
    expect(again.body).toEqual({ ...first.body, cached: true });
    expect((await put(server, id, DIARY)).body.changed).toBe(0);
    expect((await ask(server, id, search)).headers.get('x-cache')).toBe('HIT');
    expect((await ask(server, id, search, { 'cache-control': 'no-store' })).headers.get('x-cache')).toBe(
      'BYPASS',
    );
    const last = DIARY.records.at(-1)!;
    const changed = await put(server, id, { date: last.date, values: { ...last.values, mood: 1 } });
    expect(changed.body).toMatchObject({ received: 1, changed: 1 });
    const fresh = await ask(server, id, search);
    expect(fresh.headers.get('x-cache')).toBe('MISS');
    expect(fresh.body.models[0].predictions[0].features.mood_last).toBe(1);
    expect(server.output()).toContain(`cache HIT for subject ${id.slice(0, 8)}...`);
    expect(server.output()).not.toContain(id.slice(9));
  });

  it('are asked about their latest days, each as if nothing had come after it', async () => {
    const id = randomUUID();
    await put(server, id, DIARY);
    const { body } = await ask(server, id, '?models=mood-state&limit=3');
    const days = DIARY.records.map(({ date }) => date).toReversed();
    expect(body.days).toEqual(days.slice(0, 3));
    const answers = body.models[0].predictions;
    expect(answers.map(({ as_of }: { as_of: string }) => as_of)).toEqual(body.days);
    const moods = body.days.map(
      (day: string) => DIARY.records.find(({ date }) => date === day)?.values['mood'] ?? null,
    );
    const last = answers.map((answer: { features: { mood_last: number } }) => answer.features.mood_last);
    expect(last.filter((_: number, at: number) => moods[at] !== null)).toEqual(
      moods.filter((mood: number | null) => mood !== null),
    );
  });

  it('hear from each model what went wrong with it, beside the answers of the others', async () => {
    const id = randomUUID();
    const values = { mood: 6, energy: 5, sleep_hours: 7, bogus: 1 };
    const records = ['2026-10-30', '2026-11-01'].map((date) => ({ date, values }));
    expect((await put(server, id, { records })).body.unread_fields).toEqual(['bogus']);
    const { status, body } = await ask(server, id, '?models=mood-state,relapse-risk,skill-weakness,nobody');
    expect([status, body.succeeded, body.failed]).toEqual([200, 1, 3]);
    const [mood, relapse, skill, nobody] = body.models;
    expect(mood.predictions[0]).toMatchObject({
      features: { mood_mean: 6, mood_spread: null, exercise_mean: 0 },
      defaulted: ['mood_spread', 'irritability_mean', 'sleep_hours_trend', 'exercise_mean'],
    });
    expect(relapse.predictions[0].error).toMatchObject({
      code: 'FEATURES_MISSING',
      details: { model: 'relapse-risk', as_of: '2026-11-01' },
    });
    expect(relapse.predictions[0].error.message).toContain(
      "'medication_share' needs 'medication_taken' on 3 of 14 days, found on 0",
    );
    expect(skill.error).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(nobody).toMatchObject({ version: null, predictions: [], error: { code: 'MODEL_NOT_FOUND' } });
  });

  it('have pages of records, newest day first', async () => {
    const id = randomUUID();
    await put(server, id, { records: DIARY.records.slice(0, 3) });
    const first = await send(urlOf(server, id.toUpperCase(), '/records?limit=2'));
    expect(first.body.items.map(({ date }: { date: string }) => date)).toEqual([
      DIARY.records[2]!.date,
      DIARY.records[1]!.date,
    ]);
    const rest = await send(urlOf(server, id, `/records?limit=2&cursor=${first.body.next_cursor}`));
    expect(rest.body).toMatchObject({
      items: [{ date: DIARY.records[0]!.date, values: DIARY.records[0]!.values }],
      next_cursor: null,
    });
  });

  const right = { date: '2026-11-01', values: { mood: 5 } };
  it.each<[string, object, string]>([
    ['a day that is none', { ...right, date: '2026-02-30' }, "'date' must be a day of the calendar"],
    ['a day to come', { ...right, date: '2099-01-01' }, 'none to come'],
    ['no values', { ...right, values: {} }, "'values' must be an object of 1 to 100 fields"],
    ['a list as a value', { ...right, values: { mood: [1] } }, "'values' must be an object"],
    ['a field with a space', { ...right, values: { 'my mood': 1 } }, "'values' must be an object"],
    ['a mood of 12', { ...right, values: { mood: 12 } }, '2026-11-01: mood: 12 is not a number from 0 to 10'],
    [
      'an unknown category',
      { ...right, values: { side_effects: 'bad' } },
      'not one of none, mild, moderate, severe',
    ],
    ['an unknown key', { ...right, valeus: {} }, "unknown field 'valeus'"],
    ['one day twice', { records: [right, right] }, "'records' has two for 2026-11-01"],
    ['both forms', { ...right, records: [right] }, "'records' stands instead of"],
    ['nothing', {}, "expected one record as 'date' and 'values'"],
    ['a wrong record of a batch', { records: [right, { date: 'x', values: { a: 1 } }] }, "'records[1].date'"],
  ])('are not given a record with %s', async (_what, body, message) => {
    const id = randomUUID();
    const answer = await put(server, id, body);
    expect([answer.status, answer.body.error.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.body.error.message).toContain(message);
    expect((await send(urlOf(server, id, '/records'))).status).toBe(404);
  });

  it.each([
    ['/predictions?limit=11', "'limit' must not be greater than 10 (MAX_LIMIT_CHECKINS); got 11"],
    ['/predictions?limit=0', "'limit' must not be less than 1"],
    ['/predictions?models=a,,b', "'models' must be names separated by commas"],
    ['/records?limit=367', "'limit' must not be greater than 366"],
  ])('answer %s with what would be right', async (path, message) => {
    const { status, body } = await send(urlOf(server, randomUUID(), path));
    expect(status).toBe(400);
    expect(body.error.message).toContain(message);
  });

  it('have UUIDs for names, and are not found before anything is stored', async () => {
    for (const path of ['/records', '/predictions']) {
      const bad = await send(urlOf(server, 'anna', path));
      expect([bad.status, bad.body.error.message]).toEqual([
        400,
        expect.stringContaining("'subject_id' must be a UUID"),
      ]);
      const unknown = await send(urlOf(server, randomUUID(), path));
      expect([unknown.status, unknown.body.error.code]).toEqual([404, 'SUBJECT_NOT_FOUND']);
    }
    expect((await send(urlOf(server, randomUUID()), { method: 'DELETE' })).status).toBe(404);
  });

  it('are erased with their records and predictions, and may begin anew', async () => {
    const [id, other] = [randomUUID(), randomUUID()];
    for (const each of [id, other]) {
      await put(server, each, DIARY);
      await ask(server, each, '?models=mood-state');
    }
    await waitFor(async () => (await history(server, id)).length === 1, { what: 'the history' });
    expect((await send(urlOf(server, id), { method: 'DELETE' })).status).toBe(204);
    expect((await send(urlOf(server, id, '/records'))).status).toBe(404);
    expect((await ask(server, id)).status).toBe(404);
    expect(await history(server, id)).toEqual([]);
    await waitFor(async () => (await history(server, other)).length === 1, { what: 'the other history' });
    expect((await send(urlOf(server, id), { method: 'DELETE' })).status).toBe(204);
    await put(server, id, { records: DIARY.records.slice(-5) });
    expect((await ask(server, id, '?models=mood-state')).headers.get('x-cache')).toBe('MISS');
    await waitFor(async () => (await history(server, id)).length === 1, { what: 'the new history' });
  });
});
