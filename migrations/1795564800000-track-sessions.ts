import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a session follows over its pictures, and how many changes its feed has told. */
export class TrackSessions1795564800000 implements MigrationInterface {
  readonly name = 'TrackSessions1795564800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "sessions" ADD "tracking" jsonb`);
    await runner.query(`ALTER TABLE "sessions" ADD "track_state" jsonb`);
    await runner.query(`ALTER TABLE "sessions" ADD "feed_number" integer NOT NULL DEFAULT 0`);
    await runner.query(`
      CREATE TABLE "session_tracks" (
        "session_id" uuid NOT NULL,
        "track_id" integer NOT NULL,
        "label" text NOT NULL,
        "pictures" integer NOT NULL,
        "best_score" double precision NOT NULL,
        "first_seen" timestamptz(3) NOT NULL,
        "last_seen" timestamptz(3) NOT NULL,
        "has_left" boolean NOT NULL,
        CONSTRAINT "session_tracks_pkey" PRIMARY KEY ("session_id", "track_id"),
        CONSTRAINT "session_tracks_session_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions" ("id") ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "session_tracks"`);
    await runner.query(`ALTER TABLE "sessions" DROP COLUMN "feed_number"`);
    await runner.query(`ALTER TABLE "sessions" DROP COLUMN "track_state"`);
    await runner.query(`ALTER TABLE "sessions" DROP COLUMN "tracking"`);
  }
}
