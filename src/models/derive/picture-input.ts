import type { ImageInputSpec, TensorInfo } from '../../inference/model-spec.js';
import type { InputManifest } from '../manifest/sections/input-manifest.js';
import { found, missing, type Outcome } from './outcome.js';
import { ULTRALYTICS_SIZE, type UltralyticsInfo } from './ultralytics.js';

/** Shape and type of the graph input that takes the picture. */
export interface PictureGeometry {
  readonly tensor: string;
  readonly type: ImageInputSpec['type'];
  readonly layout: ImageInputSpec['layout'];
  readonly channels: 1 | 3;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  readonly sizeSource: 'graph' | 'metadata' | 'manifest';
  readonly hasDynamicBatch: boolean;
}

const PICTURE_TYPES: readonly string[] = ['float32', 'float16', 'uint8', 'int8'];

/** A shape as people write it. */
export const shapeText = ({ type, dims, unranked }: TensorInfo): string =>
  unranked ? `${type} of any shape` : `${type}[${dims.map((dim) => (dim === '' ? '?' : dim)).join(', ')}]`;

const isChannelCount = (dim: number | string | undefined): dim is 1 | 3 => dim === 1 || dim === 3;

/**
 * Finds out how pictures enter a model.
 *
 * @param inputs of the graph, without those that have a default
 */
export function pictureGeometry(
  inputs: readonly TensorInfo[],
  declared: InputManifest,
  ultralytics: UltralyticsInfo | null,
): Outcome<PictureGeometry> {
  const names = inputs.map(({ name }) => name).join(', ');
  if (inputs.length === 0) return missing('task', 'the model has no input, so no picture can go in');
  if (declared.tensor !== undefined && !inputs.some(({ name }) => name === declared.tensor)) {
    return missing('input.tensor', `the model has no input '${declared.tensor}'; it has: ${names}`);
  }
  if (inputs.length > 1) {
    return missing(
      'task',
      `the model needs ${inputs.length} inputs (${names}), and a picture fills only one`,
    );
  }
  const input = inputs[0]!;
  if (!PICTURE_TYPES.includes(input.type) || input.dims.length !== 4) {
    const expected = `float32, float16, uint8 or int8 with 4 dimensions, e.g. float32[1, 3, 224, 224]`;
    return missing('task', `input '${input.name}' is ${shapeText(input)}; a picture needs ${expected}`);
  }
  return fromShape(input, declared, ultralytics);
}

function fromShape(
  input: TensorInfo,
  declared: InputManifest,
  ultralytics: UltralyticsInfo | null,
): Outcome<PictureGeometry> {
  const { dims } = input;
  const named = `input '${input.name}' is ${shapeText(input)}`;
  const layout = declared.layout ?? layoutOf(dims, ultralytics !== null || declared.color !== undefined);
  if (layout === null)
    return missing('input.layout', `${named}, and neither dimension 1 nor 3 counts 1 or 3 channels`);
  const [channelAxis, heightAxis, widthAxis] = layout === 'NCHW' ? [1, 2, 3] : [3, 1, 2];
  const channels = channelsOf(dims[channelAxis]!, declared, ultralytics);
  if (channels === null) {
    return missing(
      'input.layout',
      `${named}, so ${layout} would mean '${dims[channelAxis]}' channels; 1 or 3 are served`,
    );
  }
  if (declared.dtype !== undefined && declared.dtype !== input.type) {
    return missing(
      'input.dtype',
      `'${declared.dtype}', but ${named}; leave it out, it is read from the model`,
    );
  }
  if (typeof dims[0] === 'number' && dims[0] !== 1) {
    return missing(
      'task',
      `${named}: always ${dims[0]} pictures at once; export it with a batch of 1 or a dynamic one`,
    );
  }
  const size = sizeOf(dims[heightAxis]!, dims[widthAxis]!, declared, ultralytics);
  if (!size.ok) return missing(size.path, `${named}: ${size.reason}`);
  return found({
    tensor: input.name,
    type: input.type as PictureGeometry['type'],
    layout,
    channels,
    ...size.value,
    hasDynamicBatch: typeof dims[0] === 'string',
  });
}

/** @param isPicture whether something else says that it is a picture, where every dimension is dynamic */
function layoutOf(dims: TensorInfo['dims'], isPicture: boolean): 'NCHW' | 'NHWC' | null {
  if (isChannelCount(dims[1])) return 'NCHW';
  if (isChannelCount(dims[3])) return 'NHWC';
  return isPicture && typeof dims[1] === 'string' ? 'NCHW' : null;
}

function channelsOf(
  dim: number | string,
  declared: InputManifest,
  ultralytics: UltralyticsInfo | null,
): 1 | 3 | null {
  if (typeof dim === 'number') return isChannelCount(dim) ? dim : null;
  if (declared.color !== undefined) return declared.color === 'GRAY' ? 1 : 3;
  return isChannelCount(ultralytics?.channels) ? ultralytics.channels : null;
}

type Size = Pick<PictureGeometry, 'width' | 'height' | 'sizeSource'>;

function sizeOf(
  height: number | string,
  width: number | string,
  declared: InputManifest,
  ultralytics: UltralyticsInfo | null,
): Outcome<Size> {
  const wanted = declared.size;
  if (wanted !== undefined) {
    const [wantedWidth, wantedHeight] = typeof wanted === 'number' ? [wanted, wanted] : wanted;
    const fits =
      (typeof width === 'string' || width === wantedWidth) &&
      (typeof height === 'string' || height === wantedHeight);
    if (!fits)
      return missing(
        'input.size',
        `${wantedWidth} x ${wantedHeight} does not fit; leave it out, it is read from the model`,
      );
    return found({ width: wantedWidth, height: wantedHeight, sizeSource: 'manifest' });
  }
  if (typeof width === 'number' && typeof height === 'number') {
    return width > 0 && height > 0
      ? found({ width, height, sizeSource: 'graph' })
      : missing('input.size', 'a side of 0 pixels');
  }
  if (ultralytics === null) return missing('input.size', 'it takes any size, so declare one, e.g. 224');
  const size = ultralytics.size ?? { width: ULTRALYTICS_SIZE, height: ULTRALYTICS_SIZE };
  return found({ ...size, sizeSource: 'metadata' });
}
