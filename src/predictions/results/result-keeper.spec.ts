import { Metrics } from '../../metrics/metrics.js';
import type { LoadedVersion } from '../../models/loaded-version.js';
import type { ModelProvider } from '../../models/model-provider.js';
import type { VersionComparisons } from '../../models/routing/version-comparisons.js';
import type { ObjectKeeper } from '../../storage/object-keeper.js';
import type { AnswerResult, PredictionInput } from '../prediction.js';
import { ResultKeeper } from './result-keeper.js';

const RESULT = { detections: [] } as unknown as AnswerResult;
const UPLOAD: PredictionInput = { kind: 'image', bytes: Buffer.alloc(1000) };
const asking = (storeResult: 'none' | 'drawn') =>
  ({
    spec: { name: 'signs', version: '1' },
    derived: { history: { storeResult } },
  }) as unknown as LoadedVersion;

const followed = (...ids: (number | null)[]) =>
  ({ detections: ids.map((id) => ({ track_id: id })) }) as unknown as AnswerResult;

/** On a machine that is never idle, so that everything waits. */
function busyKeeper(isOn = true) {
  const metrics = new Metrics();
  const busy = { state: 'ready', spec: { version: '1' }, hold: () => () => undefined };
  const keeper = new ResultKeeper(
    { isOn, isWaiting: () => false } as unknown as ObjectKeeper,
    { get: () => ({ versions: [busy] }) } as unknown as ModelProvider,
    { isAffordable: () => false } as unknown as VersionComparisons,
    metrics,
  );
  return { keeper, metrics };
}

describe('ResultKeeper', () => {
  it('keeps nothing for a model that does not ask, of what is no picture, and without a store', async () => {
    const { keeper } = busyKeeper();
    expect(keeper.keep(asking('none'), UPLOAD, RESULT, 'a')).toBeNull();
    expect(keeper.keep(asking('drawn'), { kind: 'row', values: [] }, RESULT, 'a')).toBeNull();
    expect(busyKeeper(false).keeper.keep(asking('drawn'), UPLOAD, RESULT, 'a')).toBeNull();
  });

  it('gives equal answers one key, before anything is drawn', async () => {
    const { keeper } = busyKeeper();
    const key = keeper.keep(asking('drawn'), UPLOAD, RESULT, 'a');
    expect(key).toMatch(/^results\/.*\.jpg$/);
    expect(keeper.isWaiting(key ?? '')).toBe(true);
    expect(keeper.keep(asking('drawn'), UPLOAD, RESULT, 'a')).toBe(key);
    expect(keeper.keep(asking('drawn'), UPLOAD, RESULT, 'b')).not.toBe(key);
    await keeper.onApplicationShutdown();
  });

  it('draws an answer again where a session gave its boxes other ids', async () => {
    const { keeper } = busyKeeper();
    const keep = (result: AnswerResult) => keeper.keep(asking('drawn'), UPLOAD, result, 'a');
    const [plain, one, other, none] = [
      RESULT,
      followed(1, null),
      followed(2, null),
      followed(null, null),
    ].map(keep);
    expect(new Set([plain, one, other]).size).toBe(3);
    expect(keep(followed(1, null))).toBe(one);
    // Nothing more is drawn.
    expect(none).toBe(plain);
    await keeper.onApplicationShutdown();
  });

  it.each([
    ['number', UPLOAD, 64],
    ['bytes', { kind: 'image', bytes: Buffer.alloc(8 * 1024 * 1024) } as const, 4],
  ])('holds a bounded %s of uploads, and counts what it leaves out', async (_, upload, room) => {
    const { keeper, metrics } = busyKeeper();
    const keys = Array.from({ length: room + 2 }, (__, index) =>
      keeper.keep(asking('drawn'), upload, RESULT, `answer ${index}`),
    );
    expect(keys.slice(0, room)).not.toContain(null);
    expect(keys.slice(room)).toEqual([null, null]);
    expect(await metrics.scrape()).toContain(
      'sibyl_storage_objects_total{kind="results",outcome="dropped"} 2',
    );
    await keeper.onApplicationShutdown();
  });
});
