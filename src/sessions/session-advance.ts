import { addSighting, addTracks, type SessionSummary, type Sighting } from './session-summary.js';
import { type TrackedPicture, trackPicture } from './tracking/tracked-picture.js';
import type { TrackFacts } from './tracking/tracked-picture.js';
import type { TrackingOptions, TrackState } from './tracking/tracker.js';

/** What a session is after some pictures. */
export interface Advance {
  readonly summary: SessionSummary;
  readonly state: TrackState | null;
  /** For each sighting what the tracker says; null where nothing is followed. */
  readonly pictures: readonly (TrackedPicture | null)[];
  /** Tracks that changed, each once, as they are now. */
  readonly changed: readonly (TrackFacts & { readonly hasLeft: boolean })[];
}

/** Adds pictures to what a session knows, in their order. Pure: whoever saves it decides whether it has happened. */
export function advance(
  before: {
    readonly summary: SessionSummary;
    readonly state: TrackState | null;
    readonly tracking: TrackingOptions | null;
  },
  sightings: readonly Sighting[],
): Advance {
  let { summary, state } = before;
  const changed = new Map<number, Advance['changed'][number]>();
  const pictures = sightings.map((sighting): TrackedPicture | null => {
    summary = addSighting(summary, sighting);
    if (!before.tracking || !sighting.picture) return null;
    const { state: next, tracked } = trackPicture(state, sighting.picture, before.tracking);
    state = next;
    summary = addTracks(summary, tracked);
    for (const one of tracked.left) changed.set(one.trackId, { ...one, hasLeft: true });
    for (const one of tracked.seen) changed.set(one.trackId, { ...one, hasLeft: false });
    return tracked;
  });
  return { summary, state, pictures, changed: [...changed.values()] };
}
