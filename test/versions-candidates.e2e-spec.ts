import { type Answer, predictJson, send, waitFor } from './support/http.js';
import { admin, inputs, startTwoServers, type TwoServers, versionFor, WAIT_MS } from './support/versions.js';

describe('servers with a canary or a shadow', () => {
  let servers: TwoServers;
  let a: string;
  let b: string;

  beforeAll(async () => {
    servers = await startTwoServers();
    ({ a, b } = servers);
  }, 90_000);
  afterAll(() => servers.stop());
  beforeEach(() => servers.reset());

  async function metric(name: string): Promise<number> {
    const { body } = await send<string>(`${a}/metrics`);
    const line = body.split('\n').find((each) => each.startsWith(name));
    return Number(line?.split(' ').at(-1) ?? 0);
  }

  /** Sends until the condition holds: comparisons are made in the background, and left out when something is busy. */
  async function sendUntil(condition: () => Promise<unknown>, what: string, x = 0): Promise<void> {
    let count = 0;
    await waitFor(
      async () => {
        for (let index = 0; index < 10; index += 1, count += 1) {
          await predictJson(a, 'calc', inputs(x), { 'x-routing-key': `until-${count}` });
        }
        return condition();
      },
      { what, timeoutMs: WAIT_MS },
    );
  }

  it('record and compare what a shadow says, and never return it', async () => {
    await admin(a).shadow('2');
    const answers: Answer[] = [];
    await waitFor(
      async () => {
        answers.push(await predictJson(a, 'calc', inputs(5)));
        return (
          (await admin(a).disagreement()).candidates.find(
            ({ version, ended_at }: { version: string; ended_at: string | null }) =>
              version === '2' && ended_at === null,
          )?.compared >= 5
        );
      },
      { what: 'comparisons', timeoutMs: WAIT_MS },
    );
    expect(new Set(answers.map(({ body }) => body.model.version))).toEqual(new Set(['1']));
    expect((await admin(a).routing()).shadow).toBe('2');
    const ids = answers.map(({ body }) => body.prediction_id);
    const list = async (filter: string) =>
      (await send(`${a}/v1/predictions?model=calc&limit=200${filter}`)).body.items as {
        prediction_id: string;
        shadow_of: string | null;
        model: { version: string };
      }[];
    await waitFor(async () => (await list('&shadow=only')).some((row) => ids.includes(row.shadow_of!)), {
      what: 'shadows in the history',
      timeoutMs: WAIT_MS,
    });
    const shadow = (await list('&shadow=only')).find((row) => ids.includes(row.shadow_of!))!;
    expect(shadow.model.version).toBe('2');
    expect((await list('')).every((row) => row.shadow_of === null)).toBe(true);
    expect((await list('&shadow=include')).some((row) => row.shadow_of !== null)).toBe(true);
    expect((await send(`${a}/v1/predictions/${shadow.prediction_id}`)).body.shadow_of).toBe(shadow.shadow_of);
  });

  it('withdraw a shadow that says something else', async () => {
    const before = await metric('sibyl_guard_rollbacks_total{model="calc",version="3"}');
    await admin(a).shadow('3');
    const answered: string[] = [];
    await sendUntil(async () => {
      answered.push(await versionFor(a, 'k'));
      return (await admin(a).routing()).shadow === null;
    }, 'the withdrawal');
    expect(new Set(answered)).toEqual(new Set(['1']));
    await waitFor(async () => (await admin(a).routing()).is_recorded, { what: 'the record' });
    expect((await admin(a).history())[0]).toMatchObject({
      action: 'guard',
      changed_by: 'guard',
      reason: expect.stringMatching(
        /^version 3 was withdrawn: \d+ of \d+ answers differ from the baseline's/,
      ),
    });
    const trial = (await admin(a).disagreement()).candidates.find(
      ({ version }: { version: string }) => version === '3',
    );
    expect(trial).toMatchObject({ role: 'shadow', disagreement_rate: 1 });
    expect(trial.withdrawn_because).toContain('answers differ');
    const [example] = trial.examples;
    expect(example.differences[0]).toMatchObject({ path: 'outputs.y[0]', expected: 1, actual: 100 });
    expect((await send(`${a}/v1/predictions/${example.compared_prediction_id}`)).body).toMatchObject({
      shadow_of: example.prediction_id,
      model: { version: '3' },
    });
    expect(await metric('sibyl_guard_rollbacks_total{model="calc",version="3"}')).toBe(before + 1);
    const labels = '{model="calc",baseline="1",candidate="3"}';
    expect(await metric(`sibyl_version_disagreement_total${labels}`)).toBeGreaterThanOrEqual(5);
    expect(servers.logs().some(({ msg }) => msg === 'candidate withdrawn')).toBe(true);
  }, 60_000);

  it('withdraw a canary that says something else, on every server', async () => {
    await admin(a).alias('canary', '3');
    await admin(a).traffic({ production: 90, canary: 10 });
    await sendUntil(async () => (await admin(a).routing()).action === 'guard', 'the withdrawal');
    await waitFor(async () => (await admin(a).routing()).is_recorded, { what: 'the record' });
    const routing = await admin(a).routing();
    expect(routing).toMatchObject({
      traffic: { baseline: 'production', weights: { production: 100 } },
      aliases: { production: '1', canary: '3' },
      default_version: '1',
    });
    for (let index = 0; index < 50; index += 1) expect(await versionFor(a, `user-${index}`)).toBe('1');
    await servers.onBoth();
    for (let index = 0; index < 50; index += 1) expect(await versionFor(b, `user-${index}`)).toBe('1');
    expect(await versionFor(a, 'k', 'calc/versions/canary')).toBe('3');
  }, 90_000);

  it('withdraw a canary that fails, though nothing can be compared', async () => {
    await admin(a).traffic({ '1': 70, '4': 30 });
    await sendUntil(async () => (await admin(a).routing()).action === 'guard', 'the withdrawal', 3);
    expect((await admin(a).routing()).reason).toMatch(/version 4 was withdrawn: it failed \d+ of \d+/);
    expect(await versionFor(a, 'k', 'calc', 3)).toBe('1');
  }, 60_000);

  it('try a candidate anew that an admin brings back', async () => {
    await admin(a).shadow('3');
    await sendUntil(async () => (await admin(a).routing()).shadow === null, 'the withdrawal');
    await waitFor(async () => (await admin(a).routing()).is_recorded, { what: 'the record' });
    const again = await admin(a).call('POST', 'rollback');
    expect(again.body).toMatchObject({ shadow: '3', action: 'rollback' });
    expect(again.body.restored_revision).toBe(again.body.revision - 2);
    await versionFor(a, 'k');
    expect((await admin(a).routing()).shadow).toBe('3');
  }, 60_000);
});
