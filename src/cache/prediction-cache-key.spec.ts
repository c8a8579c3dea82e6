import * as fc from 'fast-check';

import { type CacheableModel, predictionCacheKey, sha256 } from './prediction-cache-key.js';

const CASES = { numRuns: 2500 };

function model(changes: Partial<CacheableModel> & Record<string, unknown> = {}): CacheableModel {
  return {
    name: 'hazard',
    version: '2',
    digest: 'ab'.repeat(32),
    modelPath: '/models/hazard/2/model.onnx',
    execution: { executors: 2 },
    task: {
      kind: 'object-detection',
      scoreThreshold: 0.25,
      labels: [{ name: 'crack' }],
      classAgnostic: false,
    },
    ...changes,
  };
}

const digest = sha256('picture');
const hex = fc.stringMatching(/^[0-9a-f]{64}$/);
const options = fc.record(
  {
    scoreThreshold: fc.double({ min: 0, max: 1, noNaN: true }),
    iouThreshold: fc.double({ min: 0, max: 1, noNaN: true }),
    maxDetections: fc.integer({ min: 1, max: 1000 }),
    classAgnostic: fc.boolean(),
    labels: fc.array(fc.string(), { maxLength: 5 }),
    topK: fc.integer({ min: 1, max: 100 }),
  },
  { requiredKeys: [] },
);

/** What the options come to with this manifest, told apart by their text. */
function effective(given: object): string {
  const names = ['scoreThreshold', 'iouThreshold', 'maxDetections', 'classAgnostic', 'labels', 'topK'];
  return JSON.stringify({ scoreThreshold: 0.25, classAgnostic: false, ...given }, names);
}

/** The same fields in another order, at every level. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, field]: [string, unknown]) => [key, reordered(field)]),
  );
}

describe('predictionCacheKey', () => {
  it('has the documented form', () => {
    expect(predictionCacheKey(model(), {}, digest)).toMatch(
      /^pred:v1:hazard:2:abababababab:[0-9a-f]{12}:[0-9a-f]{16}:[0-9a-f]{64}$/,
    );
  });

  it('differs when one byte of the input differs', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, at, flip) => {
          const changed = bytes.slice();
          const index = at % bytes.length;
          changed[index] = (changed[index] ?? 0) ^ flip;
          expect(predictionCacheKey(model(), {}, sha256(changed))).not.toBe(
            predictionCacheKey(model(), {}, sha256(bytes)),
          );
        },
      ),
      CASES,
    );
  });

  it('is equal exactly when the options are equal', () => {
    fc.assert(
      fc.property(options, options, (a, b) => {
        const areEqual = effective(a) === effective(b);
        expect(predictionCacheKey(model(), a, digest) === predictionCacheKey(model(), b, digest)).toBe(
          areEqual,
        );
      }),
      CASES,
    );
  });

  it('does not depend on the order of fields in options or manifest', () => {
    fc.assert(
      fc.property(options, fc.jsonValue({ maxDepth: 3 }), (given, extra) => {
        const original = model({ extra });
        const shuffled = reordered(original) as CacheableModel;
        expect(predictionCacheKey(shuffled, reordered(given) as object, digest)).toBe(
          predictionCacheKey(original, given, digest),
        );
      }),
      CASES,
    );
  });

  it('differs for another name, version or digest of the model', () => {
    const name = fc.string({ minLength: 1, maxLength: 20 });
    const identity = fc.record({ name, version: name, digest: hex });
    fc.assert(
      fc.property(identity, identity, (a, b) => {
        const isSame = a.name === b.name && a.version === b.version && a.digest === b.digest;
        expect(predictionCacheKey(model(a), {}, digest) === predictionCacheKey(model(b), {}, digest)).toBe(
          isSame,
        );
      }),
      CASES,
    );
  });

  it('differs for the same file under another manifest', () => {
    const stricter = model({ task: { ...model().task, scoreThreshold: 0.26 } });
    const relabelled = model({ task: { ...model().task, labels: [{ name: 'pothole' }] } });
    const keys = [model(), stricter, relabelled].map((each) => predictionCacheKey(each, {}, digest));
    expect(new Set(keys).size).toBe(3);
  });

  it('is the same wherever the file lies and however it is run', () => {
    const moved = model({ modelPath: '/elsewhere/model.onnx', execution: { executors: 8 } });
    expect(predictionCacheKey(moved, {}, digest)).toBe(predictionCacheKey(model(), {}, digest));
  });

  it('takes an option that repeats the manifest as not given', () => {
    expect(predictionCacheKey(model(), { scoreThreshold: 0.25, topK: undefined }, digest)).toBe(
      predictionCacheKey(model(), {}, digest),
    );
  });

  it('keeps a name from reaching into the next field', () => {
    const a = predictionCacheKey(model({ name: 'a:b', version: 'c' }), {}, digest);
    const b = predictionCacheKey(model({ name: 'a', version: 'b:c' }), {}, digest);
    expect(a.split(':')).toHaveLength(8);
    expect(a).not.toBe(b);
  });
});
