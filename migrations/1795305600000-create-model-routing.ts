import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who changed the routing of a model, when, and what it was then; and predictions that were made beside another one. */
export class CreateModelRouting1795305600000 implements MigrationInterface {
  readonly name = 'CreateModelRouting1795305600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "model_routing_changes" (
        "model" text NOT NULL,
        "revision" integer NOT NULL,
        "state" jsonb NOT NULL,
        "action" text NOT NULL,
        "changed_by" text NOT NULL,
        "changed_at" timestamptz(3) NOT NULL,
        "reason" text,
        "restored_revision" integer,
        CONSTRAINT "model_routing_changes_pkey" PRIMARY KEY ("model", "revision")
      )`);
    await runner.query(`ALTER TABLE "predictions" ADD COLUMN "shadow_of" uuid`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "predictions" DROP COLUMN "shadow_of"`);
    await runner.query(`DROP TABLE "model_routing_changes"`);
  }
}
