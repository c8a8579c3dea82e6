import { ApiProperty } from '@nestjs/swagger';

import type { QualityFault } from '../../inference/model-spec.js';
import { QUALITY_FAULTS } from '../../inference/tasks/quality-faults.js';

/** Rectangle in pixels of the upright picture: EXIF orientation is applied before anything else. */
export class BoxDto {
  /**
   * Left edge.
   * @example 50.6
   */
  x: number;

  /**
   * Top edge.
   * @example 393.7
   */
  y: number;

  /** @example 164.9 */
  width: number;

  /** @example 504.7 */
  height: number;
}

export class ImageSizeDto {
  /**
   * Width of the upright picture, in pixels.
   * @example 810
   */
  width: number;

  /**
   * Height of the upright picture, in pixels.
   * @example 1080
   */
  height: number;
}

/** What was measured of a picture, or of the part of it that a model looked at. */
export class PictureQualityDto {
  /**
   * Variance of the Laplacian of the brightness (0-255) at the size of the model's input, 256 px at most. The sharper, the higher.
   * @example 412.6
   */
  sharpness: number;

  /**
   * Part of the picture that is nearly black, 0-1.
   * @example 0.03
   */
  dark: number;

  /**
   * Part of the picture that is nearly white, 0-1.
   * @example 0
   */
  bright: number;

  /** Part of the picture that stands out from its borders, 0-1; null where nothing does. */
  @ApiProperty({ type: Number, nullable: true, example: 0.34 })
  subject: number | null;

  /**
   * In pixels.
   * @example 480
   */
  shorter_side: number;

  /** What the picture lacks by the limits of the manifest; each takes `confidence_status` one step down. */
  @ApiProperty({ enum: QUALITY_FAULTS, isArray: true, example: [] })
  faults: QualityFault[];
}

/** Where in the picture a model looked: on what another model found. */
export class SeenRegionDto {
  /** The part that was looked at, with what is added around it. */
  box: BoxDto;

  /**
   * What the other model takes it for; null where nothing was found and the whole picture was taken.
   * @example 'face'
   */
  label: string | null;

  /**
   * How sure the other model is, 0-1.
   * @example 0.98
   */
  score: number | null;

  /**
   * Name of the model that found it.
   * @example 'face-detector'
   */
  model: string;
}

/** What the answers on one part of a picture have in common. */
export class OnPictureDto {
  image: ImageSizeDto;

  /** Only from models that look at a part of the picture; null where no part was found and nothing was run. */
  region?: SeenRegionDto | null;

  /** Only from models whose manifest asks for it. */
  quality?: PictureQualityDto;
}
