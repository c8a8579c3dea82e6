import { Injectable } from '@nestjs/common';
import { validate } from 'uuid';

import type { InSession } from '../predictions/prediction.js';
import { type Sighting, sightingOf } from '../sessions/session-summary.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { RequestControls } from './codec/request-controls.js';

/** Sequences of the protocol whose id is that of a session; any other id means nothing here and is passed over. */
@Injectable()
export class Sequences {
  constructor(private readonly sessions: SessionsService) {}

  /**
   * Runs a request within its session, if it names one; `sequence_end` ends the session after the answer.
   *
   * @throws AppError SESSION_NOT_FOUND, SESSION_EXPIRED, SESSION_ENDED, SESSION_STORE_UNAVAILABLE
   */
  async within<T>(
    { sequenceId, endsSequence }: RequestControls,
    run: (session: InSession | undefined) => Promise<T>,
  ): Promise<T> {
    if (sequenceId === null || !validate(sequenceId)) return run(undefined);
    const { session } = await this.sessions.use(sequenceId);
    const sightings: Sighting[] = [];
    const answered: InSession['answered'] = (answer) => void sightings.push(sightingOf(answer));
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
}
