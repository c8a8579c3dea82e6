import { ApiProperty } from '@nestjs/swagger';

/** What following things over the pictures of a session gave for one picture. */
export class PictureTrackingDto {
  /**
   * `late`: a picture that was taken later had been looked at before this one. `untimed`: one of several in a request that gave no
   * times. `unavailable`: the database is away, or the session was ended meanwhile. Only what is `tracked` has ids.
   */
  @ApiProperty({ enum: ['tracked', 'late', 'untimed', 'unavailable'] })
  status: 'tracked' | 'late' | 'untimed' | 'unavailable';

  /** When the picture was taken, as told or as it arrived. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  captured_at: Date | null;

  /** Ids of what came into view and counts from now on. */
  @ApiProperty({ type: 'integer', isArray: true })
  entered: readonly number[];

  /** Ids of what is noticed now to have gone. */
  @ApiProperty({ type: 'integer', isArray: true })
  left: readonly number[];
}
