import type { Answer } from '../predictions/prediction.js';
import type { TimedBoxes, TrackedPicture } from './tracking/tracked-picture.js';

/** What was seen of one label. Times are ISO 8601. */
export interface LabelSummary {
  /** Findings over all pictures; one that stays in view counts once a picture. */
  readonly count: number;
  /** Pictures in which it was seen. */
  readonly pictures: number;
  /** 0-1; null from models without scores. */
  readonly best_score: number | null;
  readonly first_seen: string;
  readonly last_seen: string;
  /** Things with this label, each counted once however long it stays. Absent where nothing is followed. */
  readonly unique?: number;
  /** Longest time from the first to the last picture of one of them. */
  readonly longest_dwell_seconds?: number;
}

/** What a session has seen. Plain JSON, as it lies in the database. */
export interface SessionSummary {
  readonly predictions: number;
  readonly labels: Readonly<Record<string, LabelSummary>>;
}

export const EMPTY_SUMMARY: SessionSummary = { predictions: 0, labels: {} };

/** A prediction, as far as a feed tells it. */
export interface ToldPrediction {
  readonly prediction_id: string;
  readonly model: { readonly name: string; readonly version: string };
  readonly task: string;
  readonly result: object;
}

/** One prediction's findings. */
export interface Sighting {
  readonly at: Date;
  readonly findings: readonly { readonly label: string; readonly score: number | null }[];
  /** For a session that follows things over its pictures. */
  readonly picture?: TimedBoxes;
  /** For those who follow the session. Absent when it is written later. */
  readonly told?: ToldPrediction;
}

/** More labels than any model of a session has; what follows is not counted by name. */
const MAX_LABELS = 1000;

/** Adds one prediction. Names such as `__proto__` are labels like any other. */
export function addSighting(summary: SessionSummary, { at, findings }: Sighting): SessionSummary {
  const labels = new Map(Object.entries(summary.labels));
  const time = at.toISOString();
  const seenNow = new Set<string>();
  for (const { label, score } of findings) {
    const known = labels.get(label);
    if (!known && labels.size >= MAX_LABELS) continue;
    labels.set(label, {
      ...known,
      count: (known?.count ?? 0) + 1,
      pictures: (known?.pictures ?? 0) + (seenNow.has(label) ? 0 : 1),
      best_score: best(known?.best_score ?? null, score),
      first_seen: known && known.first_seen < time ? known.first_seen : time,
      last_seen: known && known.last_seen > time ? known.last_seen : time,
    });
    seenNow.add(label);
  }
  return { predictions: summary.predictions + 1, labels: Object.fromEntries(labels) };
}

/** Adds what was followed: what has come in, and how long what is there has been there. */
export function addTracks(summary: SessionSummary, { entered, seen }: TrackedPicture): SessionSummary {
  const labels = new Map(Object.entries(summary.labels));
  for (const { label } of entered) {
    const known = labels.get(label);
    if (known) labels.set(label, { ...known, unique: (known.unique ?? 0) + 1 });
  }
  for (const { label, dwellSeconds } of seen) {
    const known = labels.get(label);
    if (!known) continue;
    labels.set(label, {
      ...known,
      longest_dwell_seconds: Math.max(known.longest_dwell_seconds ?? 0, dwellSeconds),
    });
  }
  return { ...summary, labels: Object.fromEntries(labels) };
}

/**
 * What one answer adds to the summary: every detection, or the best class.
 *
 * @param capturedAt when the picture was taken, Unix milliseconds; null when that is not known
 */
export function sightingOf(
  { id, version, result, createdAt }: Pick<Answer, 'id' | 'version' | 'result' | 'createdAt'>,
  capturedAt: number | null = null,
): Sighting {
  const { name, version: number, task } = version.spec;
  const model = { name, version: number };
  const told = { prediction_id: id, model, task: task.kind, result };
  if ('detections' in result) {
    const { detections } = result;
    return { at: createdAt, findings: detections, picture: { capturedAt, boxes: detections }, told };
  }
  if ('classes' in result) return { at: createdAt, findings: result.classes.slice(0, 1), told };
  return { at: createdAt, findings: [], told };
}

function best(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
