import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

import { Variable } from '../variable.decorator.js';
import { InputSettings } from './input-settings.js';

/** Requests with much in them: batches and videos. */
export abstract class BulkSettings extends InputSettings {
  @Variable('Most pictures in one batch request.')
  @IsInt()
  @Min(1)
  @Max(100_000)
  MAX_BATCH_FILES: number = 256;

  @Variable('Most rows in one batch request.')
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  MAX_BATCH_ROWS: number = 10_000;

  @Variable('Longest time for a batch request, upload included, in seconds.')
  @IsInt()
  @Min(1)
  @Max(3600)
  BATCH_TIMEOUT_SECONDS: number = 60;

  @Variable(
    'ffmpeg, for videos; ffprobe must lie beside it. Unset: found on PATH when the first video comes.',
  )
  @IsOptional()
  @IsString()
  FFMPEG_PATH?: string;

  @Variable('Largest video, in bytes. It is kept in DATA_DIR until its request is answered.')
  @IsInt()
  @Min(1024)
  @Max(17_179_869_184)
  MAX_VIDEO_SIZE: number = 104_857_600;

  @Variable('Longest video, in seconds.')
  @IsInt()
  @Min(1)
  @Max(86_400)
  MAX_VIDEO_SECONDS: number = 600;

  @Variable('Most frames of one video that are predicted on.')
  @IsInt()
  @Min(1)
  @Max(1000)
  MAX_VIDEO_FRAMES: number = 100;

  @Variable('Longest time for a video request, upload included, in seconds.')
  @IsInt()
  @Min(1)
  @Max(3600)
  VIDEO_TIMEOUT_SECONDS: number = 120;

  @Variable('Videos in progress at a time, upload included; one more is answered 503.')
  @IsInt()
  @Min(1)
  @Max(100)
  MAX_VIDEO_REQUESTS: number = 4;

  @Variable('Address space of one ffmpeg process, in MB, where the system can limit it.')
  @IsInt()
  @Min(512)
  @Max(1_048_576)
  VIDEO_MEMORY_LIMIT_MB: number = 2048;
}
