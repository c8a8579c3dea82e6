import { parseManifest } from '../manifest/parse-manifest.js';
import { declaredRouting, NOTHING_DECLARED, withBaseline } from './declared-routing.js';
import { DEFAULT_GUARD } from './guard-spec.js';
import { NO_ROUTING } from './routing-state.js';

const declared = (yaml: string) => {
  const { manifest, faults } = parseManifest(yaml, 'model.yaml');
  expect(faults).toEqual([]);
  return declaredRouting(manifest.versions);
};

describe('declaredRouting', () => {
  it('takes versions as numbers and as text', () => {
    const { state } = declared(`
      versions:
        aliases: {production: 1, canary: '2'}
        traffic: {production: 90, 2: 10}
        shadow: 3
    `);
    expect(state).toEqual({
      aliases: { production: '1', canary: '2' },
      traffic: { baseline: 'production', weights: { production: 90, '2': 10 } },
      shadow: '3',
    });
  });

  it('fills the guard up with its defaults', () => {
    expect(declared('versions: {guard: {max_disagreement: 0.5, sample: 1}}').guard).toEqual({
      ...DEFAULT_GUARD,
      maxDisagreement: 0.5,
      sample: 1,
    });
  });

  it.each(['', 'versions: {policy: all}'])('says nothing in %j', (yaml) => {
    expect(declared(yaml)).toEqual(NOTHING_DECLARED);
  });

  it.each([
    ['versions: {aliases: {2: 1}}', 'versions.aliases'],
    ['versions: {aliases: {production: newest}}', 'versions.aliases'],
    ['versions: {aliases: [1]}', 'versions.aliases'],
    ['versions: {traffic: {1: 120}}', 'versions.traffic'],
    ['versions: {traffic: {1: many}}', 'versions.traffic'],
    ['versions: {traffic: {}}', 'versions.traffic'],
    ['versions: {shadow: a b}', 'versions.shadow'],
    ['versions: {guard: {sample: 2}}', 'versions.guard.sample'],
  ])('refuses %s', (yaml, path) => {
    expect(parseManifest(yaml, 'model.yaml').faults).toEqual([expect.stringMatching(`^${path}: `)]);
  });
});

describe('withBaseline', () => {
  const state = { ...NO_ROUTING, aliases: { production: '1', canary: '2' } };

  it.each([
    ['the greatest weight', { '1': 10, '2': 90 }, null, '2'],
    ['of equal weights the lower version', { '10': 50, '9': 50 }, null, '9'],
    [
      'of equal weights the lower version behind an alias',
      { canary: 50, production: 50 },
      null,
      'production',
    ],
    ['the baseline so far, however small', { '1': 10, '2': 90 }, { baseline: '1', weights: {} }, '1'],
    ['another one when that has no weight', { '1': 0, '2': 100 }, { baseline: '1', weights: {} }, '2'],
  ])('takes %s', (_, weights: Record<string, number>, previous, baseline) => {
    expect(withBaseline(weights, state, previous)).toEqual({ baseline, weights });
  });
});
