import { Injectable } from '@nestjs/common';

import { DatabaseService } from '../../database/database.service.js';
import type { StoredInput } from '../history/prediction-record.js';

export const WINDOW_HOURS = 24;
/** Of a model that answers more in a day, the latest of them: what is counted has to be bounded. */
const MAX_ROWS = 50_000;

interface Row {
  readonly input_key: string | null;
  readonly input_data: unknown;
  readonly input_options: Record<string, unknown>;
}

/** Finds out which stored inputs are sent again and again. */
@Injectable()
export class FrequentInputs {
  constructor(private readonly database: DatabaseService) {}

  /**
   * The inputs that were sent to a model most often in the last 24 hours, with the options that they were sent with; the
   * most frequent first, and none that was sent once. What is known about a subject is cached elsewhere.
   *
   * @throws AppError HISTORY_UNAVAILABLE
   */
  async of(model: string, limit: number): Promise<StoredInput[]> {
    const since = new Date(Date.now() - WINDOW_HOURS * 3600_000);
    // Ids are UUIDs of version 7: the largest one is the latest, whose object is there if any of them is.
    const rows = await this.database.read((manager) =>
      manager.query<Row[]>(
        `WITH recent AS MATERIALIZED (
           SELECT id, created_at, input_digest, input_options FROM predictions
           WHERE model = $1 AND created_at >= $2 AND status = 'succeeded' AND shadow_of IS NULL
             AND subject_id IS NULL AND input_options IS NOT NULL AND input_digest IS NOT NULL
           ORDER BY created_at DESC, id DESC LIMIT ${MAX_ROWS}),
         frequent AS MATERIALIZED (
           SELECT count(*) AS times, max(created_at) AS last_at, max(id::text)::uuid AS id FROM recent
           GROUP BY input_digest, input_options HAVING count(*) > 1
           ORDER BY times DESC, last_at DESC LIMIT $3)
         SELECT p.input_key, p.input_data, p.input_options
         FROM frequent f JOIN predictions p ON p.id = f.id AND p.created_at = f.last_at
         ORDER BY f.times DESC, f.last_at DESC`,
        [model, since, limit],
      ),
    );
    return rows.map(({ input_key, input_data, input_options }) => ({
      key: input_key,
      data: input_data,
      options: input_options,
    }));
  }
}
