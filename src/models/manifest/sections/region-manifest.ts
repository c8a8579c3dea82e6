import { IsOptional } from 'class-validator';

import { Doc, NumberIn, OneOf, Text, VersionName, WholeNumberIn } from '../manifest-rules.js';

/** Run on what another model finds in the picture: see `RegionSpec`. */
export class RegionManifest {
  @Doc('Name of an object detector in the same model folder: this model looks at what it finds.', 'a fault')
  @Text(128)
  model!: string;

  @Doc('Its version or an alias.', 'the version that answers by default')
  @IsOptional()
  @VersionName()
  version?: number | string;

  @Doc('Only what it takes for this.', 'whatever it finds')
  @IsOptional()
  @Text(512)
  label?: string;

  @Doc('Which findings are looked at.', 'largest')
  @IsOptional()
  @OneOf(['largest', 'best', 'every'])
  select?: 'largest' | 'best' | 'every';

  @Doc("Part of the box's width and height that is added on each side, cut at the edge of the picture.", '0')
  @IsOptional()
  @NumberIn(0, 10)
  expand?: number;

  @Doc('What to do when nothing is found.', 'error: `REGION_NOT_FOUND`')
  @IsOptional()
  @OneOf(['error', 'whole', 'empty'])
  fallback?: 'error' | 'whole' | 'empty';

  @Doc('For `select: every`: at most so many, best first.', '10')
  @IsOptional()
  @WholeNumberIn(1, 100)
  max_regions?: number;
}
