import { missingVersions, routingFaults } from './routing-faults.js';
import {
  baselineOf,
  candidatesOf,
  isSameRouting,
  namedVersions,
  NO_ROUTING,
  type RoutingState,
  sharesOf,
  usesOf,
  versionOf,
  withdraw,
} from './routing-state.js';

const canary: RoutingState = {
  aliases: { production: '1', canary: '2' },
  traffic: { baseline: 'production', weights: { production: 90, canary: 10 } },
  shadow: null,
};

describe('a routing state', () => {
  it.each([
    ['1', '1'],
    ['17', '17'],
    ['canary', '2'],
    ['stable', undefined],
    ['toString', undefined],
    ['__proto__', undefined],
  ])('takes %j for version %j', (target, version) => {
    expect(versionOf(canary, target)).toBe(version);
  });

  it('measures by the baseline of the traffic, else by the alias production', () => {
    expect(baselineOf(canary)).toBe('1');
    expect(baselineOf({ ...canary, traffic: { baseline: '2', weights: { '2': 100 } } })).toBe('2');
    expect(baselineOf({ ...canary, traffic: null })).toBe('1');
    expect(baselineOf(NO_ROUTING)).toBeUndefined();
  });

  it('adds up targets that name one version, the baseline first', () => {
    const traffic = { baseline: 'production', weights: { '2': 20, canary: 10, production: 70 } };
    expect(sharesOf({ ...canary, traffic })).toEqual([
      { version: '1', weight: 70 },
      { version: '2', weight: 30 },
    ]);
    expect(sharesOf(NO_ROUTING)).toEqual([]);
  });

  it.each([
    [canary, ['2']],
    [{ ...canary, traffic: null, shadow: 'canary' }, ['2']],
    [{ ...canary, shadow: '3' }, ['2', '3']],
    [{ ...canary, traffic: { baseline: '1', weights: { '1': 100, '2': 0 } } }, []],
    [{ ...NO_ROUTING, shadow: '3' }, ['3']],
    [NO_ROUTING, []],
  ] as [RoutingState, string[]][])('%# watches what is tried', (state, candidates) => {
    expect(candidatesOf(state)).toEqual(candidates);
  });

  it('tells what it names and where an alias is used', () => {
    expect(namedVersions({ ...canary, shadow: '3' })).toEqual(['1', '2', '3']);
    expect(usesOf({ ...canary, shadow: 'canary' }, 'canary')).toEqual(['the traffic', 'the shadow']);
    expect(usesOf({ ...canary, traffic: null }, 'canary')).toEqual([]);
  });

  it.each([
    ['a canary', canary, { ...canary, traffic: { baseline: 'production', weights: { production: 100 } } }],
    ['a shadow', { ...canary, traffic: null, shadow: 'canary' }, { ...canary, traffic: null }],
    ['what is not tried', { ...canary, traffic: null }, { ...canary, traffic: null }],
  ] as [string, RoutingState, RoutingState][])(
    'withdraws %s and leaves the aliases',
    (_, state, expected) => {
      expect(withdraw(state, '2')).toEqual(expected);
    },
  );

  it('never withdraws the baseline from the traffic', () => {
    expect(withdraw(canary, '1')).toEqual(canary);
  });

  it('is the same in another order', () => {
    const turned = {
      ...canary,
      aliases: { canary: '2', production: '1' },
      traffic: { baseline: 'production', weights: { canary: 10, production: 90 } },
    };
    expect(isSameRouting(canary, turned)).toBe(true);
    expect(isSameRouting(canary, { ...canary, traffic: null })).toBe(false);
    expect(isSameRouting(canary, { ...canary, aliases: { production: '1' } })).toBe(false);
    expect(isSameRouting(canary, { ...canary, shadow: '3' })).toBe(false);
  });
});

describe('routingFaults', () => {
  const available = ['1', '2'];
  const weights = (given: Record<string, number>, baseline = '1'): RoutingState => ({
    ...canary,
    traffic: { baseline, weights: given },
  });

  it('finds none in what is right', () => {
    expect(routingFaults(canary, available)).toEqual([]);
    expect(routingFaults({ ...canary, traffic: null, shadow: '2' }, available)).toEqual([]);
    expect(routingFaults({ ...NO_ROUTING, shadow: '2' }, available)).toEqual([]);
    expect(routingFaults(weights({ '1': 33.3, '2': 66.7 }), available)).toEqual([]);
    expect(routingFaults(NO_ROUTING, [])).toEqual([]);
  });

  it.each([
    [
      'an alias of no version',
      { ...NO_ROUTING, aliases: { production: '3' } },
      "aliases.production: there is no version '3'; available: 1, 2",
    ],
    [
      'an alias named like a version',
      { ...NO_ROUTING, aliases: { '2': '1' } },
      "aliases: '2' is no name for an alias; an alias has 1 to 64 of A-Z a-z 0-9 _ - and starts with a letter, so that it is no version",
    ],
    [
      'a sum of 90',
      weights({ '1': 80, '2': 10 }),
      'traffic: the weights sum up to 90; they have to make 100',
    ],
    ['a negative weight', weights({ '1': 110, '2': -10 }), 'is not a percentage from 0 to 100'],
    ['no weights at all', weights({}), 'traffic: the weights sum up to 0; they have to make 100'],
    [
      'traffic to no version',
      weights({ '1': 50, '9': 50 }),
      "traffic.9: there is no version '9'; available: 1, 2",
    ],
    [
      'traffic to no alias',
      weights({ '1': 50, beta: 50 }),
      "traffic.beta: there is no alias 'beta'; aliases: production, canary",
    ],
    [
      'a baseline without weight',
      weights({ '1': 100 }, '2'),
      "traffic: the baseline '2' has no weight; weights are given for 1",
    ],
    ['a shadow of no version', { ...canary, shadow: '9' }, "shadow: there is no version '9'"],
    [
      'a shadow of what answers',
      { ...canary, shadow: '1' },
      'shadow: version 1 is the one that answers; a shadow is another version',
    ],
  ] as [string, RoutingState, string][])('tells of %s', (_, state, fault) => {
    expect(routingFaults(state, available).join('\n')).toContain(fault);
  });

  it('tells of a shadow that nobody stands in front of', () => {
    expect(routingFaults({ ...NO_ROUTING, shadow: '1' }, ['1'])).toEqual([
      'shadow: version 1 is the only one; a shadow needs another one that answers',
    ]);
  });

  it('tells of versions that are gone', () => {
    expect(missingVersions(canary, ['2', '3'])).toEqual([
      'version 1 is named and not served; available: 2, 3',
    ]);
  });
});
