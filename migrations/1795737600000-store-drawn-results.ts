import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The answer drawn on its picture, where the model keeps that: its key in the store. */
export class StoreDrawnResults1795737600000 implements MigrationInterface {
  readonly name = 'StoreDrawnResults1795737600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "predictions" ADD "result_key" text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "predictions" DROP COLUMN "result_key"`);
  }
}
