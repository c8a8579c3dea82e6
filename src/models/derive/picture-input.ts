import type { ConstantInput, ImageInputSpec, TensorInfo } from '../../inference/model-spec.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import type { HubExport } from '../hub/hub-export.js';
import type { InputManifest } from '../manifest/sections/input-manifest.js';
import { constantInputs } from './constant-inputs.js';
import { found, missing, type Outcome } from './outcome.js';
import { shapeText } from './shape-text.js';
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
  /** `beside`: files of Hugging Face or timm. */
  readonly sizeSource: 'graph' | 'metadata' | 'manifest' | 'beside';
  /** What the other inputs get. */
  readonly constants: readonly ConstantInput[];
  /** [3, height, width]: no dimension counts pictures. */
  readonly isSingle: boolean;
}

/** What the input with the picture tells. */
type Entrance = Omit<PictureGeometry, 'constants'>;

const PICTURE_TYPES: readonly string[] = ['float32', 'float16', 'uint8', 'int8'];

const isChannelCount = (dim: number | string | undefined): dim is 1 | 3 => dim === 1 || dim === 3;

/**
 * Finds out how pictures enter a model: by which of the inputs, those left out that have a default.
 */
export function pictureGeometry(
  { inputs, outputs }: Pick<OnnxInfo, 'inputs' | 'outputs'>,
  declared: InputManifest,
  ultralytics: UltralyticsInfo | null,
  hub: HubExport | null = null,
): Outcome<PictureGeometry> {
  const names = inputs.map(({ name }) => name).join(', ');
  if (inputs.length === 0) return missing('task', 'the model has no input, so no picture can go in');
  if (declared.tensor !== undefined && !inputs.some(({ name }) => name === declared.tensor)) {
    return missing('input.tensor', `the model has no input '${declared.tensor}'; it has: ${names}`);
  }
  const able = inputs.filter((input) => mayHoldPicture(input, declared));
  const [input, ...more] = inputs.filter(({ name }) => name === declared.tensor).concat(able);
  const expected = `float32, float16, uint8 or int8 with 4 dimensions, e.g. float32[1, 3, 224, 224]`;
  if (inputs.length > 1 && declared.tensor === undefined) {
    if (input === undefined) {
      return missing('task', `none of the inputs (${names}) can take a picture; one needs ${expected}`);
    }
    const all = able.map(({ name }) => `'${name}'`).join(', ');
    if (more.length > 0) return missing('input.tensor', `a picture fits into ${all}; say into which`);
  }
  const only = input ?? inputs[0]!;
  if (!mayHoldPicture(only, declared)) {
    const isOne =
      PICTURE_TYPES.includes(only.type) && only.dims.length === 3 && only.dims.some(isChannelCount);
    const remedy = isOne ? '; where it takes one picture without a batch, declare input.size' : '';
    return missing(
      'task',
      `input '${only.name}' is ${shapeText(only)}; a picture needs ${expected}${remedy}`,
    );
  }
  const together = only.dims.length === 4 ? only.dims[0]! : 1;
  // A list of as many numbers as there are pictures could be all the numbers of one.
  const odd = outputs.find(
    ({ dims }) => typeof dims[0] === 'number' && (dims[0] !== together || dims.length === 1),
  );
  if (typeof together === 'number' && together > 1 && odd) {
    return missing(
      'task',
      `input '${only.name}' is ${shapeText(only)} and output '${odd.name}' ${shapeText(odd)}: always ${together} pictures, and not an answer for each; export it with a batch of 1 or a dynamic one`,
    );
  }
  const entrance = fromShape(only, declared, { ultralytics, hub });
  if (!entrance.ok) return entrance;
  const constants = constantInputs(inputs, only, entrance.value, declared.constants);
  return constants.ok ? found({ ...entrance.value, constants: constants.value }) : constants;
}

