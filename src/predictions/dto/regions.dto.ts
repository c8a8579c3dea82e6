import { ApiProperty, getSchemaPath } from '@nestjs/swagger';

import type { PictureResult } from '../../inference/tasks/task-io.js';
import { ImageSizeDto, SeenRegionDto } from './on-picture.dto.js';
import {
  ClassificationResultDto,
  DetectionResultDto,
  RegressionResultDto,
  RESULT_DTOS,
} from './result.dto.js';

/** By its name, since a region may hold regions again. */
const REGIONS_RESULT = 'RegionsResultDto';

/** What a model says of one part of the picture. */
export class RegionResultDto extends SeenRegionDto {
  /** The answer on this part, by task; boxes in it are pixels of the whole picture. */
  @ApiProperty({
    anyOf: [DetectionResultDto, ClassificationResultDto, RegressionResultDto, REGIONS_RESULT].map((type) => ({
      $ref: getSchemaPath(type),
    })),
  })
  result: PictureResult;
}

/** Answer of a model that looks at every part that another model finds, best score of the finder first. */
export class RegionsResultDto {
  regions: RegionResultDto[];
  image: ImageSizeDto;
}

export const RESULTS = [...RESULT_DTOS, RegionsResultDto] as const;

/** Numbers about a picture are also a result of numbers, so that `oneOf` would be wrong. */
export const ANY_RESULT = RESULTS.map((type) => ({ $ref: getSchemaPath(type) }));
