import { IsOptional } from 'class-validator';

import { VersionPolicy } from '../manifest-rules.js';

export class VersionsManifest {
  @IsOptional()
  @VersionPolicy()
  policy?: 'latest' | 'all' | number[];
}
