import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Subjects and their dated records, and which subject a prediction is about. */
export class CreateSubjects1795651200000 implements MigrationInterface {
  readonly name = 'CreateSubjects1795651200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "subjects" (
        "id" uuid NOT NULL,
        "revision" integer NOT NULL,
        "is_erased" boolean NOT NULL,
        "erased_at" timestamptz(3),
        CONSTRAINT "subjects_pkey" PRIMARY KEY ("id")
      )`);
    await runner.query(`
      CREATE TABLE "subject_records" (
        "subject_id" uuid NOT NULL,
        "date" date NOT NULL,
        "fields" jsonb NOT NULL,
        "stored_at" timestamptz(3) NOT NULL,
        CONSTRAINT "subject_records_pkey" PRIMARY KEY ("subject_id", "date")
      )`);
    await runner.query(`ALTER TABLE "predictions" ADD "subject_id" uuid`);
    await runner.query(
      `CREATE INDEX "predictions_subject_idx" ON "predictions" ("subject_id", "created_at", "id")
        WHERE "subject_id" IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "predictions_subject_idx"`);
    await runner.query(`ALTER TABLE "predictions" DROP COLUMN "subject_id"`);
    await runner.query(`DROP TABLE "subject_records"`);
    await runner.query(`DROP TABLE "subjects"`);
  }
}
