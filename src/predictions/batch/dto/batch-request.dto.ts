import { ApiProperty } from '@nestjs/swagger';

import { AnyOptionsDto } from '../../dto/predict-request.dto.js';

/** A form: options of the model's task first, then pictures. */
export class BatchFormDto extends AnyOptionsDto {
  /** JPEG, PNG or WebP pictures, behind all other fields; at most MAX_BATCH_FILES. */
  @ApiProperty({ type: 'array', items: { type: 'string', format: 'binary' } })
  file: unknown[];
}

/** JSON: `images` for a model that takes pictures. */
export class BatchJsonDto extends AnyOptionsDto {
  /** Pictures as base64, plain, URL-safe or as data URLs; at most MAX_BATCH_FILES. */
  images?: string[];
}
