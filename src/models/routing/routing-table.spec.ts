import { DEFAULT_GUARD } from './guard-spec.js';
import { expectedRevision, revisionTag } from './revision-tag.js';
import { NO_ROUTING, type RoutingState } from './routing-state.js';
import { type RoutedModel, RoutingTable, manifestRecord } from './routing-table.js';

const version = (number: string, state: 'ready' | 'failed' | 'unloaded' = 'ready', isParked = false) => ({
  spec: { version: number },
  state,
  isParked,
  load: jest.fn(() => Promise.resolve()),
});

const model = (versions: ReturnType<typeof version>[], state: RoutingState = NO_ROUTING): RoutedModel => ({
  name: 'm',
  routing: { state, guard: DEFAULT_GUARD },
  versions,
  faults: [],
});

const halves: RoutingState = {
  aliases: { production: '1' },
  traffic: { baseline: 'production', weights: { production: 50, '2': 50 } },
  shadow: null,
};

const record = (revision: number, state: RoutingState) => ({ ...manifestRecord('m', state), revision });

/** A key that falls on version 2. */
const keyOfCanary = (table: RoutingTable): string =>
  Array.from({ length: 100 }, (_, index) => `k${index}`).find(
    (key) => table.pick(model([version('1'), version('2')], halves), undefined, key) === '2',
  )!;

describe('RoutingTable', () => {
  it('answers by the newest ready version where nothing is said, but not by the shadow', () => {
    const table = new RoutingTable();
    expect(table.pick(model([version('1'), version('2'), version('3', 'failed')]))).toBe('2');
    const shadowed = { ...NO_ROUTING, shadow: '2' };
    expect(table.pick(model([version('1'), version('2')], shadowed))).toBe('1');
    expect(table.pick(model([version('1'), version('2', 'ready', true)]))).toBe('1');
    expect(table.pick(model([]))).toBeUndefined();
  });

  it('passes a canary that cannot answer over for the baseline, and loads one that is not loaded', () => {
    const table = new RoutingTable();
    const key = keyOfCanary(table);
    const unloaded = version('2', 'unloaded');
    expect(table.pick(model([version('1'), version('2', 'failed')], halves), undefined, key)).toBe('1');
    expect(table.pick(model([version('1'), unloaded], halves), undefined, key)).toBe('1');
    expect(unloaded.load).toHaveBeenCalled();
    expect(table.pick(model([version('1')], halves), undefined, key)).toBe('1');
  });

  it('says that the version which is to answer is gone, and puts no other in its place', () => {
    const gone = model([version('2')], { ...NO_ROUTING, aliases: { production: '1' } });
    expect(() => new RoutingTable().pick(gone)).toThrow(/version 1 is missing: its requests go there/);
  });

  it('keeps a change that was applied while the database was asked for what it held before', () => {
    const table = new RoutingTable();
    table.apply(record(1, halves));
    const known = table.snapshot();
    table.apply(record(2, NO_ROUTING));
    table.replace([record(1, halves)], known);
    expect(table.known('m')?.revision).toBe(2);
    table.replace([record(3, halves)], known);
    expect(table.known('m')?.revision).toBe(3);
    const empty = new RoutingTable();
    const nothing = empty.snapshot();
    empty.apply(record(1, halves));
    empty.replace([], nothing);
    expect(empty.known('m')?.revision).toBe(1);
  });

  it('takes over newer changes only, and forgets what the database does not hold', () => {
    const table = new RoutingTable();
    const told = jest.fn();
    table.onChange(told);
    table.apply(record(2, halves));
    table.apply(record(1, NO_ROUTING));
    expect(table.known('m')?.revision).toBe(2);
    table.replace([record(2, halves)], table.snapshot());
    expect(told).toHaveBeenCalledTimes(1);
    table.replace([], table.snapshot());
    expect(table.known('m')).toBeUndefined();
    expect(told).toHaveBeenCalledTimes(2);
  });

  it('follows the guard at once, until a change of that revision is in the database', () => {
    const table = new RoutingTable();
    table.apply(record(1, halves));
    table.override(record(2, NO_ROUTING));
    table.replace([record(1, halves)], table.snapshot());
    expect(table.known('m')?.state).toBe(NO_ROUTING);
    expect(table.isUnstored('m')).toBe(true);
    table.apply(record(2, halves));
    expect(table.known('m')?.state).toBe(halves);
    expect(table.isUnstored('m')).toBe(false);
  });
});

describe('expectedRevision', () => {
  it.each([
    [undefined, undefined],
    ['*', undefined],
    [revisionTag(7), 7],
    ['7', 7],
    ['"0"', 0],
  ])('reads %j as %j', (header, revision) => {
    expect(expectedRevision(header)).toBe(revision);
  });

  it.each(['W/"7"', '"seven"', '7, 8', '-1'])('refuses %j', (header) => {
    expect(() => expectedRevision(header)).toThrow(/If-Match/);
  });
});
