import { IsOptional } from 'class-validator';

import { Text } from './manifest-rules.js';

/** One class with its texts for the answer; a bare text in the list is only the name. */
export class LabelManifest {
  @Text(500)
  name!: string;

  @IsOptional()
  @Text(10_000)
  description?: string;

  @IsOptional()
  @Text(100)
  severity?: string;

  @IsOptional()
  @Text(10_000)
  recommendation?: string;
}
