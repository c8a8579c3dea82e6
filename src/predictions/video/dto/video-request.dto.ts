import { ApiProperty, IntersectionType } from '@nestjs/swagger';

import { AnyOptionsDto } from '../../dto/predict-request.dto.js';
import { SamplingOptionsDto } from './sampling-options.dto.js';

/** A form: one video, which frames of it, and options of the model's task. */
export class VideoFormDto extends IntersectionType(SamplingOptionsDto, AnyOptionsDto) {
  /** One MP4, MOV, WebM, MKV or AVI file. */
  @ApiProperty({ type: 'string', format: 'binary' })
  file: unknown;
}
