import { ArrayNotEmpty, IsArray, IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';

import { Variable } from '../variable.decorator.js';
import { EngineSettings } from './engine-settings.js';

/** Picture formats that can be switched on. `jpg` and `jpeg` are one format. */
export const IMAGE_EXTENSIONS = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'avif'] as const;

/** What a request may bring. */
export abstract class InputSettings extends EngineSettings {
  @Variable('Largest file, in bytes.')
  @IsInt()
  @Min(1024)
  @Max(1_073_741_824)
  MAX_UPLOAD_SIZE: number = 10_485_760;

  @Variable('Most files in one request.')
  @IsInt()
  @Min(1)
  @Max(1000)
  MAX_UPLOAD_FILES: number = 16;

  @Variable('Most rows of a table in one request.')
  @IsInt()
  @Min(1)
  @Max(10_000)
  MAX_ROWS_PER_REQUEST: number = 10;

  @Variable("Most of a subject's latest check-ins that one request may ask predictions for.")
  @IsInt()
  @Min(1)
  @Max(100)
  MAX_LIMIT_CHECKINS: number = 10;

  @Variable(
    'Largest body of an Open Inference request, unpacked, in bytes; never more than MAX_REQUEST_QUEUE_MB.',
  )
  @IsInt()
  @Min(1024)
  @Max(1_073_741_824)
  MAX_TENSOR_REQUEST_SIZE: number = 67_108_864;

  @Variable(
    'Largest tensor, in bytes: an input before anything is allocated for it, and raw outputs of one run together.',
  )
  @IsInt()
  @Min(1024)
  @Max(2_147_483_648)
  MAX_TENSOR_BYTES: number = 268_435_456;

  @Variable('Picture formats, decided by content: jpg, jpeg, png, webp, gif, avif.')
  @IsArray()
  @ArrayNotEmpty()
  @IsIn(IMAGE_EXTENSIONS, { each: true })
  ALLOWED_EXTENSIONS: string[] = ['jpg', 'jpeg', 'png', 'webp'];

  @Variable('Largest picture, in megapixels.')
  @IsInt()
  @Min(1)
  @Max(1000)
  MAX_IMAGE_MEGAPIXELS: number = 40;

  @Variable('Longest time to decode one picture, in seconds.')
  @IsInt()
  @Min(1)
  @Max(60)
  DECODE_TIMEOUT_SECONDS: number = 5;

  @Variable('Whether `?debug=preprocess` shows what a model sees of a picture.')
  @IsBoolean()
  DEBUG_PREPROCESS: boolean = false;
}
