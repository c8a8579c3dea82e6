import { AppError } from '../common/errors.js';
import type { Admission } from '../inference/admission.js';
import type { ExecutorGroup } from '../inference/executor-group.js';
import type { LoadReport } from '../inference/executor-process.js';
import type { DerivedVersion } from './derive/derived-version.js';
import { GoldenSet } from './golden/golden-case.js';
import type { GoldenReport } from './golden/golden-report.js';
import { GOLDEN_TOLERANCE } from './golden/golden-sample.js';
import { LoadedVersion } from './loaded-version.js';

const REPORT: LoadReport = { loadMs: 1, warmupMs: 1, rssMb: 1, maxBatch: 1, notes: [] };

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

/** One sample, whose right answer is the label 'cat'. */
const GOLDEN = new GoldenSet(
  [
    {
      name: 'site-1',
      input: { kind: 'image', bytes: Uint8Array.of(1) },
      options: {},
      expected: { classes: [{ label: 'cat' }] },
      tolerance: GOLDEN_TOLERANCE,
    },
  ],
  'digest',
);
const says = (label: string) =>
  jest.fn(async () => ({
    output: { kind: 'result', result: { classes: [{ label, class_id: 0, score: 1 }] } },
  }));
const WRONG = "golden sample 'site-1': expected top label 'cat', got 'dog' 1";

function make(golden: GoldenSet | null = null) {
  const groups: ReturnType<typeof makeGroup>[] = [];
  const states: string[] = [];
  const reports: GoldenReport[] = [];
  let tellCrashLoop: ((isLooping: boolean, reason: string) => void) | undefined;
  let admission: Admission | undefined;
  const derived = { spec: { name: 'm', version: '1' }, golden } as unknown as DerivedVersion;
  const version = new LoadedVersion(
    derived,
    (_spec, onCrashLoop, asked) => {
      tellCrashLoop = onCrashLoop;
      admission = asked;
      groups.push(makeGroup());
      return groups.at(-1)!.group as unknown as ExecutorGroup;
    },
    ({ state }) => states.push(state),
    (_version, report) => reports.push(report),
  );
  return {
    version,
    groups,
    states,
    reports,
    crashLoop: (is: boolean, why = '') => tellCrashLoop?.(is, why),
    /** As a pool asks about a process whose answer is always the one label. */
    admit: (label: string) => admission!.admit(says(label) as never),
    refused: (reason: string) => admission!.refused(reason),
  };
}

async function makeReady(golden: GoldenSet | null = null) {
  const made = make(golden);
  const loading = made.version.load();
  await Promise.resolve();
  made.groups[0]!.loaded();
  await loading;
  return made;
}

describe('LoadedVersion with golden samples', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('admits a process that answers them, and none that does not', async () => {
    const { admit, reports, version } = await makeReady(GOLDEN);
    await expect(admit('cat')).resolves.toBeUndefined();
    expect(version.status().golden).toMatchObject({ samples: 1, last: { ok: true, passed: 1 } });
    await expect(admit('dog')).rejects.toThrow(WRONG);
    expect(reports.map(({ ok }) => ok)).toEqual([true, false]);
  });

  it('admits every process where there are none', async () => {
    const { admit, reports, version } = await makeReady();
    await admit('dog');
    expect(reports).toEqual([]);
    expect(version.status().golden).toBeNull();
    expect(await version.verify()).toMatchObject({ ok: true, samples: 0, reason: null });
  });

  it('fails when the process that replaces the last one is refused, also in a crash loop', async () => {
    for (const looping of [false, true]) {
      const { version, groups, refused, crashLoop } = await makeReady(GOLDEN);
      if (looping) crashLoop(true, 'SIGSEGV');
      refused(WRONG);
      await jest.advanceTimersByTimeAsync(30_001);
      expect(version.status()).toMatchObject({ state: 'failed', reason: WRONG });
      expect(groups[0]!.group.stop).toHaveBeenCalled();
      expect(() => version.assertRoom()).not.toThrow();
      expect(groups).toHaveLength(2);
    }
  });

  it('serves on after it was verified', async () => {
    const { version, groups } = await makeReady(GOLDEN);
    groups[0]!.group.submit.mockImplementation(says('cat') as never);
    expect(await version.verify()).toMatchObject({ ok: true, samples: 1, passed: 1, reason: null });
    expect(version.state).toBe('ready');
  });

  it('serves no longer when it is verified and answers wrongly', async () => {
    const { version, groups } = await makeReady(GOLDEN);
    groups[0]!.group.submit.mockImplementation(says('dog') as never);
    expect(await version.verify()).toMatchObject({ ok: false, passed: 0, reason: WRONG });
    expect(version.status()).toMatchObject({ state: 'failed', reason: WRONG });
    expect(groups[0]!.group.stop).toHaveBeenCalled();
  });

  it('serves on when it was too busy to be verified', async () => {
    const { version, groups } = await makeReady(GOLDEN);
    const full = new AppError('QUEUE_FULL', { model: 'm', waiting: 1, limit: '1' });
    groups[0]!.group.submit.mockRejectedValue(full);
    expect(await version.verify()).toMatchObject({
      ok: false,
      failures: [],
      unanswered: [{ sample: 'site-1' }],
    });
    expect(version.state).toBe('ready');
  });

  it('is loaded when it is verified, and tells why it cannot be', async () => {
    const { version, groups, admit } = make(GOLDEN);
    const verifying = version.verify();
    await jest.advanceTimersByTimeAsync(0);
    await admit('dog').catch((error: Error) => groups[0]!.failed(error.message));
    expect(await verifying).toMatchObject({ ok: false, samples: 1, passed: 0, reason: WRONG });
    expect(version.state).toBe('failed');
  });
});
