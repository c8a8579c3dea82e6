import { Injectable } from '@nestjs/common';

import { annotateRequest } from '../common/request-context.js';
import type { LoadedVersion } from '../models/loaded-version.js';
import { ModelProvider } from '../models/model-provider.js';
import type { TellingSession } from '../predictions/prediction.js';
import { sessionModel } from './session-model.js';
import { type PictureTimes, SessionPictures } from './session-pictures.js';
import { type Recorded, SessionsService } from './sessions.service.js';

/** What is asked of a session. */
export interface DetectionRequest extends PictureTimes {
  readonly sessionId: string;
  readonly model?: string;
  readonly version?: string;
}

export interface SessionAnswer<Body> {
  readonly body: Body;
  readonly state: Recorded['state'];
}

/** Predictions in a session, from whatever way pictures come in: recorded with it, and followed where it says so. */
@Injectable()
export class SessionDetection {
  constructor(
    private readonly sessions: SessionsService,
    private readonly models: ModelProvider,
  ) {}

  /**
   * Uses the session for what `run` predicts. What was answered is recorded also when `run` fails after that.
   *
   * @throws AppError as SessionsService.use, sessionModel and `run`
   */
  async within<Body>(
    asked: DetectionRequest,
    run: (version: LoadedVersion, session: TellingSession) => Promise<Body>,
  ): Promise<SessionAnswer<Body>> {
    const { session, isDeferred } = await this.sessions.use(asked.sessionId);
    // A canary gets whole sessions or nothing of them.
    annotateRequest({ routingKey: session.id });
    const version = sessionModel(this.models, session, asked);
    const pictures = new SessionPictures(session, asked, this.sessions);
    try {
      const body = await run(version, pictures);
      return { body, state: isDeferred ? 'deferred' : pictures.state };
    } finally {
      await pictures.close();
    }
  }
}
