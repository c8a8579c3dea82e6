import { setTimeout as delay } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

import { AppError } from '../../common/errors.js';
import { DatabaseService } from '../../database/database.service.js';
import type { PredictionRecord } from '../history/prediction-record.js';
import { FeedbackEntity } from './feedback.entity.js';
import type { Judgement } from './judge-feedback.js';

/** What counts of an opinion; two of the same prediction that are equal in it are one. */
export interface NewFeedback extends Judgement {
  readonly comment: string | null;
}

export interface Feedback extends NewFeedback {
  readonly predictionId: string;
  readonly revision: number;
  readonly predictedLabel: string | null;
  readonly givenAt: Date;
}

/** Tries beside others who judge the same prediction at the same time. */
const MAX_TRIES = 20;

/** How long a prediction takes to be written is a few of these. */
const UNWRITTEN_MS = 50;

/** Every method throws AppError HISTORY_UNAVAILABLE while the database is away. */
@Injectable()
export class FeedbackStore {
  constructor(private readonly database: DatabaseService) {}

  /**
   * Adds a revision, unless the latest says the same already. The key makes it a comparison and a step in one, so that
   * two opinions at the same time get two numbers. What is said of a person's prediction waits until that is written, and holds
   * it: an erasure finds either both or none.
   */
  add(record: PredictionRecord, feedback: NewFeedback): Promise<{ feedback: Feedback; isNew: boolean }> {
    return this.database.write(async (manager) => {
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const [latest] = await revisions(manager, record, 1);
        if (latest && isSame(latest, feedback)) return { feedback: latest, isNew: false };
        const next = { ...feedback, revision: (latest?.revision ?? 0) + 1, givenAt: new Date() };
        if (await insert(manager, record, next)) {
          return {
            feedback: { ...next, predictionId: record.id, predictedLabel: record.label },
            isNew: true,
          };
        }
        if (record.subjectId !== null && !(await isWritten(manager, record))) await delay(UNWRITTEN_MS);
      }
      if (record.subjectId === null || (await isWritten(manager, record)))
        throw new Error(`prediction ${record.id} is judged by too many at once`);
      const reason = 'the prediction has not been written yet';
      throw new AppError('HISTORY_UNAVAILABLE', { reason }, { retryAfterSeconds: 1 });
    });
  }

  /** Newest first. */
  list(record: PredictionRecord): Promise<Feedback[]> {
    return this.database.read((manager) => revisions(manager, record));
  }
}

function revisions(
  manager: EntityManager,
  { createdAt, id }: PredictionRecord,
  limit = 1000,
): Promise<Feedback[]> {
  return manager.find(FeedbackEntity, {
    where: { createdAt, predictionId: id },
    order: { revision: 'DESC' },
    take: limit,
  });
}

async function insert(
  manager: EntityManager,
  record: PredictionRecord,
  feedback: NewFeedback & { revision: number; givenAt: Date },
): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `INSERT INTO "prediction_feedback" ("created_at", "prediction_id", "revision", "model", "version",
       "predicted_label", "correct", "label", "true_values", "errors", "comment", "given_at")
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
     WHERE $13::boolean OR EXISTS (
       SELECT 1 FROM "predictions" WHERE "created_at" = $1 AND "id" = $2 FOR KEY SHARE)
     ON CONFLICT DO NOTHING RETURNING "revision"`,
    [
      record.createdAt,
      record.id,
      feedback.revision,
      record.model,
      record.version,
      record.label,
      feedback.correct,
      feedback.label,
      feedback.trueValues,
      feedback.errors,
      feedback.comment,
      feedback.givenAt,
      record.subjectId === null,
    ],
  );
  return rows.length > 0;
}

async function isWritten(manager: EntityManager, { createdAt, id }: PredictionRecord): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM "predictions" WHERE "created_at" = $1 AND "id" = $2`,
    [createdAt, id],
  );
  return rows.length > 0;
}

function isSame(one: NewFeedback, other: NewFeedback): boolean {
  const names = Object.keys(one.trueValues ?? {});
  return (
    one.correct === other.correct &&
    one.label === other.label &&
    one.comment === other.comment &&
    names.length === Object.keys(other.trueValues ?? {}).length &&
    names.every((name) => one.trueValues?.[name] === other.trueValues?.[name])
  );
}
