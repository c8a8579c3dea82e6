import {
  dwellSeconds,
  type SeenBox,
  track,
  type Track,
  type TrackingOptions,
  type TrackState,
} from './tracker.js';

/** A picture as the tracker of a session gets it. */
export interface TimedBoxes {
  /** When it was taken, Unix milliseconds; null when that is not known: one of several pictures in a request. */
  readonly capturedAt: number | null;
  /** Best score first. */
  readonly boxes: readonly SeenBox[];
}

/** What the tracker says of one picture. */
export interface TrackedPicture {
  /**
   * `late`: a picture that was taken later has been looked at before this one. `untimed`: one of several in a request that gave
   * no times. `unavailable`: the database is away, where the tracker's memory is.
   */
  readonly status: 'tracked' | 'late' | 'untimed' | 'unavailable';
  readonly capturedAt: number | null;
  /** For each box the id of its track, or null. */
  readonly ids: readonly (number | null)[];
  readonly entered: readonly TrackFacts[];
  readonly left: readonly TrackFacts[];
  readonly seen: readonly TrackFacts[];
}

/** A track without the tracker's own numbers. Times are Unix milliseconds. */
export interface TrackFacts {
  readonly trackId: number;
  readonly label: string;
  readonly pictures: number;
  readonly bestScore: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly dwellSeconds: number;
}

/** A picture that is not tracked. */
export function untracked(
  status: 'late' | 'untimed' | 'unavailable',
  { capturedAt, boxes }: TimedBoxes,
): TrackedPicture {
  return { status, capturedAt, ids: boxes.map(() => null), entered: [], left: [], seen: [] };
}

/**
 * Adds a picture. Only time decides the order, and it goes forward: one that is not later than the newest so far changes nothing.
 */
export function trackPicture(
  state: TrackState | null,
  picture: TimedBoxes,
  options: TrackingOptions,
): { state: TrackState | null; tracked: TrackedPicture } {
  const { capturedAt, boxes } = picture;
  if (capturedAt === null) return { state, tracked: untracked('untimed', picture) };
  if (state && capturedAt <= state.at) return { state, tracked: untracked('late', picture) };
  const step = track(state, boxes, capturedAt, options);
  return {
    state: step.state,
    tracked: {
      status: 'tracked',
      capturedAt,
      ids: step.ids,
      entered: step.entered.map(factsOf),
      left: step.left.map(factsOf),
      seen: step.seen.map(factsOf),
    },
  };
}

function factsOf(one: Track): TrackFacts {
  return {
    trackId: one.id,
    label: one.label,
    pictures: one.hits,
    bestScore: one.best_score,
    firstSeen: one.first_seen,
    lastSeen: one.last_seen,
    dwellSeconds: dwellSeconds(one),
  };
}
