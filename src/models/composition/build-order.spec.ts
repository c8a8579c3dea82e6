import { buildOrder, dependentsOf, needsOf, type NeedyModel } from './build-order.js';

const single = (name: string): NeedyModel => ({ name, manifest: {} });
const looksAt = (name: string, model: string): NeedyModel => ({ name, manifest: { region: { model } } });
const madeOf = (name: string, ...members: string[]): NeedyModel => ({
  name,
  manifest: { ensemble: { combine: 'average', members: members.map((model) => ({ model })) } },
});

describe('needsOf', () => {
  it.each<[NeedyModel, string[]]>([
    [single('a'), []],
    [looksAt('a', 'face'), ['face']],
    [madeOf('a', 'b', 'c', 'b'), ['b', 'c']],
    [{ name: 'a', manifest: { ...madeOf('a', 'b', 'c').manifest, region: { model: 'b' } } }, ['b', 'c']],
  ])('%j', (model, needs) => {
    expect(needsOf(model)).toEqual(needs);
  });
});

describe('buildOrder', () => {
  it.each<[string, NeedyModel[], string[], Record<string, string[]>]>([
    ['leaves single models as they are', [single('a'), single('b')], ['a', 'b'], {}],
    ['puts members first', [madeOf('a', 'y', 'z'), single('y'), single('z')], ['y', 'z', 'a'], {}],
    [
      'goes through ensembles of ensembles',
      [madeOf('a', 'b'), madeOf('b', 'c'), single('c')],
      ['c', 'b', 'a'],
      {},
    ],
    ['does not mind what is not there', [madeOf('a', 'ghost')], ['a'], {}],
    ['finds a model that needs itself', [looksAt('a', 'a')], [], { a: ['a', 'a'] }],
    [
      'tells each model of a circle the way from itself',
      [looksAt('a', 'b'), madeOf('b', 'c'), looksAt('c', 'a'), looksAt('d', 'a')],
      ['d'],
      { a: ['a', 'b', 'c', 'a'], b: ['b', 'c', 'a', 'b'], c: ['c', 'a', 'b', 'c'] },
    ],
    [
      'takes a model that two need for no circle',
      [madeOf('a', 'b', 'c'), looksAt('b', 'd'), looksAt('c', 'd'), single('d')],
      ['d', 'b', 'c', 'a'],
      {},
    ],
  ])('%s', (_what, found, order, circles) => {
    const result = buildOrder(found);
    expect(result.models.map(({ name }) => name)).toEqual(order);
    expect(Object.fromEntries(result.circles)).toEqual(circles);
  });
});

describe('dependentsOf', () => {
  const found = [madeOf('a', 'b'), madeOf('b', 'c'), single('c'), looksAt('d', 'x')];

  it.each([
    [['c'], ['b', 'a']],
    [['b'], ['a']],
    [['a'], []],
    [
      ['c', 'x'],
      ['b', 'd', 'a'],
    ],
  ])('of %j are %j', (names, dependents) => {
    expect(dependentsOf(names, found).toSorted()).toEqual(dependents.toSorted());
  });
});
