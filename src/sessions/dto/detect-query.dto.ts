import { IsOptional, IsString, MaxLength } from 'class-validator';

/** Which model looks at the picture. */
export class StreamQueryDto {
  /** Name of a model; the session's own, the only one that is served, or the only object detector, when absent. */
  @IsOptional()
  @IsString()
  @MaxLength(128)
  model?: string;

  /** Version or alias of it. */
  @IsOptional()
  @IsString()
  @MaxLength(128)
  version?: string;
}

/** Which model looks at the picture, and when the picture was taken. */
export class DetectQueryDto extends StreamQueryDto {
  /**
   * When the picture was taken, for a session that follows things: ISO 8601 with a time zone, or Unix milliseconds. The time of
   * arrival when absent. Of several files as many times, separated by commas; without them they are not followed.
   * @example '2026-11-21T10:00:00.040Z'
   */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  captured_at?: string;
}
