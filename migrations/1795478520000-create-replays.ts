import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stored inputs that are run again through another version, and what came of each. */
export class CreateReplays1795478520000 implements MigrationInterface {
  readonly name = 'CreateReplays1795478520000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "replays" (
        "id" uuid NOT NULL,
        "model" text NOT NULL,
        "against" text NOT NULL,
        "filters" jsonb NOT NULL,
        "row_limit" integer NOT NULL,
        "total" integer NOT NULL,
        "done" integer NOT NULL,
        "state" text NOT NULL,
        "reason" text,
        "created_at" timestamptz(3) NOT NULL,
        "started_at" timestamptz(3),
        "finished_at" timestamptz(3),
        "last_id" uuid,
        "lease_owner" uuid,
        "lease_until" timestamptz(3),
        CONSTRAINT "replays_pkey" PRIMARY KEY ("id")
      )`);
    await runner.query(
      `CREATE INDEX "replays_open_idx" ON "replays" ("created_at") WHERE "finished_at" IS NULL`,
    );
    await runner.query(`
      CREATE TABLE "replay_rows" (
        "replay_id" uuid NOT NULL,
        "prediction_id" uuid NOT NULL,
        "predicted_at" timestamptz(3) NOT NULL,
        "outcome" text NOT NULL,
        "error_code" text,
        "old_label" text,
        "new_label" text,
        "score_shift" double precision,
        "latency_shift_ms" double precision,
        "change" double precision NOT NULL,
        "new_result" jsonb,
        CONSTRAINT "replay_rows_pkey" PRIMARY KEY ("replay_id", "prediction_id"),
        CONSTRAINT "replay_rows_replay_fkey" FOREIGN KEY ("replay_id") REFERENCES "replays" ("id") ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "replay_rows"`);
    await runner.query(`DROP TABLE "replays"`);
  }
}
