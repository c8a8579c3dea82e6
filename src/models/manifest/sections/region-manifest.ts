import { IsOptional } from 'class-validator';

import { NumberIn, OneOf, Required, Text, VersionName, WholeNumberIn } from '../manifest-rules.js';

/** Run on what another model finds in the picture: see `RegionSpec`. */
export class RegionManifest {
  /** Name of an object detector of the same model folder. */
  @Text(128)
  @Required()
  model!: string;

  /** Version or alias; the model's default version when absent. */
  @IsOptional()
  @VersionName()
  version?: number | string;

  /** Only what it takes for this. */
  @IsOptional()
  @Text(512)
  label?: string;

  @IsOptional()
  @OneOf(['largest', 'best', 'every'])
  select?: 'largest' | 'best' | 'every';

  /** Part of the box's width and height that is added on each side. */
  @IsOptional()
  @NumberIn(0, 10)
  expand?: number;

  @IsOptional()
  @OneOf(['error', 'whole', 'empty'])
  fallback?: 'error' | 'whole' | 'empty';

  /** For `select: every`. */
  @IsOptional()
  @WholeNumberIn(1, 100)
  max_regions?: number;
}
