import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions, and which session a prediction was made in. */
export class CreateSessions1795392000000 implements MigrationInterface {
  readonly name = 'CreateSessions1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "sessions" (
        "id" uuid NOT NULL,
        "status" text NOT NULL,
        "metadata" jsonb NOT NULL,
        "model" text,
        "version" text,
        "ttl_seconds" integer NOT NULL,
        "created_at" timestamptz(3) NOT NULL,
        "last_activity" timestamptz(3) NOT NULL,
        "expires_at" timestamptz(3) NOT NULL,
        "ended_at" timestamptz(3),
        "end_reason" text,
        "prediction_count" integer NOT NULL,
        "summary" jsonb NOT NULL,
        "revision" integer NOT NULL,
        CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
      )`);
    await runner.query(
      `CREATE INDEX "sessions_open_idx" ON "sessions" ("expires_at") WHERE "status" <> 'ended'`,
    );
    await runner.query(`CREATE INDEX "sessions_status_idx" ON "sessions" ("status", "id")`);
    await runner.query(`ALTER TABLE "predictions" ADD "session_id" uuid`);
    await runner.query(
      `CREATE INDEX "predictions_session_idx" ON "predictions" ("session_id", "created_at", "id")
        WHERE "session_id" IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "predictions_session_idx"`);
    await runner.query(`ALTER TABLE "predictions" DROP COLUMN "session_id"`);
    await runner.query(`DROP TABLE "sessions"`);
  }
}
