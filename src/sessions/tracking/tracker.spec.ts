import * as fc from 'fast-check';

import {
  dwellSeconds,
  type SeenBox,
  track,
  type TrackingOptions,
  type TrackState,
  type TrackStep,
} from './tracker.js';

const OPTIONS: TrackingOptions = { high_score: 0.5, match_iou: 0.2, max_gap_seconds: 2, confirm_pictures: 2 };
const PICTURE_MS = 100;

/** Where a thing is in a picture, and how well it is seen; null when it is not. */
type Path = (picture: number) => (Partial<SeenBox> & { x: number; y?: number }) | null;

interface Run {
  readonly steps: readonly TrackStep[];
  /** For each path the ids that it had, picture by picture. */
  readonly ids: readonly (readonly (number | null | undefined)[])[];
}

/** Simulates pictures of things on their paths, ten a second; boxes of 40 x 80 pixels come best score first, as from a model. */
function simulate(paths: readonly Path[], pictures: number, options: Partial<TrackingOptions> = {}): Run {
  let state: TrackState | null = null;
  const steps: TrackStep[] = [];
  const ids = paths.map((): (number | null | undefined)[] => []);
  for (let picture = 0; picture < pictures; picture += 1) {
    const seen = paths
      .flatMap((path, thing) => {
        const at = path(picture);
        if (!at) return [];
        const { x, y = 0, label = 'person', score = 0.9 } = at;
        return [{ thing, label, score, box: { x, y, width: 40, height: 80 } }];
      })
      .toSorted((a, b) => b.score - a.score);
    const step = track(state, seen, 1000 + picture * PICTURE_MS, { ...OPTIONS, ...options });
    for (const [thing, list] of ids.entries()) {
      const index = seen.findIndex((each) => each.thing === thing);
      list.push(index < 0 ? undefined : step.ids[index]);
    }
    steps.push(step);
    state = JSON.parse(JSON.stringify(step.state)) as TrackState;
  }
  return { steps, ids };
}

const distinct = (ids: readonly (number | null | undefined)[]): number[] => [
  ...new Set(ids.filter((id): id is number => typeof id === 'number')),
];
const entered = ({ steps }: Run): number[] => steps.flatMap((step) => step.entered.map(({ id }) => id));
const left = ({ steps }: Run): number[] => steps.flatMap((step) => step.left.map(({ id }) => id));

const walks =
  (from: number, pixelsAPicture: number, y = 0): Path =>
  (picture) => ({ x: from + picture * pixelsAPicture, y });
const hides =
  (path: Path, first: number, last: number): Path =>
  (picture) =>
    picture >= first && picture <= last ? null : path(picture);
const dims =
  (path: Path, first: number, last: number, score: number): Path =>
  (picture) => {
    const at = path(picture);
    return at && picture >= first && picture <= last ? { ...at, score } : at;
  };

const comes: Path = (picture) => (picture < 5 ? null : { x: 300 });
const flickers: Path = (picture) => (picture % 4 === 3 ? { x: 300 } : null);
const changes: Path = (picture) => ({ x: 0, label: picture < 10 ? 'person' : 'dog' });
const crowd = (offset: number): SeenBox[] =>
  Array.from({ length: 500 }, (_, i) => {
    return { label: 'person', score: 0.9, box: { x: offset + i * 50, y: 0, width: 40, height: 80 } };
  });

