import { predictJson, send, waitFor } from './support/http.js';
import { admin, inputs, startTwoServers, type TwoServers, versionFor, WAIT_MS } from './support/versions.js';

describe('two servers with one database', () => {
  let servers: TwoServers;
  let a: string;
  let b: string;

  beforeAll(async () => {
    servers = await startTwoServers();
    ({ a, b } = servers);
  }, 90_000);
  afterAll(() => servers.stop());
  beforeEach(() => servers.reset());

  it('answer without a version from the alias production, and by alias wherever a version may stand', async () => {
    expect(await versionFor(a, 'k')).toBe('1');
    expect(await versionFor(a, 'k', 'calc/versions/canary')).toBe('2');
    expect(await versionFor(a, 'k', 'calc/versions/4')).toBe('4');
    const { body } = await send(`${a}/v2/models/calc/versions/canary/infer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ inputs: [{ name: 'x', datatype: 'FP32', shape: [1], data: [5] }] }),
    });
    expect(body).toMatchObject({ model_version: '2', outputs: [{ name: 'y', data: [6] }] });
    const unknown = await predictJson(a, 'calc/versions/beta', inputs(0));
    expect(unknown.status).toBe(404);
    expect(unknown.body.error.message).toBe(
      "model 'calc' has no version 'beta'; available versions: 1, 2, 3, 4, production, canary",
    );
    expect((await send(`${a}/v1/models/calc`)).body.default_version).toBe('1');
  });

  it('follow an alias that is moved, on every server, with who and when', async () => {
    const before = await admin(a).routing();
    const moved = await admin(a).alias('production', '2');
    expect(moved.status).toBe(200);
    expect(moved.headers.get('etag')).toBe(`"${before.revision + 1}"`);
    expect(moved.body).toMatchObject({
      model: 'calc',
      revision: before.revision + 1,
      aliases: { production: '2', canary: '2' },
      default_version: '2',
      action: 'alias',
      changed_by: 'local',
      is_recorded: true,
      problems: [],
    });
    expect(Math.abs(Date.parse(moved.body.changed_at) - Date.now())).toBeLessThan(WAIT_MS);
    await servers.onBoth();
    expect(await versionFor(b, 'k')).toBe('2');
    const [last, previous] = await admin(b).history();
    expect(last).toMatchObject({ revision: before.revision + 1, changed_by: 'local', action: 'alias' });
    expect(previous.revision).toBe(before.revision);
  });

  it('change nothing, and count nothing, when nothing is new', async () => {
    const { revision } = await admin(a).routing();
    expect((await admin(a).alias('production', '1')).body.revision).toBe(revision);
  });

  it('let one of two win that start from one revision', async () => {
    const { revision } = await admin(a).routing();
    const both = await Promise.all([
      admin(a).alias('canary', '3', `"${revision}"`),
      admin(b).alias('canary', '4', `"${revision}"`),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    const refused = both.find(({ status }) => status === 412)!;
    expect(refused.body.error).toMatchObject({
      code: 'REVISION_MISMATCH',
      message: `the routing of model 'calc' is at revision ${revision + 1}, not at ${revision}`,
    });
    const winner = both.find(({ status }) => status === 200)!;
    expect((await admin(a).routing()).aliases).toEqual(winner.body.aliases);
  });

  it('lose no change of those that come at once', async () => {
    const names = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'];
    const all = await Promise.all(names.map((name, index) => admin(index % 2 ? a : b).alias(name, '2')));
    expect(all.map(({ status }) => status)).toEqual(names.map(() => 200));
    await waitFor(
      async () => {
        const { aliases } = await admin(a).routing();
        return names.every((name) => name in aliases);
      },
      { what: 'every alias', timeoutMs: WAIT_MS },
    );
  });

  it.each([
    ['an alias named like a version', 'aliases/2', { version: '1' }, "'2' is no name for an alias"],
    ['an alias like a part of an object', 'aliases/__proto__', { version: '1' }, 'no name for an alias'],
    ['an alias of no version', 'aliases/canary', { version: '9' }, "there is no version '9'"],
    ['an alias of an alias', 'aliases/canary', { version: 'production' }, 'the number of a version'],
    ['aliases that are no map', 'aliases', { aliases: ['1'] }, 'aliases'],
    ['weights of 90', 'traffic', { weights: { '1': 80, '2': 10 } }, 'sum up to 90; they have to make 100'],
    ['a weight as text', 'traffic', { weights: { '1': '100' } }, 'not a percentage'],
    ['traffic to nowhere', 'traffic', { weights: { beta: 100 } }, "there is no alias 'beta'"],
    ['a baseline without weight', 'traffic', { weights: { '1': 100 }, baseline: '2' }, "baseline '2'"],
    ['a shadow of what answers', 'shadow', { version: 'production' }, 'is the one that answers'],
    ['an unknown field', 'shadow', { version: '2', weight: 1 }, "unknown field 'weight'"],
  ])('refuse %s', async (_, path, body, message) => {
    const before = await admin(a).routing();
    const { status, body: answer } = await admin(a).call('PUT', path, body);
    expect(answer.error).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(status).toBe(400);
    expect(answer.error.message).toContain(message);
    expect(await admin(a).routing()).toEqual(before);
  });

  it('keep an alias that is in use, and remove one that is not', async () => {
    await admin(a).traffic({ production: 90, canary: 10 });
    const used = await admin(a).call('DELETE', 'aliases/canary');
    expect(used.body.error).toMatchObject({ code: 'ROUTING_REFUSED' });
    expect(used.body.error.message).toContain("the traffic goes to 'canary'");
    expect((await admin(a).call('DELETE', 'traffic')).body.traffic).toBeNull();
    expect((await admin(a).call('DELETE', 'aliases/canary')).body.aliases).toEqual({ production: '1' });
    expect((await admin(a).call('DELETE', 'aliases/canary')).body.error.code).toBe('ALIAS_NOT_FOUND');
    expect((await admin(a).call('PUT', 'aliases', { aliases: { stable: 2 } })).body.aliases).toEqual({
      stable: '2',
    });
  });

  it('share requests out by weight; a key keeps its version, and moves only into a canary that grows', async () => {
    const keys = Array.from({ length: 200 }, (_, index) => `user-${index}`);
    const places = async (url: string) => {
      const found: string[] = [];
      for (let index = 0; index < keys.length; index += 20) {
        const some = keys.slice(index, index + 20).map((key) => versionFor(url, key));
        found.push(...(await Promise.all(some)));
      }
      return found;
    };
    expect((await admin(a).traffic({ production: 90, canary: 10 })).status).toBe(200);
    const small = await places(a);
    expect(await places(a)).toEqual(small);
    await servers.onBoth();
    expect(await places(b)).toEqual(small);
    const inCanary = small.filter((version) => version === '2').length;
    expect(inCanary).toBeGreaterThan(7);
    expect(inCanary).toBeLessThan(35);
    const grown = await admin(a).traffic({ production: 40, canary: 60 });
    expect(grown.body.traffic.baseline).toBe('production');
    const large = await places(a);
    expect(large.filter((version) => version === '2').length).toBeGreaterThan(90);
    expect(small.filter((version, index) => version === '2' && large[index] !== '2')).toEqual([]);
  }, 90_000);

  it('spread requests without a key', async () => {
    await admin(a).traffic({ production: 50, canary: 50 });
    const found = new Set<string>();
    await waitFor(
      async () => {
        found.add((await predictJson(a, 'calc', inputs(0))).body.model.version);
        return found.size === 2;
      },
      { what: 'both versions', timeoutMs: WAIT_MS },
    );
  });

  it('go back step by step, or to any revision', async () => {
    const start = (await admin(a).routing()).revision;
    await admin(a).alias('one', '1');
    await admin(a).alias('two', '2');
    await admin(a).alias('three', '3');
    const back = await admin(a).call('POST', 'rollback');
    expect(back.body).toMatchObject({ revision: start + 4, restored_revision: start + 2 });
    expect(Object.keys(back.body.aliases).toSorted()).toEqual(['canary', 'one', 'production', 'two']);
    const further = await admin(a).call('POST', 'rollback');
    expect(further.body.restored_revision).toBe(start + 1);
    const there = await admin(a).call('POST', 'rollback', { revision: start + 3 });
    expect(Object.keys(there.body.aliases)).toContain('three');
    const nowhere = await admin(a).call('POST', 'rollback', { revision: 9999 });
    expect(nowhere.body.error.code).toBe('VALIDATION_FAILED');
    expect(nowhere.body.error.message).toContain('9999');
  });

  it('let nobody in who is not on the machine', async () => {
    const far = admin(a, 'calc', { 'x-forwarded-for': '192.0.2.1' });
    const refused = await far.alias('canary', '1');
    expect(refused.status).toBe(403);
    expect(refused.body.error).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('ADMIN_TOKENS'),
    });
    expect((await far.call('GET', 'routing')).status).toBe(200);
  });
});
