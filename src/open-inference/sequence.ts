import { Injectable } from '@nestjs/common';
import { validate, version } from 'uuid';

import { AppError } from '../common/errors.js';
import type { InSession } from '../predictions/prediction.js';
import { type Sighting, sightingOf } from '../sessions/session-summary.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { RequestControls } from './codec/request-controls.js';

/** Sequences of the protocol whose id is that of a session, a UUID; any other id means nothing here and is passed over. */
@Injectable()
export class Sequences {
  constructor(private readonly sessions: SessionsService) {}

  /**
   * Runs a request within its session, if it names one. `sequence_start` makes the session, and goes on with one that runs: the
   * first request may be sent again. `sequence_end` ends it after the answer.
   *
   * @throws AppError VALIDATION_FAILED, SESSION_NOT_FOUND, SESSION_EXPIRED, SESSION_ENDED, SESSION_STORE_UNAVAILABLE
   */
  async within<T>(
    { sequenceId, startsSequence, endsSequence }: RequestControls,
    run: (session: InSession | undefined) => Promise<T>,
  ): Promise<T> {
    if (sequenceId === null || !validate(sequenceId)) return run(undefined);
    if (startsSequence) await this.begin(sequenceId);
    const { session } = await this.sessions.use(sequenceId);
    const sightings: Sighting[] = [];
    const answered: InSession['answered'] = (answer, record) => {
      record(answer);
      sightings.push(sightingOf(answer));
    };
    let answer: T;
    try {
      answer = await run({ id: session.id, answered });
    } finally {
      await this.sessions.record(session.id, sightings);
    }
    // Not after a failure: the request may be sent again.
    if (endsSequence) await this.sessions.end(session.id);
    return answer;
  }

  /** Sessions are listed by their ids, newest first, which only version 7 keeps to. */
  private async begin(id: string): Promise<void> {
    if (version(id) !== 7) {
      const faults = [
        `'parameters.sequence_id' must be a UUID of version 7 to start a session; got one of version ${version(id)}`,
      ];
      throw new AppError('VALIDATION_FAILED', { faults });
    }
    await this.sessions.begin(id);
  }
}
