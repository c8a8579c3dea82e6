import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Months are added by the running server; rows of a month without a partition of its own go to the default one. */
export class CreatePredictions1795219200000 implements MigrationInterface {
  readonly name = 'CreatePredictions1795219200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "predictions" (
        "created_at" timestamptz(3) NOT NULL,
        "id" uuid NOT NULL,
        "request_id" text NOT NULL,
        "model" text NOT NULL,
        "version" text NOT NULL,
        "digest" text NOT NULL,
        "task" text NOT NULL,
        "status" text NOT NULL,
        "error_code" text,
        "label" text,
        "score" double precision,
        "labels" text array NOT NULL,
        "confidence_status" text,
        "cached" boolean NOT NULL,
        "result" jsonb,
        "input_digest" text,
        "input_bytes" integer,
        "timings_ms" jsonb,
        "total_ms" double precision NOT NULL,
        CONSTRAINT "predictions_pkey" PRIMARY KEY ("created_at", "id")
      ) PARTITION BY RANGE ("created_at")`);
    await runner.query(`CREATE TABLE "predictions_default" PARTITION OF "predictions" DEFAULT`);
    await runner.query(`CREATE INDEX "predictions_model_idx" ON "predictions" ("model", "created_at", "id")`);
    await runner.query(
      `CREATE INDEX "predictions_model_version_idx" ON "predictions" ("model", "version", "created_at", "id")`,
    );
    await runner.query(
      `CREATE INDEX "predictions_failed_idx" ON "predictions" ("created_at", "id") WHERE "status" = 'failed'`,
    );
    await runner.query(
      `CREATE INDEX "predictions_confidence_idx" ON "predictions" ("confidence_status", "created_at", "id")
        WHERE "confidence_status" IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX "predictions_request_idx" ON "predictions" ("request_id", "created_at", "id")`,
    );
    await runner.query(`CREATE INDEX "predictions_labels_idx" ON "predictions" USING gin ("labels")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "predictions"`);
  }
}
