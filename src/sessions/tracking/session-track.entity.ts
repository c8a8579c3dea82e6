import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

import { SessionEntity } from '../session.entity.js';

/** A thing that was followed in a session, written with every picture that shows it. Times are those of the pictures. */
@Entity({ name: 'session_tracks' })
export class SessionTrackEntity {
  @ForeignKey(() => SessionEntity, { name: 'session_tracks_session_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'session_id', type: 'uuid', primaryKeyConstraintName: 'session_tracks_pkey' })
  sessionId: string;

  /** From 1 in each session. */
  @PrimaryColumn({ name: 'track_id', type: 'integer', primaryKeyConstraintName: 'session_tracks_pkey' })
  trackId: number;

  @Column({ name: 'label', type: 'text' })
  label: string;

  /** In how many it was seen. */
  @Column({ name: 'pictures', type: 'integer' })
  pictures: number;

  /** 0-1. */
  @Column({ name: 'best_score', type: 'double precision' })
  bestScore: number;

  @Column({ name: 'first_seen', type: 'timestamptz', precision: 3 })
  firstSeen: Date;

  @Column({ name: 'last_seen', type: 'timestamptz', precision: 3 })
  lastSeen: Date;

  @Column({ name: 'has_left', type: 'boolean' })
  hasLeft: boolean;
}
