import type { Box } from '../../inference/tasks/task-io.js';
import { assign } from './assignment.js';
import { boxOf, correctMotion, holdSize, iou, type Motion, predictMotion, startMotion } from './motion.js';

/** How a session tracks. Keys as on the wire and in the database. */
export interface TrackingOptions {
  /** Boxes of at least this score begin tracks and are paired first, 0-1. */
  readonly high_score: number;
  /** Least overlap (intersection over union) of a box with where its track is expected, 0-1. */
  readonly match_iou: number;
  /** A track that is not seen for longer has left. */
  readonly max_gap_seconds: number;
  /** Pictures in a row in which a thing is seen before it counts. */
  readonly confirm_pictures: number;
}

/** One finding, as the tracker sees it. */
export interface SeenBox {
  readonly label: string;
  readonly score: number;
  readonly box: Box;
}

/** A thing that is followed. Times are Unix milliseconds on the clock of the pictures. */
export interface Track {
  /** From 1 in each session; 0 until it is confirmed. */
  readonly id: number;
  readonly label: string;
  readonly hits: number;
  readonly isLost: boolean;
  readonly first_seen: number;
  readonly last_seen: number;
  readonly best_score: number;
  readonly motion: Motion;
}

/** What the tracker has to know of all pictures before. Plain JSON. */
export interface TrackState {
  /** Time of the newest picture, Unix milliseconds. */
  readonly at: number;
  readonly last_id: number;
  readonly tracks: readonly Track[];
}

export interface TrackStep {
  readonly state: TrackState;
  /** For each box the id of its track; null for one that belongs to none, or not yet. */
  readonly ids: readonly (number | null)[];
  readonly entered: readonly Track[];
  readonly left: readonly Track[];
  /** Confirmed tracks that were seen in this picture, with those that entered. */
  readonly seen: readonly Track[];
}

/** Overlap that a box of low score needs: such a box is often background (0.5 in the paper's second association). */
const LOW_SCORE_IOU = 0.5;
/** Overlap of the second picture of something that may be nothing. */
const TENTATIVE_IOU = 0.3;
/** Boxes of a picture and tracks of a session that take part, so that one picture costs some milliseconds at most. */
const MAX_BOXES = 100;
const MAX_TRACKS = 200;

/**
 * Follows things over successive pictures: Y. Zhang et al., "ByteTrack: Multi-object tracking by associating every detection
 * box" (2022), algorithm 1. Boxes of high score are paired with where tracks are expected, then boxes of low score with the
 * tracks that are left; a box that belongs to no track begins one when its score is high. Only boxes and tracks of one label are
 * paired. Different from the paper: time is in seconds, pairs are as many as possible before they are as near as possible.
 *
 * @param state of the pictures before; null at the first one
 * @param boxes best score first; from the 101st on they are not looked at
 * @param at time of the picture, Unix milliseconds; later than `state.at`
 */
export function track(
  state: TrackState | null,
  boxes: readonly SeenBox[],
  at: number,
  options: TrackingOptions,
): TrackStep {
  const seconds = state ? (at - state.at) / 1000 : 0;
  const isGone = ({ last_seen }: Track): boolean => (at - last_seen) / 1000 > options.max_gap_seconds;
  const left = (state?.tracks ?? []).filter((each) => each.id > 0 && isGone(each));
  const tracks = (state?.tracks ?? [])
    .filter((each) => !isGone(each))
    .map((each) => ({ ...each, motion: predictMotion(each.motion, seconds) }));

  const open = new Set(boxes.slice(0, MAX_BOXES).keys());
  const pairs = new Map<Track, number>();
  const pair = (candidates: readonly Track[], isFit: (box: SeenBox) => boolean, leastIou: number): void => {
    const free = candidates.filter((each) => !pairs.has(each));
    const fitting = [...open].filter((index) => isFit(boxes[index] as SeenBox));
    const expected = free.map(({ motion }) => boxOf(motion));
    const found = assign(free.length, fitting.length, (row, column) => {
      const seen = boxes[fitting[column] as number] as SeenBox;
      if ((free[row] as Track).label !== seen.label) return Infinity;
      const overlap = iou(expected[row] as Box, seen.box);
      return overlap < leastIou ? Infinity : 1 - overlap;
    });
    for (const [row, column] of found.entries()) {
      if (column < 0) continue;
      const index = fitting[column] as number;
      pairs.set(free[row] as Track, index);
      open.delete(index);
    }
  };
  const isHigh = ({ score }: SeenBox): boolean => score >= options.high_score;
  const confirmed = tracks.filter(({ id }) => id > 0);
  pair(confirmed, isHigh, options.match_iou);
  const inView = confirmed.filter(({ isLost }) => !isLost);
  pair(inView, (box) => !isHigh(box), LOW_SCORE_IOU);
  const tentative = tracks.filter(({ id }) => id === 0);
  pair(tentative, isHigh, TENTATIVE_IOU);

  const ids = Array<number | null>(boxes.length).fill(null);
  const entered: Track[] = [];
  let lastId = state?.last_id ?? 0;
  // What is there from the beginning did not come in: it counts at once, as in the paper's own program.
  const needed = state === null ? 1 : options.confirm_pictures;
  const confirm = (one: Track): Track => {
    if (one.id > 0 || one.hits < needed) return one;
    const numbered = { ...one, id: ++lastId };
    entered.push(numbered);
    return numbered;
  };
  const next: Track[] = [];
  const keep = (one: Track, index: number): void => {
    const known = confirm(one);
    next.push(known);
    if (known.id > 0) ids[index] = known.id;
  };
  for (const each of tracks) {
    const index = pairs.get(each);
    if (index !== undefined) keep(continued(each, boxes[index] as SeenBox, at), index);
    else if (each.id > 0) next.push({ ...each, isLost: true, motion: holdSize(each.motion) });
  }
  for (const index of open) {
    const box = boxes[index] as SeenBox;
    if (isHigh(box) && next.length < MAX_TRACKS) keep(begun(box, at), index);
  }
  const seen = next.filter(({ id, last_seen }) => id > 0 && last_seen === at);
  return { state: { at, last_id: lastId, tracks: next }, ids, entered, left, seen };
}

/** Dwell time: from the first to the last picture that it was seen in. */
export function dwellSeconds({ first_seen, last_seen }: Pick<Track, 'first_seen' | 'last_seen'>): number {
  return (last_seen - first_seen) / 1000;
}

function begun({ label, score, box }: SeenBox, at: number): Track {
  return {
    id: 0,
    label,
    hits: 1,
    isLost: false,
    first_seen: at,
    last_seen: at,
    best_score: score,
    motion: startMotion(box),
  };
}

function continued(before: Track, { score, box }: SeenBox, at: number): Track {
  return {
    ...before,
    hits: before.hits + 1,
    isLost: false,
    last_seen: at,
    best_score: Math.max(before.best_score, score),
    motion: correctMotion(before.motion, box),
  };
}
