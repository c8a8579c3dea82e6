import { IsOptional } from 'class-validator';

import { NumberIn, Text } from '../manifest-rules.js';

export class ConfidenceManifest {
  /** Least top score for HIGH. */
  @IsOptional()
  @NumberIn(0, 1)
  high?: number;

  /** Least top score for MEDIUM. */
  @IsOptional()
  @NumberIn(0, 1)
  medium?: number;

  @IsOptional()
  @Text(1000)
  retake_message?: string;
}
