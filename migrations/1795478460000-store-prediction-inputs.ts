import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a prediction was made from, where its model keeps that: a key in the store, or the rows and tensors themselves. */
export class StorePredictionInputs1795478460000 implements MigrationInterface {
  readonly name = 'StorePredictionInputs1795478460000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE "predictions"
        ADD "input_key" text, ADD "input_data" jsonb, ADD "input_options" jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE "predictions"
        DROP COLUMN "input_key", DROP COLUMN "input_data", DROP COLUMN "input_options"`);
  }
}
