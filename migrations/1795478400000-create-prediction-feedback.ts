import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people say of predictions, by the month of the prediction, so that both are dropped together. */
export class CreatePredictionFeedback1795478400000 implements MigrationInterface {
  readonly name = 'CreatePredictionFeedback1795478400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "prediction_feedback" (
        "created_at" timestamptz(3) NOT NULL,
        "prediction_id" uuid NOT NULL,
        "revision" integer NOT NULL,
        "model" text NOT NULL,
        "version" text NOT NULL,
        "predicted_label" text,
        "correct" boolean,
        "label" text,
        "true_values" jsonb,
        "errors" jsonb,
        "comment" text,
        "given_at" timestamptz(3) NOT NULL,
        CONSTRAINT "prediction_feedback_pkey" PRIMARY KEY ("created_at", "prediction_id", "revision")
      ) PARTITION BY RANGE ("created_at")`);
    await runner.query(
      `CREATE TABLE "prediction_feedback_default" PARTITION OF "prediction_feedback" DEFAULT`,
    );
    await runner.query(
      `CREATE INDEX "prediction_feedback_model_idx" ON "prediction_feedback" ("model", "created_at")`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "prediction_feedback"`);
  }
}
