import {
  baselineOf,
  isAliasName,
  isVersion,
  namedVersions,
  type RoutingState,
  versionOf,
} from './routing-state.js';

/** Weights are given with decimals at times; what is left of their sum by rounding is no fault. */
const SUM_TOLERANCE = 1e-6;

const list = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'none');

/**
 * What is wrong with a state, one sentence each; empty when it may be used.
 *
 * @param available versions that are served
 */
export function routingFaults(state: RoutingState, available: readonly string[]): string[] {
  const faults: string[] = [];
  for (const [alias, version] of Object.entries(state.aliases)) {
    if (!isAliasName(alias)) faults.push(nameFault(alias));
    if (!available.includes(version)) {
      faults.push(`aliases.${alias}: there is no version '${version}'; available: ${list(available)}`);
    }
  }
  faults.push(...trafficFaults(state, available), ...shadowFaults(state, available));
  return faults;
}

/** Versions that are named and not served, in words; for a state that was right once. */
export function missingVersions(state: RoutingState, available: readonly string[]): string[] {
  return namedVersions(state)
    .filter((version) => !available.includes(version))
    .map((version) => `version ${version} is named and not served; available: ${list(available)}`);
}

function nameFault(alias: string): string {
  const rule = 'an alias has 1 to 64 of A-Z a-z 0-9 _ - and starts with a letter, so that it is no version';
  return `aliases: '${alias}' is no name for an alias; ${rule}`;
}

function trafficFaults(state: RoutingState, available: readonly string[]): string[] {
  const { traffic } = state;
  if (!traffic) return [];
  const faults = Object.entries(traffic.weights).flatMap(([target, weight]) => [
    ...targetFaults(`traffic.${target}`, target, state, available),
    ...(Number.isFinite(weight) && weight >= 0 && weight <= 100
      ? []
      : [`traffic.${target}: ${String(weight)} is not a percentage from 0 to 100`]),
  ]);
  const sum = Object.values(traffic.weights).reduce((total, weight) => total + weight, 0);
  if (faults.length === 0 && Math.abs(sum - 100) > SUM_TOLERANCE) {
    faults.push(`traffic: the weights sum up to ${Number(sum.toFixed(6))}; they have to make 100`);
  }
  if (!Object.hasOwn(traffic.weights, traffic.baseline)) {
    const targets = list(Object.keys(traffic.weights));
    faults.push(
      `traffic: the baseline '${traffic.baseline}' has no weight; weights are given for ${targets}`,
    );
  }
  return faults;
}

function shadowFaults(state: RoutingState, available: readonly string[]): string[] {
  const { shadow, traffic } = state;
  if (shadow === null) return [];
  const faults = targetFaults('shadow', shadow, state, available);
  if (faults.length > 0) return faults;
  const version = versionOf(state, shadow);
  if (version === baselineOf(state)) {
    faults.push(`shadow: version ${version} is the one that answers; a shadow is another version`);
  } else if (!traffic && baselineOf(state) === undefined && available.length < 2) {
    faults.push(`shadow: version ${version} is the only one; a shadow needs another one that answers`);
  }
  return faults;
}

function targetFaults(
  where: string,
  target: string,
  state: RoutingState,
  available: readonly string[],
): string[] {
  if (!isVersion(target)) {
    return versionOf(state, target) === undefined
      ? [`${where}: there is no alias '${target}'; aliases: ${list(Object.keys(state.aliases))}`]
      : [];
  }
  return available.includes(target)
    ? []
    : [`${where}: there is no version '${target}'; available: ${list(available)}`];
}
