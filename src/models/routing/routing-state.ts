/**
 * Where the requests of a model go. A target is a version (a whole number as text) or an alias; what an alias names is
 * looked up when a request comes, so that moving the alias moves its share.
 */
export interface RoutingState {
  /** Version by alias. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Shares of the requests that name no version; null: all of them go where `defaultTarget` says. */
  readonly traffic: Traffic | null;
  /** The target that is asked beside the one that answers, and never answers itself. */
  readonly shadow: string | null;
}

export interface Traffic {
  /** The target that the others are measured by, and that takes over what another one loses. */
  readonly baseline: string;
  /** Percent by target; their sum is 100. */
  readonly weights: Readonly<Record<string, number>>;
}

/** A version and its percentage. */
export interface Share {
  readonly version: string;
  readonly weight: number;
}

/** The alias that answers requests without a version where no traffic is set. */
export const DEFAULT_ALIAS = 'production';

export const NO_ROUTING: RoutingState = { aliases: {}, traffic: null, shadow: null };

const VERSION = /^\d{1,15}$/;
const ALIAS = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

export const isVersion = (target: string): boolean => VERSION.test(target);

/** An alias starts with a letter, so that it is never taken for a version. */
export const isAliasName = (name: string): boolean => ALIAS.test(name);

/** The version that a target names; undefined for an alias that is not set. */
export function versionOf(state: RoutingState, target: string): string | undefined {
  if (isVersion(target)) return target;
  return Object.hasOwn(state.aliases, target) ? state.aliases[target] : undefined;
}

/**
 * The version that the others are measured by, and that answers what no share takes: the traffic's baseline, else the
 * alias `production`. Undefined when neither is set: then the newest version answers, but not the shadow.
 */
export function baselineOf(state: RoutingState): string | undefined {
  return versionOf(state, state.traffic?.baseline ?? DEFAULT_ALIAS);
}

/** Shares by version, the baseline's first; targets of one version are added up. Empty without traffic. */
export function sharesOf(state: RoutingState): Share[] {
  if (!state.traffic) return [];
  const { baseline, weights } = state.traffic;
  const shares = new Map<string, number>([[versionOf(state, baseline) ?? '', 0]]);
  for (const [target, weight] of Object.entries(weights)) {
    const version = versionOf(state, target) ?? '';
    shares.set(version, (shares.get(version) ?? 0) + weight);
  }
  return [...shares].map(([version, weight]) => ({ version, weight }));
}

/** Versions that are tried on part of the requests, or beside them: what the guard watches. */
export function candidatesOf(state: RoutingState): string[] {
  const baseline = baselineOf(state);
  const shadow = state.shadow === null ? undefined : versionOf(state, state.shadow);
  const tried = sharesOf(state).flatMap(({ version, weight }) => (weight > 0 ? [version] : []));
  const candidates = new Set([...tried, ...(shadow === undefined ? [] : [shadow])]);
  return [...candidates].filter((version) => version !== baseline);
}

/** Every version that is named anywhere. */
export function namedVersions(state: RoutingState): string[] {
  const targets = [
    ...Object.keys(state.aliases),
    ...Object.keys(state.traffic?.weights ?? {}),
    ...(state.shadow === null ? [] : [state.shadow]),
  ];
  return [...new Set(targets.flatMap((target) => versionOf(state, target) ?? []))];
}

/** Places where an alias is used, in words. */
export function usesOf(state: RoutingState, alias: string): string[] {
  return [
    ...(Object.hasOwn(state.traffic?.weights ?? {}, alias) ? ['the traffic'] : []),
    ...(state.shadow === alias ? ['the shadow'] : []),
  ];
}

/**
 * The state without a candidate that is not to be trusted: the baseline takes all of the traffic, and the candidate is
 * no shadow any more. Aliases stay: who names one wants what it names.
 */
export function withdraw(state: RoutingState, candidate: string): RoutingState {
  const { traffic, shadow } = state;
  const isShadow = shadow !== null && versionOf(state, shadow) === candidate;
  const takesTraffic =
    candidate !== baselineOf(state) && sharesOf(state).some(({ version }) => version === candidate);
  return {
    ...state,
    traffic:
      traffic && takesTraffic
        ? { baseline: traffic.baseline, weights: { [traffic.baseline]: 100 } }
        : traffic,
    shadow: isShadow ? null : shadow,
  };
}

/** The same in another order is the same. */
export function isSameRouting(a: RoutingState, b: RoutingState): boolean {
  return isSameMap(a.aliases, b.aliases) && isSameTraffic(a.traffic, b.traffic) && a.shadow === b.shadow;
}

function isSameTraffic(a: Traffic | null, b: Traffic | null): boolean {
  if (a === null || b === null) return a === b;
  return a.baseline === b.baseline && isSameMap(a.weights, b.weights);
}

function isSameMap(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key])
  );
}
