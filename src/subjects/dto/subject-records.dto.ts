import { ApiProperty } from '@nestjs/swagger';

import type { StoredRecord } from '../subject-record.js';

/** What came of storing records. */
export class StoredRecordsDto {
  /** @example '0b9f4ed2-3f0e-4a39-9d0c-2f6c5b1f7a10' */
  subject_id: string;

  /** Records of the request. */
  received: number;

  /** How many of them are new or other than what was stored; 0 when the same is sent again. */
  changed: number;

  /**
   * Fields that are stored and that no model reads: perhaps they are misspelt.
   * @example []
   */
  unread_fields: string[];
}

/** What a subject has written down on one day. */
export class SubjectRecordDto {
  /** @example '2026-11-02' */
  date: string;

  /** @example { "mood": 6, "sleep_hours": 7.5, "medication_taken": true } */
  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'number' }, { type: 'boolean' }, { type: 'string' }] },
  })
  values: Record<string, number | boolean | string>;

  /** When it was stored or changed last. */
  stored_at: Date;

  static from({ date, fields, storedAt }: StoredRecord): SubjectRecordDto {
    return { date, values: { ...fields }, stored_at: storedAt };
  }
}

export class SubjectRecordPageDto {
  /** Newest day first. */
  items: SubjectRecordDto[];

  /** For the next page; null on the last one. */
  next_cursor: string | null;
}
