import { IsOptional } from 'class-validator';

import { Doc, NumberIn, Text } from '../manifest-rules.js';

export class ConfidenceManifest {
  @Doc('Least top score for HIGH.', '0.8, or `confidence.medium` when that is higher')
  @IsOptional()
  @NumberIn(0, 1)
  high?: number;

  @Doc('Least top score for MEDIUM; below it is LOW.', '0.5, or `confidence.high` when that is lower')
  @IsOptional()
  @NumberIn(0, 1)
  medium?: number;

  @Doc('What the user is told with LOW.', 'a sentence that asks for a sharper picture')
  @IsOptional()
  @Text(1000)
  retake_message?: string;
}
