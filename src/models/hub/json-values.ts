import { shown } from '../manifest/manifest-rules.js';

/** An object of JSON. */
export type JsonMap = Readonly<Record<string, unknown>>;

/** A value that is not what its key takes: the message goes after the file's name. */
export class HubFault extends Error {}

export const isMap = (value: unknown): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own keys only: `constructor` is a name like any other. */
export const valueOf = (map: JsonMap, key: string): unknown =>
  Object.hasOwn(map, key) && map[key] !== null ? map[key] : undefined;

const LARGEST_SIDE = 16_384;

const isSide = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) > 0 && (value as number) <= LARGEST_SIDE;

export function sideOf(value: unknown, path: string): number {
  if (isSide(value)) return value;
  throw new HubFault(`has ${path}: ${shown(value)}, which is not a whole number of pixels`);
}

/** @throws HubFault unless it is a number within the bounds */
export function numberOf(value: unknown, path: string, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new HubFault(`has ${path}: ${shown(value)}, which is not a number from ${least} to ${most}`);
}

export function flagOf(map: JsonMap, key: string): boolean | undefined {
  const value = valueOf(map, key);
  if (value === undefined || typeof value === 'boolean') return value;
  throw new HubFault(`has ${key}: ${shown(value)}, which is neither true nor false`);
}

/** One number for every channel or one for each. */
export function channelNumbers(value: unknown, path: string, isDivisor = false): readonly number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isRight = (each: unknown): boolean =>
    typeof each === 'number' && Math.abs(each) <= 1e6 && (!isDivisor || each !== 0);
  if ((list.length === 1 || list.length === 3) && list.every(isRight)) return list as number[];
  const expected = `1 or 3 numbers${isDivisor ? ' other than 0' : ''}`;
  throw new HubFault(`has ${path}: ${shown(value)}, and expected are ${expected}`);
}
