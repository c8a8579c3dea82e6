import { IsOptional } from 'class-validator';

import { Doc, VersionPolicy } from '../manifest-rules.js';

export class VersionsManifest {
  @Doc('Versions to serve.', 'latest')
  @IsOptional()
  @VersionPolicy()
  policy?: 'latest' | 'all' | number[];
}