describe('track', () => {
  it.each<[string, readonly Path[], number]>([
    ['one that stands', [walks(100, 0)], 20],
    ['one that walks', [walks(0, 8)], 40],
    ['two that walk side by side', [walks(0, 8), walks(0, 8, 60)], 40],
    ['two that cross each other, one behind the other', [walks(0, 10, 0), walks(400, -10, 25)], 41],
    ['one that is hidden for five pictures', [hides(walks(0, 8), 20, 24)], 40],
    ['one that is hidden for eighteen pictures', [hides(walks(0, 8), 20, 37)], 50],
    ['one that is dim for ten pictures', [dims(walks(0, 8), 20, 29, 0.2)], 40],
    [
      'one that is dim while another hides',
      [dims(walks(0, 8), 20, 29, 0.2), hides(walks(0, 8, 200), 20, 29)],
      40,
    ],
    ['two of which one overtakes the other', [walks(0, 12), walks(100, 4, 30)], 40],
  ])('gives %s one id each', (_, paths, pictures) => {
    const run = simulate(paths, pictures);
    for (const [index, ids] of run.ids.entries())
      expect([index, distinct(ids)]).toEqual([index, [index + 1]]);
    expect(entered(run)).toEqual(paths.map((_path, index) => index + 1));
    expect(left(run)).toEqual([]);
  });

  it('says that one has left after the longest gap, and takes it for another one when it comes again', () => {
    const run = simulate([hides(walks(0, 0), 10, 35)], 50);
    expect(distinct(run.ids[0]!)).toEqual([1, 2]);
    expect(left(run)).toEqual([1]);
    // Last seen in picture 9, at 0.9 s; 2 s are not more than the gap, 2.1 s are.
    expect(run.steps.findIndex((step) => step.left.length > 0)).toBe(30);
    expect(run.steps[30]!.left.map(dwellSeconds)).toEqual([0.9]);
  });

  it('follows a dim box but never begins with one', () => {
    const run = simulate([dims(walks(0, 4), 0, 9, 0.3)], 20);
    expect(run.ids[0]).toEqual([...Array(10).fill(null), null, ...Array(9).fill(1)]);
  });

  it('does not give a lost track to a dim box', () => {
    const ghost = dims(hides(walks(0, 0), 10, 14), 15, 19, 0.2);
    expect(simulate([ghost], 25).ids[0]!.slice(15)).toEqual([...Array(5).fill(null), ...Array(5).fill(1)]);
  });

  it('counts what is there from the beginning at once, and what comes in after two pictures', () => {
    const run = simulate([walks(0, 0), comes], 10);
    expect(run.ids[0]![0]).toBe(1);
    expect(run.ids[1]!.slice(4, 8)).toEqual([undefined, null, 2, 2]);
    expect(run.steps[6]!.entered[0]).toMatchObject({ id: 2, first_seen: 1500 });
  });

  it('takes no number for what flickers', () => {
    const run = simulate([walks(0, 0), flickers], 20);
    expect([distinct(run.ids[1]!), entered(run)]).toEqual([[], [1]]);
  });

  it('never pairs boxes of different labels', () => {
    const run = simulate([changes], 20);
    expect(distinct(run.ids[0]!)).toEqual([1, 2]);
  });

  it('keeps the id over a few pictures that were left out', () => {
    let state: TrackState | null = null;
    const ids = [0, 1, 2, 3, 4, 5, 6, 10, 11, 15].map((picture) => {
      const box = { x: picture * 8, y: 0, width: 40, height: 80 };
      const step = track(state, [{ label: 'person', score: 0.9, box }], picture * PICTURE_MS, OPTIONS);
      state = step.state;
      return step.ids[0];
    });
    expect(ids).toEqual(Array(10).fill(1));
  });

  it('looks at a bounded number of boxes and tracks', () => {
    let state: TrackState | null = null;
    for (let i = 0; i < 10; i += 1) state = track(state, crowd(i * 100_000), i * PICTURE_MS, OPTIONS).state;
    expect(state!.tracks.length).toBeLessThanOrEqual(200);
  });

  const anyPicture = fc.array(
    fc.record({
      label: fc.constantFrom('person', 'dog'),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
      box: fc.record({
        x: fc.integer({ min: 0, max: 300 }),
        y: fc.integer({ min: 0, max: 100 }),
        width: fc.integer({ min: 0, max: 80 }),
        height: fc.integer({ min: 0, max: 80 }),
      }),
    }),
    { maxLength: 8 },
  );
  const anyVideo = fc.array(fc.tuple(fc.integer({ min: 1, max: 3000 }), anyPicture), { maxLength: 25 });

  it('gives every id to one label and one box a picture, numbers without a gap, and each once in and at most once out', () => {
    fc.assert(
      fc.property(anyVideo, (video) => {
        let state: TrackState | null = null;
        let at = 0;
        const labels = new Map<number, string>();
        const ins: number[] = [];
        const outs: number[] = [];
        for (const [afterMs, boxes] of video) {
          at += afterMs;
          const step: TrackStep = track(state, boxes, at, OPTIONS);
          const given = step.ids.filter((id) => id !== null);
          expect(new Set(given).size).toBe(given.length);
          for (const [index, id] of step.ids.entries()) {
            if (id === null) continue;
            expect(labels.get(id) ?? boxes[index]!.label).toBe(boxes[index]!.label);
            labels.set(id, boxes[index]!.label);
          }
          ins.push(...step.entered.map(({ id }) => id));
          outs.push(...step.left.map(({ id }) => id));
          expect(step.seen.map(({ id }) => id).toSorted()).toEqual(given.toSorted());
          state = JSON.parse(JSON.stringify(step.state)) as TrackState;
        }
        expect(ins).toEqual(Array.from({ length: ins.length }, (_, i) => i + 1));
        expect(new Set(outs).size).toBe(outs.length);
        expect([...labels.keys()].every((id) => ins.includes(id))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on the order of boxes of equal score', () => {
    const things = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
    fc.assert(
      fc.property(fc.array(things, { minLength: 5, maxLength: 15 }), (orders) => {
        let state: TrackState | null = null;
        const known = new Map<number, number>();
        for (const [picture, order] of orders.entries()) {
          const boxes = order.map((thing) => {
            return {
              label: 'a',
              score: 0.9,
              box: { x: thing * 60 + picture * 3, y: 0, width: 40, height: 80 },
            };
          });
          const step: TrackStep = track(state, boxes, picture * PICTURE_MS, OPTIONS);
          for (const [index, thing] of order.entries()) {
            const id = step.ids[index] as number;
            expect(known.get(thing) ?? id).toBe(id);
            known.set(thing, id);
          }
          state = step.state;
        }
      }),
    );
  });
});
