import { ApiProperty } from '@nestjs/swagger';

import type { ModelSpec } from '../../inference/model-spec.js';
import type { PreprocessReport } from '../../inference/preprocess-report.js';
import { ModelRefDto } from '../dto/prediction.dto.js';
import { BoxDto, ImageSizeDto } from '../dto/on-picture.dto.js';

/** One channel of the input tensor, over all pixels, the border included. */
export class ChannelStatisticsDto {
  @ApiProperty({ enum: ['red', 'green', 'blue', 'gray'] })
  channel: string;

  /** @example -2.1179 */
  min: number;

  /** @example 2.6400 */
  max: number;

  /** @example 0.3123 */
  mean: number;

  /**
   * Population deviation.
   * @example 1.0021
   */
  std: number;
}

/** The input tensor in numbers. */
export class SeenTensorDto {
  /** @example 'images' */
  name: string;

  /** @example 'float32' */
  datatype: string;

  /** @example [1, 3, 320, 320] */
  shape: number[];

  @ApiProperty({ enum: ['NCHW', 'NHWC'] })
  layout: string;

  /** In the order of the tensor. */
  channels: ChannelStatisticsDto[];

  /**
   * From the start of the tensor.
   * @example [0.447, 0.447, 0.447]
   */
  first_values: number[];
}

/** What the model saw. */
export class SeenPictureDto {
  /** @example 320 */
  width: number;

  /** @example 320 */
  height: number;

  /**
   * The picture as PNG, made back from the tensor: what a person would see of what the model saw.
   * @example 'data:image/png;base64,iVBORw0KGgo...'
   */
  data_url: string;
}

/** Where the picture lies in the input: input = picture * scale + offset, in pixels. */
export class PlacementDto {
  /** @example 0.5 */
  scale_x: number;

  /** @example 0.5 */
  scale_y: number;

  /** @example 0 */
  offset_x: number;

  /** @example 40 */
  offset_y: number;
}

/** Answer to `?debug=preprocess`. */
export class PreprocessDebugDto {
  /**
   * Id of the request, also in the x-request-id header and in every log line.
   * @example '01931f5e-8a3a-7000-8000-000000000000'
   */
  request_id: string;

  model: ModelRefDto;

  /** Size of the upright picture, or of the part of it that was looked at. */
  image: ImageSizeDto;

  /** The part of the upright picture that was looked at; null for all of it. */
  @ApiProperty({ type: BoxDto, nullable: true })
  region: BoxDto | null;

  placement: PlacementDto;

  /**
   * How pixels became numbers, as in the manifest: (pixel * scale - mean) / std.
   * @example { "color": "RGB", "fit": "letterbox", "pad": 114, "scale": 0.003921, "mean": [0, 0, 0], "std": [1, 1, 1], "resample": "bilinear" }
   */
  @ApiProperty({ type: 'object', additionalProperties: true })
  input: Record<string, unknown>;

  tensor: SeenTensorDto;
  picture: SeenPictureDto;

  static from(report: PreprocessReport, spec: ModelSpec, requestId: string): PreprocessDebugDto {
    if (!('image' in spec.task)) throw new TypeError(`${spec.task.kind} takes no pictures`);
    const { color, fit, cropFraction, pad, scale, mean, std, resample, layout, width, height } =
      spec.task.image;
    const { tensor, placement, picture } = report;
    return {
      request_id: requestId,
      model: { name: spec.name, version: spec.version, digest: spec.digest },
      image: { width: placement.imageWidth, height: placement.imageHeight },
      region: report.region,
      placement: {
        scale_x: placement.scaleX,
        scale_y: placement.scaleY,
        offset_x: placement.offsetX,
        offset_y: placement.offsetY,
      },
      input: {
        color,
        fit,
        ...(cropFraction === undefined ? {} : { crop_fraction: cropFraction }),
        pad,
        scale,
        mean,
        std,
        resample,
      },
      tensor: {
        name: tensor.name,
        datatype: tensor.type,
        shape: [...tensor.dims],
        layout,
        channels: [...report.channels],
        first_values: [...report.firstValues],
      },
      picture: { width, height, data_url: `data:image/png;base64,${bufferOf(picture).toString('base64')}` },
    };
  }
}

/** The same bytes, not a copy. */
export function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
