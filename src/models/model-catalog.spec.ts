import type { LoadedVersion } from './loaded-version.js';
import { type CatalogModel, ModelCatalog } from './model-catalog.js';
import { NOTHING_DECLARED } from './routing/declared-routing.js';
import type { VersionState } from './version-state.js';

const version = (number: string, state: VersionState): LoadedVersion =>
  ({
    spec: { version: number },
    state,
    isParked: false,
    assertServed() {
      return this;
    },
  }) as unknown as LoadedVersion;

function catalogWith(...models: Partial<CatalogModel>[]): ModelCatalog {
  const catalog = new ModelCatalog();
  for (const model of models)
    catalog.put({
      name: 'm',
      versions: [],
      faults: [],
      isRequired: false,
      refusal: null,
      routing: NOTHING_DECLARED,
      ...model,
    });
  return catalog;
}

const caught = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

describe('ModelCatalog', () => {
  it('lists models by name', () => {
    expect(
      catalogWith({ name: 'b' }, { name: 'B' }, { name: 'a' })
        .all()
        .map(({ name }) => name),
    ).toEqual(['B', 'a', 'b']);
  });

  it.each([
    [['ready', 'ready'], '2'],
    [['ready', 'failed'], '1'],
    [['ready', 'loading'], '1'],
    [['failed', 'loading'], '2'],
    [['unloaded', 'unloaded'], '2'],
  ] as [VersionState[], string][])('of versions that are %j it resolves %s', (states, expected) => {
    const catalog = catalogWith({ versions: states.map((state, i) => version(String(i + 1), state)) });
    expect(catalog.resolve('m').spec.version).toBe(expected);
  });

  it('resolves the version that is asked for, whatever its state', () => {
    const catalog = catalogWith({ versions: [version('1', 'failed'), version('2', 'ready')] });
    expect(catalog.resolve('m', '1').spec.version).toBe('1');
  });

  it.each(['other', '__proto__', 'constructor', ''])('does not know a model named %j', (name) => {
    expect(caught(() => catalogWith({}).resolve(name))).toMatchObject({
      code: 'MODEL_NOT_FOUND',
      details: { model: name, available: ['m'] },
    });
  });

  it('does not know a version that is not there, and names those that are', () => {
    const catalog = catalogWith({ versions: [version('1', 'ready')] });
    expect(caught(() => catalog.resolve('m', '9'))).toMatchObject({
      code: 'VERSION_NOT_FOUND',
      details: { version: '9', available: ['1'] },
    });
  });

  it.each([[undefined], ['3']])('says why version %s cannot be served', (asked) => {
    const catalog = catalogWith({ faults: [{ version: '3', reason: 'it is cut off' }] });
    expect(caught(() => catalog.resolve('m', asked))).toMatchObject({
      code: 'MODEL_NOT_READY',
      details: { version: '3', state: 'failed', reason: 'it is cut off' },
      retryAfterSeconds: 30,
    });
  });
});
