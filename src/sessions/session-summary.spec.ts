import { addSighting, addTracks, EMPTY_SUMMARY, type Sighting } from './session-summary.js';

const at = (second: number, ...findings: [string, number][]): Sighting => ({
  at: new Date(Date.UTC(2026, 0, 1, 0, 0, second)),
  findings: findings.map(([label, score]) => ({ label, score })),
});
const time = (second: number): string => at(second).at.toISOString();

const facts = (trackId: number, dwellSeconds: number) => {
  return { trackId, label: 'cone', pictures: 2, bestScore: 0.9, firstSeen: 0, lastSeen: 0, dwellSeconds };
};

describe('addSighting', () => {
  it('counts findings and pictures, and keeps the best score and both times', () => {
    const summary = [at(1, ['cone', 0.5], ['cone', 0.7]), at(3, ['sign', 0.9]), at(5, ['cone', 0.6])].reduce(
      addSighting,
      EMPTY_SUMMARY,
    );
    expect(summary).toEqual({
      predictions: 3,
      labels: {
        cone: { count: 3, pictures: 2, best_score: 0.7, first_seen: time(1), last_seen: time(5) },
        sign: { count: 1, pictures: 1, best_score: 0.9, first_seen: time(3), last_seen: time(3) },
      },
    });
  });

  it('does not depend on the order in which predictions arrive', () => {
    const sightings = [at(5, ['cone', 0.6]), at(1, ['cone', 0.5], ['sign', 0.4]), at(3, ['sign', 0.9])];
    const forward = sightings.reduce(addSighting, EMPTY_SUMMARY);
    expect(sightings.toReversed().reduce(addSighting, EMPTY_SUMMARY)).toEqual(forward);
  });

  it('counts a picture on which nothing was found', () => {
    expect(addSighting(EMPTY_SUMMARY, at(1))).toEqual({ predictions: 1, labels: {} });
  });

  it('takes any name for a label', () => {
    const summary = addSighting(EMPTY_SUMMARY, at(1, ['__proto__', 0.5], ['constructor', 0.5]));
    expect(Object.keys(summary.labels).toSorted()).toEqual(['__proto__', 'constructor']);
    expect(addSighting(JSON.parse(JSON.stringify(summary)), at(2, ['__proto__', 0.8])).labels).toHaveProperty(
      ['__proto__', 'count'],
      2,
    );
  });

  it('names a thousand labels at most', () => {
    const many = Array.from({ length: 1001 }, (_, i): [string, number] => [`label-${i}`, 0.5]);
    expect(Object.keys(addSighting(EMPTY_SUMMARY, at(1, ...many)).labels)).toHaveLength(1000);
  });
});

describe('addTracks', () => {
  const picture = { status: 'tracked', capturedAt: 0, ids: [], entered: [], left: [], seen: [] } as const;

  it('counts a thing once however long it stays, and keeps the longest time', () => {
    let summary = addSighting(EMPTY_SUMMARY, at(1, ['cone', 0.5], ['cone', 0.7]));
    summary = addTracks(summary, {
      ...picture,
      entered: [facts(1, 0), facts(2, 0)],
      seen: [facts(1, 0), facts(2, 0)],
    });
    summary = addSighting(summary, at(5, ['cone', 0.6]));
    summary = addTracks(summary, { ...picture, seen: [facts(1, 4)] });
    expect(summary.labels['cone']).toMatchObject({ count: 3, unique: 2, longest_dwell_seconds: 4 });
  });

  it('says nothing of labels that nobody saw', () => {
    expect(addTracks(EMPTY_SUMMARY, { ...picture, entered: [facts(1, 0)] })).toEqual(EMPTY_SUMMARY);
  });
});
