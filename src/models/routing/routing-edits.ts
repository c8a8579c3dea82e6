import { AppError } from '../../common/errors.js';
import { withBaseline } from './declared-routing.js';
import { isVersion, type RoutingState, usesOf } from './routing-state.js';

/** One change, applied to whatever state holds when its turn comes. @throws AppError */
export type Next = (state: RoutingState) => RoutingState;

/** @throws AppError VALIDATION_FAILED for a value that is no version */
export function aliasesFrom(given: Readonly<Record<string, unknown>>): Record<string, string> {
  const faults: string[] = [];
  const aliases: [string, string][] = [];
  for (const [alias, value] of Object.entries(given)) {
    const version = typeof value === 'number' ? String(value) : value;
    if (typeof version === 'string' && isVersion(version)) aliases.push([alias, version]);
    else faults.push(`aliases.${alias}: ${JSON.stringify(value)} is not the number of a version`);
  }
  refuse(faults);
  return Object.fromEntries(aliases);
}

export const setAlias =
  (alias: string, version: string): Next =>
  (state) => ({ ...state, aliases: { ...state.aliases, [alias]: version } });

/** @throws AppError ALIAS_NOT_FOUND; ROUTING_REFUSED while something uses it */
export const removeAlias =
  (model: string, alias: string): Next =>
  (state) => {
    if (!Object.hasOwn(state.aliases, alias)) {
      throw new AppError('ALIAS_NOT_FOUND', { model, alias, available: Object.keys(state.aliases) });
    }
    const uses = usesOf(state, alias);
    if (uses.length > 0) {
      const reason = `${uses.join(' and ')} goes to '${alias}'; change that first`;
      throw new AppError('ROUTING_REFUSED', { model, reason });
    }
    const aliases = Object.entries(state.aliases).filter(([name]) => name !== alias);
    return { ...state, aliases: Object.fromEntries(aliases) };
  };

/** @throws AppError VALIDATION_FAILED for a weight that is no number */
export function setTraffic(given: Readonly<Record<string, unknown>>, baseline: string | undefined): Next {
  const faults: string[] = [];
  const entries: [string, number][] = [];
  for (const [target, weight] of Object.entries(given)) {
    if (typeof weight === 'number') entries.push([target, weight]);
    else faults.push(`weights.${target}: ${JSON.stringify(weight)} is not a percentage from 0 to 100`);
  }
  refuse(faults);
  const weights = Object.fromEntries(entries);
  return (state) => ({
    ...state,
    traffic: baseline === undefined ? withBaseline(weights, state, state.traffic) : { baseline, weights },
  });
}

export const setShadow =
  (shadow: string | null): Next =>
  (state) => ({ ...state, shadow });

function refuse(faults: string[]): void {
  if (faults.length > 0) throw new AppError('VALIDATION_FAILED', { faults });
}