/** Four dimensions; three of one picture only where the manifest says that there is a picture. */
function mayHoldPicture({ type, dims }: TensorInfo, declared: InputManifest): boolean {
  if (!PICTURE_TYPES.includes(type)) return false;
  return dims.length === 4 || (dims.length === 3 && isSaid(declared));
}

/** Whether the manifest speaks of a picture at all. */
const isSaid = (declared: InputManifest): boolean =>
  Object.values(declared).some((value) => value !== undefined);

function fromShape(input: TensorInfo, declared: InputManifest, told: Told): Outcome<Entrance> {
  const isSingle = input.dims.length === 3;
  const dims = isSingle ? [1, ...input.dims] : input.dims;
  const named = `input '${input.name}' is ${shapeText(input)}`;
  const layout = declared.layout ?? layoutOf(dims, isPicture(told) || isSaid(declared));
  if (layout === null)
    return missing('input.layout', `${named}, and no dimension that could be the channels counts 1 or 3`);
  const [channelAxis, heightAxis, widthAxis] = layout === 'NCHW' ? [1, 2, 3] : [3, 1, 2];
  const channels = channelsOf(dims[channelAxis]!, declared, told);
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
  const size = sizeOf(dims[heightAxis]!, dims[widthAxis]!, declared, told);
  if (!size.ok) return missing(size.path, `${named}: ${size.reason}`);
  return found({
    tensor: input.name,
    type: input.type as PictureGeometry['type'],
    layout,
    channels,
    ...size.value,
    isSingle,
  });
}

/** @param isPicture whether something else says that it is a picture, where every dimension is dynamic */
function layoutOf(dims: TensorInfo['dims'], isPicture: boolean): 'NCHW' | 'NHWC' | null {
  if (isChannelCount(dims[1])) return 'NCHW';
  if (isChannelCount(dims[3])) return 'NHWC';
  if (isNamedChannels(dims[1])) return 'NCHW';
  if (isNamedChannels(dims[3])) return 'NHWC';
  return isPicture && typeof dims[1] === 'string' ? 'NCHW' : null;
}

/** Hugging Face's exporter leaves every dimension open, and calls them batch_size, num_channels, height, width. */
const isNamedChannels = (dim: number | string | undefined): boolean =>
  typeof dim === 'string' && /channel|^c$/i.test(dim);

/** Three where the graph takes any number of them and nobody says that it is one. */
function channelsOf(dim: number | string, declared: InputManifest, { ultralytics, hub }: Told): 1 | 3 | null {
  if (typeof dim === 'number') return isChannelCount(dim) ? dim : null;
  if (declared.color !== undefined) return declared.color === 'GRAY' ? 1 : 3;
  return isChannelCount(ultralytics?.channels) ? ultralytics.channels : (hub?.channels ?? 3);
}

/** What else than the graph and the manifest speaks of the picture. */
interface Told {
  readonly ultralytics: UltralyticsInfo | null;
  readonly hub: HubExport | null;
}

const isPicture = ({ ultralytics, hub }: Told): boolean =>
  ultralytics !== null || (hub !== null && (hub.kind !== null || hub.picture !== null));

const mayBe = (side: number | string, wanted: number): boolean => typeof side === 'string' || side === wanted;

type Size = Pick<PictureGeometry, 'width' | 'height' | 'sizeSource'>;

function sizeOf(
  height: number | string,
  width: number | string,
  declared: InputManifest,
  { ultralytics, hub }: Told,
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
  const beside = hub?.picture?.size;
  if (beside && ultralytics === null && mayBe(width, beside.width) && mayBe(height, beside.height)) {
    return found({ ...beside, sizeSource: 'beside' });
  }
  if (ultralytics === null) {
    return missing('input.size', 'it takes any size, so declare one, e.g. input: {size: 224}');
  }
  const size = ultralytics.size ?? { width: ULTRALYTICS_SIZE, height: ULTRALYTICS_SIZE };
  return found({ ...size, sizeSource: 'metadata' });
}
