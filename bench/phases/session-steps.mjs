import { round } from '../statistics.mjs';

const METRIC = 'sibyl_http_request_duration_seconds_bucket';
/** What a session takes without a model: made, looked at, described, ended. */
const STEPS = /^(POST|GET|PATCH) \/v1\/sessions(\/:session_id(\/end)?)?$/;

/** Counts by step and upper edge, as the server counts them from the first byte of a request to the last of its answer. */
export async function readSteps(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const steps = {};
  for (const [, labels, count] of text.matchAll(new RegExp(`^${METRIC}\\{(.*)\\} (\\S+)$`, 'gm'))) {
    const of = Object.fromEntries(
      [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    );
    const step = `${of.method} ${of.route}`;
    if (!STEPS.test(step)) continue;
    steps[step] ??= {};
    steps[step][of.le] = (steps[step][of.le] ?? 0) + Number(count);
  }
  return steps;
}

/**
 * What the steps took between two readings.
 *
 * @returns by step and for all of them together (`all`): count, P50 and P95 in milliseconds, interpolated between edges as
 *   Prometheus does, and the shares within 5 and 50 ms, which are exact
 */
export function stepsBetween(before, after) {
  const all = {};
  const told = {};
  for (const [step, counts] of Object.entries(after)) {
    const since = {};
    for (const [edge, count] of Object.entries(counts)) {
      since[edge] = count - (before[step]?.[edge] ?? 0);
      all[edge] = (all[edge] ?? 0) + since[edge];
    }
    if (since['+Inf'] > 0) told[step] = figuresOf(since);
  }
  return { ...told, ...(all['+Inf'] > 0 ? { all: figuresOf(all) } : {}) };
}

function figuresOf(counts) {
  const total = counts['+Inf'];
  const edges = Object.entries(counts)
    .map(([edge, count]) => [edge === '+Inf' ? Infinity : Number(edge), count])
    .toSorted(([a], [b]) => a - b);
  const quantile = (share) => {
    const at = edges.findIndex(([, count]) => count >= share * total);
    const [edge, count] = edges[at];
    const [lower, below] = at > 0 ? edges[at - 1] : [0, 0];
    if (edge === Infinity) return round(lower * 1000, 1);
    return round(1000 * (lower + ((edge - lower) * (share * total - below)) / (count - below)), 1);
  };
  const within = (seconds) => round((counts[String(seconds)] ?? 0) / total, 4);
  return {
    count: total,
    p50: quantile(0.5),
    p95: quantile(0.95),
    within5ms: within(0.005),
    within50ms: within(0.05),
  };
}
