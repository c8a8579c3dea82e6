import { Injectable } from '@nestjs/common';

import { DatabaseService } from '../../database/database.service.js';
import type { ReplayOutcome } from './replay-row.entity.js';

const MOST_PAIRS = 500;
const MOST_CHANGED = 20;

/** How something moved: new minus old. null where nothing could be compared. */
export interface Shift {
  readonly count: number;
  readonly mean: number | null;
  readonly p5: number | null;
  readonly median: number | null;
  readonly p95: number | null;
}

export interface ReplayReport {
  readonly outcomes: Readonly<Record<ReplayOutcome, number>>;
  readonly labels: readonly {
    readonly before: string | null;
    readonly after: string | null;
    readonly count: number;
  }[];
  readonly errors: readonly { readonly code: string; readonly count: number }[];
  readonly score: Shift;
  readonly latencyMs: Shift;
  /** Most changed first. */
  readonly mostChanged: readonly {
    readonly predictionId: string;
    readonly before: unknown;
    readonly after: unknown;
    readonly scoreShift: number | null;
  }[];
}

/** Sums up what came of the predictions of a replay so far. */
@Injectable()
export class ReplayReports {
  constructor(private readonly database: DatabaseService) {}

  /** @throws AppError HISTORY_UNAVAILABLE */
  of(replayId: string): Promise<ReplayReport> {
    return this.database.read(async (manager) => {
      const ask = <T>(sql: string): Promise<T[]> => manager.query<T[]>(sql, [replayId]);
      const outcomes = await ask<{ outcome: ReplayOutcome; count: number }>(
        `SELECT outcome, count(*)::int AS count FROM replay_rows WHERE replay_id = $1 GROUP BY outcome`,
      );
      const labels = await ask<ReplayReport['labels'][number]>(
        `SELECT old_label AS before, new_label AS after, count(*)::int AS count FROM replay_rows
         WHERE replay_id = $1 AND outcome IN ('agreed', 'differs') AND coalesce(old_label, new_label) IS NOT NULL
         GROUP BY old_label, new_label ORDER BY count DESC, before, after LIMIT ${MOST_PAIRS}`,
      );
      const errors = await ask<ReplayReport['errors'][number]>(
        `SELECT error_code AS code, count(*)::int AS count FROM replay_rows
         WHERE replay_id = $1 AND error_code IS NOT NULL GROUP BY error_code ORDER BY count DESC, code`,
      );
      const [score] = await ask<Shift>(shiftOf('score_shift'));
      const [latencyMs] = await ask<Shift>(shiftOf('latency_shift_ms'));
      // The time of the prediction leaves out the partitions of other months.
      const mostChanged = await ask<ReplayReport['mostChanged'][number]>(
        `SELECT r.prediction_id AS "predictionId", p.result AS before, r.new_result AS after,
           r.score_shift AS "scoreShift"
         FROM (SELECT * FROM replay_rows WHERE replay_id = $1 AND change > 0
               ORDER BY change DESC, prediction_id LIMIT ${MOST_CHANGED}) AS r
         LEFT JOIN predictions p ON p.created_at = r.predicted_at AND p.id = r.prediction_id
         ORDER BY r.change DESC, r.prediction_id`,
      );
      const count = (wanted: ReplayOutcome): number =>
        outcomes.find(({ outcome }) => outcome === wanted)?.count ?? 0;
      return {
        outcomes: {
          agreed: count('agreed'),
          differs: count('differs'),
          failed: count('failed'),
          skipped: count('skipped'),
        },
        labels,
        errors,
        score: score as Shift,
        latencyMs: latencyMs as Shift,
        mostChanged,
      };
    });
  }
}

function shiftOf(column: 'score_shift' | 'latency_shift_ms'): string {
  const at = (share: number): string => `percentile_cont(${share}) WITHIN GROUP (ORDER BY ${column})`;
  return `SELECT count(${column})::int AS count, avg(${column}) AS mean, ${at(0.05)} AS p5, ${at(0.5)} AS median,
    ${at(0.95)} AS p95 FROM replay_rows WHERE replay_id = $1`;
}
