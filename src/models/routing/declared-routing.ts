import type { VersionsManifest } from '../manifest/sections/versions-manifest.js';
import { DEFAULT_GUARD, type GuardSpec } from './guard-spec.js';
import { NO_ROUTING, type RoutingState, type Traffic, versionOf } from './routing-state.js';

/** What the manifest says: the state until somebody changes it, and the guard, which stays the manifest's. */
export interface DeclaredRouting {
  readonly state: RoutingState;
  readonly guard: GuardSpec;
}

export const NOTHING_DECLARED: DeclaredRouting = { state: NO_ROUTING, guard: DEFAULT_GUARD };

/** Routing from the `versions` of a manifest whose values have been checked one by one. */
export function declaredRouting(versions: VersionsManifest | undefined): DeclaredRouting {
  if (!versions) return NOTHING_DECLARED;
  const { aliases = {}, traffic, shadow, guard = {} } = versions;
  const named = Object.fromEntries(Object.entries(aliases).map(([name, version]) => [name, String(version)]));
  const state: RoutingState = {
    aliases: named,
    traffic: null,
    shadow: shadow === undefined ? null : String(shadow),
  };
  return {
    state: traffic === undefined ? state : { ...state, traffic: withBaseline(traffic, state, null) },
    guard: {
      maxErrorRate: guard.max_error_rate ?? DEFAULT_GUARD.maxErrorRate,
      maxDisagreement: guard.max_disagreement ?? DEFAULT_GUARD.maxDisagreement,
      minRequests: guard.min_requests ?? DEFAULT_GUARD.minRequests,
      windowSeconds: guard.window_seconds ?? DEFAULT_GUARD.windowSeconds,
      sample: guard.sample ?? DEFAULT_GUARD.sample,
    },
  };
}

/**
 * Traffic with the baseline that its weights leave: the one so far where it still has weight, so that a canary stays
 * one while it grows; else the greatest, of equal ones the lower version.
 */
export function withBaseline(
  weights: Readonly<Record<string, number>>,
  state: RoutingState,
  previous: Traffic | null,
): Traffic {
  const targets = Object.keys(weights);
  const before = previous?.baseline;
  if (before !== undefined && (weights[before] ?? 0) > 0) return { baseline: before, weights };
  const version = (target: string): number => Number(versionOf(state, target) ?? Infinity);
  const [first = ''] = targets.toSorted(
    (a, b) => weights[b]! - weights[a]! || version(a) - version(b) || (a < b ? -1 : 1),
  );
  return { baseline: first, weights };
}
