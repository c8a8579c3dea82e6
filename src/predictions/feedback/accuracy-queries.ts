import { Injectable } from '@nestjs/common';

import { DatabaseService } from '../../database/database.service.js';

export interface AccuracyFilters {
  readonly version?: string | undefined;
  /** Of the prediction; inclusive. */
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
}

/** What the feedback says of one version; of each prediction the latest opinion counts. */
export interface VersionAccuracy {
  readonly version: string;
  /** Predictions with feedback. */
  readonly feedback: number;
  /** Of them those that are right or wrong, and the right ones. */
  readonly judged: number;
  readonly correct: number;
  /** By true label, most frequent first. */
  readonly confusion: readonly {
    readonly expected: string;
    readonly predicted: string | null;
    readonly count: number;
  }[];
  /** Of predicted minus true, by name of the value. */
  readonly errors: readonly {
    readonly name: string;
    readonly count: number;
    readonly meanAbsolute: number;
    readonly rootMeanSquare: number;
    readonly mean: number;
  }[];
}

const MOST_PAIRS = 1000;

/** `created_at` bounds leave out the partitions of other months. */
const LATEST = `latest AS (
  SELECT DISTINCT ON (created_at, prediction_id) version, correct, label, predicted_label, errors
  FROM prediction_feedback
  WHERE model = $1 AND ($2::text IS NULL OR version = $2)
    AND created_at >= coalesce($3::timestamptz, '-infinity') AND created_at < coalesce($4::timestamptz, 'infinity')
  ORDER BY created_at, prediction_id, revision DESC)`;

/** Reads how good the versions of a model are, as far as people told. */
@Injectable()
export class AccuracyQueries {
  constructor(private readonly database: DatabaseService) {}

  /** Versions with feedback, in the order of their names. @throws AppError HISTORY_UNAVAILABLE */
  byVersion(model: string, { version, from, to }: AccuracyFilters): Promise<VersionAccuracy[]> {
    const parameters = [model, version ?? null, from ?? null, to ?? null];
    return this.database.read(async (manager) => {
      const counts = await manager.query<Counts[]>(
        `WITH ${LATEST}
         SELECT version, count(*)::int AS feedback, count(correct)::int AS judged,
           (count(*) FILTER (WHERE correct))::int AS correct
         FROM latest GROUP BY version ORDER BY version`,
        parameters,
      );
      const pairs = await manager.query<Pair[]>(
        `WITH ${LATEST}
         SELECT version, label AS expected, predicted_label AS predicted, count(*)::int AS count
         FROM latest WHERE label IS NOT NULL
         GROUP BY version, label, predicted_label ORDER BY count DESC, expected, predicted LIMIT ${MOST_PAIRS}`,
        parameters,
      );
      const errors = await manager.query<ErrorRow[]>(
        `WITH ${LATEST}, each AS (
           SELECT version, key AS name, value::float8 AS error FROM latest, jsonb_each_text(errors))
         SELECT version, name, count(*)::int AS count, avg(abs(error)) AS "meanAbsolute",
           sqrt(avg(error * error)) AS "rootMeanSquare", avg(error) AS mean
         FROM each GROUP BY version, name ORDER BY version, name`,
        parameters,
      );
      return counts.map((row) => ({
        ...row,
        confusion: ofVersion(pairs, row.version),
        errors: ofVersion(errors, row.version),
      }));
    });
  }
}

type Counts = Pick<VersionAccuracy, 'version' | 'feedback' | 'judged' | 'correct'>;
type OfVersion<T> = T & { readonly version: string };
type Pair = OfVersion<VersionAccuracy['confusion'][number]>;
type ErrorRow = OfVersion<VersionAccuracy['errors'][number]>;

function ofVersion<T>(rows: readonly OfVersion<T>[], wanted: string): T[] {
  return rows.filter(({ version }) => version === wanted);
}
