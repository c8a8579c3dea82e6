import { Injectable } from '@nestjs/common';

import { annotateRequest } from '../common/request-context.js';
import type { LoadedVersion } from '../models/loaded-version.js';
import { ModelProvider } from '../models/model-provider.js';
import { PredictionDto } from '../predictions/dto/prediction.dto.js';
import { PredictionsDto } from '../predictions/dto/predictions.dto.js';
import type { Answer, InSession } from '../predictions/prediction.js';
import type { Session } from './session.js';
import { sessionModel } from './session-model.js';
import { type Sighting, sightingOf } from './session-summary.js';
import { type Recorded, SessionsService } from './sessions.service.js';
import { type TrackedPicture, untracked } from './tracking/tracked-picture.js';

/** What is asked of a session. */
export interface DetectionRequest {
  readonly sessionId: string;
  readonly model?: string;
  readonly version?: string;
  /** When each picture was taken, Unix milliseconds; empty: a single one as it arrived. */
  readonly times: readonly number[];
  /** Unix milliseconds. */
  readonly arrivedAt: number;
}

export interface SessionAnswer<Body> {
  readonly body: Body;
  readonly state: Recorded['state'];
}

type AnyBody = PredictionDto | PredictionsDto | Buffer;

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
  async within<Body extends AnyBody>(
    asked: DetectionRequest,
    run: (version: LoadedVersion, session: InSession) => Promise<Body>,
  ): Promise<SessionAnswer<Body>> {
    const { session, isDeferred } = await this.sessions.use(asked.sessionId);
    // A canary gets whole sessions or nothing of them.
    annotateRequest({ routingKey: session.id });
    const version = sessionModel(this.models, session, asked);
    const answers = new Map<string, Answer>();
    let body: Body | undefined;
    try {
      const inSession = { id: session.id, answered: (answer: Answer) => void answers.set(answer.id, answer) };
      body = await run(version, inSession);
    } catch (error) {
      await this.record(
        session,
        [...answers.values()].map((answer) => sightingOf(answer)),
      );
      throw error;
    }
    const ids = predictionIds(body) ?? [...answers.keys()];
    const sightings = ids.map((id, index) => {
      const answer = id === null ? undefined : answers.get(id);
      return answer && sightingOf(answer, asked.times[index] ?? (ids.length === 1 ? asked.arrivedAt : null));
    });
    const { pictures, state } = await this.record(session, sightings);
    return { body: withTracks(body, pictures), state: isDeferred ? 'deferred' : state };
  }

  /** As SessionsService.record, with a place for what failed. */
  private async record(session: Session, sightings: readonly (Sighting | undefined)[]): Promise<Recorded> {
    const there = sightings.filter((each) => each !== undefined);
    const { pictures: said, state } = await this.sessions.record(session.id, there);
    const pictures = sightings.map((sighting) => {
      if (!sighting?.picture || !session.tracking) return null;
      return said[there.indexOf(sighting)] ?? untracked('unavailable', sighting.picture);
    });
    return { pictures, state };
  }
}

/** Of each picture in the order in which it was sent, null where it failed; null for a body without ids. */
function predictionIds(body: AnyBody): (string | null)[] | null {
  if (Buffer.isBuffer(body)) return null;
  if ('items' in body) return body.items.map(({ prediction }) => prediction?.prediction_id ?? null);
  return [body.prediction_id];
}

/** The body with what the tracker says. Results may be shared with the cache, so they are copied. */
function withTracks<Body extends AnyBody>(body: Body, tracked: readonly (TrackedPicture | null)[]): Body {
  if (Buffer.isBuffer(body)) return body;
  if ('items' in body) {
    const items = body.items.map((item, index) => {
      const said = tracked[index];
      return item.prediction && said ? { ...item, prediction: withIds(item.prediction, said) } : item;
    });
    return { ...body, items };
  }
  const [said] = tracked;
  return said ? (withIds(body, said) as Body) : body;
}

function withIds(prediction: PredictionDto, said: TrackedPicture): PredictionDto {
  const { result } = prediction;
  if (!('detections' in result)) return prediction;
  const detections = result.detections.map((detection, index) => {
    return { ...detection, track_id: said.ids[index] ?? null };
  });
  return {
    ...prediction,
    result: { ...result, detections },
    tracking: {
      status: said.status,
      captured_at: said.capturedAt === null ? null : new Date(said.capturedAt),
      entered: said.entered.map(({ trackId }) => trackId),
      left: said.left.map(({ trackId }) => trackId),
    },
  };
}
