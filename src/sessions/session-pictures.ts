import type { Answer, TellingSession } from '../predictions/prediction.js';
import type { Session } from './session.js';
import { type Sighting, sightingOf } from './session-summary.js';
import { type Recorded, SessionsService } from './sessions.service.js';
import { type TrackedPicture, untracked } from './tracking/tracked-picture.js';
import { withTrackIds } from './tracking/with-track-ids.js';

/** When the pictures of a request were taken. */
export interface PictureTimes {
  /** Of each picture, Unix milliseconds; empty: a single one as it arrived. */
  readonly times: readonly number[];
  /** Unix milliseconds. */
  readonly arrivedAt: number;
}

interface Answered {
  readonly answer: Answer;
  /** Writes it into the history; null once that is done. */
  readonly record: ((told: Answer) => void) | null;
}

/**
 * The pictures of one request in a session: what is answered is added to the session, and where that follows things, answer,
 * history and drawn picture get the ids that the tracker gives.
 */
export class SessionPictures implements TellingSession {
  /** Answers that the session does not have yet, by the id of their prediction. */
  private readonly waiting = new Map<string, Answered>();
  private latest: Recorded['state'] = 'recorded';

  constructor(
    private readonly session: Session,
    private readonly asked: PictureTimes,
    private readonly sessions: Pick<SessionsService, 'record'>,
  ) {}

  get id(): string {
    return this.session.id;
  }

  /** What became of the pictures. */
  get state(): Recorded['state'] {
    return this.latest;
  }

  readonly answered = (answer: Answer, record: (told: Answer) => void): void => {
    // The tracker needs the database, which may keep it waiting.
    if (!this.session.tracking) record(answer);
    this.waiting.set(answer.id, { answer, record: this.session.tracking ? record : null });
  };

  readonly tell = (answers: readonly (Answer | null)[]): Promise<readonly (Answer | null)[]> => {
    const { times, arrivedAt } = this.asked;
    return this.add(answers, (index) => times[index] ?? (answers.length === 1 ? arrivedAt : null));
  };

  /** What was answered and never told, since the request failed after that, was seen all the same. */
  async close(): Promise<void> {
    const left = [...this.waiting.values()].map(({ answer }) => answer);
    if (left.length > 0) await this.add(left, () => null);
  }

  private async add(
    answers: readonly (Answer | null)[],
    timeOf: (index: number) => number | null,
  ): Promise<readonly (Answer | null)[]> {
    const sightings = answers.map((answer, index) =>
      answer ? sightingOf(answer, timeOf(index)) : undefined,
    );
    const told = new Map<string, Answer>();
    try {
      const tracked = await this.follow(sightings);
      for (const [index, answer] of answers.entries()) {
        const said = tracked[index];
        if (answer && said) told.set(answer.id, withTracking(answer, said));
      }
    } finally {
      for (const answer of answers) if (answer) this.record(told.get(answer.id) ?? answer);
    }
    return answers.map((answer) => answer && (told.get(answer.id) ?? answer));
  }

  /** What the tracker says of each; null where nothing is followed. */
  private async follow(sightings: readonly (Sighting | undefined)[]): Promise<(TrackedPicture | null)[]> {
    const there = sightings.filter((each) => each !== undefined);
    const { pictures, state } = await this.sessions.record(this.id, there);
    this.latest = state;
    return sightings.map((sighting) => {
      if (!sighting?.picture || !this.session.tracking) return null;
      return pictures[there.indexOf(sighting)] ?? untracked('unavailable', sighting.picture);
    });
  }

  private record(told: Answer): void {
    const record = this.waiting.get(told.id)?.record;
    this.waiting.delete(told.id);
    record?.(told);
  }
}

/** The result may be shared with the cache, so it is copied. */
function withTracking(answer: Answer, said: TrackedPicture): Answer {
  return {
    ...answer,
    result: withTrackIds(answer.result, said.ids),
    tracking: {
      status: said.status,
      captured_at: said.capturedAt === null ? null : new Date(said.capturedAt),
      entered: said.entered.map(({ trackId }) => trackId),
      left: said.left.map(({ trackId }) => trackId),
    },
  };
}
