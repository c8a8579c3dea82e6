import type { ExecutorGroup } from '../inference/executor-group.js';
import type { LoadReport } from '../inference/executor-process.js';
import type { DerivedVersion } from './derive/derived-version.js';
import { LoadedVersion } from './loaded-version.js';

const REPORT: LoadReport = { loadMs: 1, warmupMs: 1, rssMb: 1, maxBatch: 1, notes: [] };
const REQUEST = { input: { kind: 'draw' } } as Parameters<LoadedVersion['submit']>[0];

/** A group that does what the test says; `start` is settled by hand. */
function makeGroup() {
  const start = deferred<LoadReport>();
  const group = {
    start: jest.fn(() => start.promise),
    stop: jest.fn(async () => {}),
    drain: jest.fn(async () => {}),
    assertRoom: jest.fn(),
    submit: jest.fn(async () => 'answer'),
    status: jest.fn(() => ({ crashLooping: false })),
  };
  return {
    group,
    loaded: () => start.resolve(REPORT),
    failed: (why: string) => start.reject(new Error(why)),
  };
}

function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

function make() {
  const groups: ReturnType<typeof makeGroup>[] = [];
  const states: string[] = [];
  let tellCrashLoop: ((isLooping: boolean, reason: string) => void) | undefined;
  const derived = { spec: { name: 'm', version: '1' }, golden: null } as unknown as DerivedVersion;
  const version = new LoadedVersion(
    derived,
    (_spec, onCrashLoop) => {
      tellCrashLoop = onCrashLoop;
      groups.push(makeGroup());
      return groups.at(-1)!.group as unknown as ExecutorGroup;
    },
    ({ state }) => states.push(state),
    () => {},
  );
  return { version, groups, states, crashLoop: (is: boolean, why = '') => tellCrashLoop?.(is, why) };
}

async function makeReady() {
  const made = make();
  const loading = made.version.load();
  await Promise.resolve();
  made.groups[0]!.loaded();
  await loading;
  return made;
}

async function makeFailed() {
  const made = make();
  const loading = made.version.load();
  await Promise.resolve();
  made.groups[0]!.failed('it is cut off');
  await loading;
  return made;
}

describe('LoadedVersion', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is loaded by its first request, which waits for it', async () => {
    const { version, groups, states } = make();
    expect(await version.submit(REQUEST)).toBe('answer');
    await version.submit(REQUEST);
    expect(groups).toHaveLength(1);
    expect(states).toEqual(['loading']);
  });

  it('becomes ready with the report of its group', async () => {
    const { version, states } = await makeReady();
    expect(states).toEqual(['loading', 'ready']);
    expect(version.status()).toMatchObject({ state: 'ready', reason: null, load: REPORT });
  });

  it('fails with the reason, ends its group and says so to requests', async () => {
    const { version, groups } = await makeFailed();
    expect(version.status()).toMatchObject({ state: 'failed', reason: 'it is cut off' });
    expect(groups[0]!.group.stop).toHaveBeenCalled();
    await expect(version.submit(REQUEST)).rejects.toMatchObject({
      code: 'MODEL_NOT_READY',
      details: { model: 'm', version: '1', state: 'failed', reason: 'it is cut off' },
      retryAfterSeconds: 30,
    });
  });

  it('is tried again by a request 30 s after it failed, and not before', async () => {
    const { version, groups } = await makeFailed();
    jest.advanceTimersByTime(30_000);
    expect(() => version.assertRoom()).toThrow('is failed: it is cut off');
    jest.advanceTimersByTime(1);
    expect(() => version.assertRoom()).not.toThrow();
    expect(version.state).toBe('loading');
    expect(groups).toHaveLength(2);
  });

  it('fails in a crash loop and is ready after it, with the same group', async () => {
    const { version, groups, states, crashLoop } = await makeReady();
    groups[0]!.group.status.mockReturnValue({ crashLooping: true });
    crashLoop(true, 'SIGSEGV');
    crashLoop(true, 'SIGSEGV');
    expect(version.reason).toBe('its process keeps ending: SIGSEGV');
    await expect(version.submit(REQUEST)).rejects.toMatchObject({ code: 'MODEL_NOT_READY' });
    crashLoop(false);
    expect(states).toEqual(['loading', 'ready', 'failed', 'ready']);
    expect(groups).toHaveLength(1);
  });

  it('drains before it is unloaded, refuses meanwhile, and can be loaded again', async () => {
    const { version, groups, states } = await makeReady();
    const drained = deferred<void>();
    groups[0]!.group.drain.mockReturnValue(drained.promise);
    const unloading = version.unload(1000);
    await expect(version.submit(REQUEST)).rejects.toMatchObject({
      code: 'MODEL_NOT_READY',
      details: { state: 'draining' },
    });
    drained.resolve();
    await unloading;
    expect(states).toEqual(['loading', 'ready', 'draining', 'unloaded']);
    await version.submit(REQUEST);
    expect(groups).toHaveLength(2);
  });

  it('may be unloaded while it loads: what comes of the loading changes nothing any more', async () => {
    const { version, groups, states } = make();
    const loading = version.load();
    await Promise.resolve();
    await version.unload(1000);
    groups[0]!.failed('its model is unloaded');
    await loading;
    expect(states).toEqual(['loading', 'draining', 'unloaded']);
    expect(version.reason).toBeNull();
  });

  it('goes on for those who hold it while it is unloaded, and refuses the others afterwards', async () => {
    const { version, groups } = await makeReady();
    const release = version.hold();
    const unloading = version.unload(1000);
    expect(await version.submit(REQUEST)).toBe('answer');
    expect(groups[0]!.group.drain).not.toHaveBeenCalled();
    release();
    release();
    await unloading;
    expect(groups[0]!.group.drain).toHaveBeenCalledTimes(1);
    expect(version.state).toBe('unloaded');
  });

  it('does not wait for a holder longer than it is told', async () => {
    const { version } = await makeReady();
    version.hold();
    const unloading = version.unload(1000);
    await jest.advanceTimersByTimeAsync(1000);
    await unloading;
    expect(version.state).toBe('unloaded');
  });

  it('stays unloaded when it is parked, until it is loaded on purpose', async () => {
    const { version, groups } = await makeReady();
    version.park();
    await version.unload(1000);
    await expect(version.submit(REQUEST)).rejects.toThrow('an operator unloaded it');
    expect(() => version.assertServed()).toThrow('is unloaded: an operator unloaded it');
    void version.load();
    await jest.advanceTimersByTimeAsync(0);
    expect(groups).toHaveLength(2);
    expect(version.assertServed()).toBe(version);
  });
});
