import type { QualityFault, TensorType } from '../model-spec.js';
import type { RunLengthMask } from './masks/run-lengths.js';

/** A tensor outside onnxruntime: row-major data, bool as uint8, int64 as bigint, float16 as raw uint16. */
export interface TensorData {
  readonly type: TensorType;
  readonly dims: readonly number[];
  readonly data: TensorArray;
}

export type TensorArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | string[];

export interface NamedTensor extends TensorData {
  readonly name: string;
}

/** The values of one row as the model gets them, in the order of the features; NaN for an absent number. */
export type RowValues = readonly (number | string)[];

/**
 * Where the upright picture lies in the model's input: input = picture * scale + offset, in pixels. A negative scale means
 * that the picture was mirrored along that axis.
 */
export interface Placement {
  /** Size of the upright picture, in pixels. */
  readonly imageWidth: number;
  readonly imageHeight: number;
  readonly scaleX: number;
  readonly scaleY: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

/** One look at a picture: what the model said, and how it saw the picture. */
export interface View {
  /** Of the whole batch. */
  readonly outputs: readonly NamedTensor[];
  /** Which picture of the batch. */
  readonly item: number;
  readonly placement: Placement;
}

/** In pixels of the upright picture; x and y are the top left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** In pixels of the upright picture; a little outside of it where what it marks is cut off. */
export interface Point {
  x: number;
  y: number;
  /** What it marks, where the model's points have names. */
  name?: string;
  /** How sure the model is that it can be seen, 0-1, where the model tells. */
  score?: number;
}

export interface Detection {
  label: string;
  class_id: number;
  /** 0-1. */
  score: number;
  /** Of an answer made of several: standard deviation of their scores; who did not find it counts with 0. */
  spread?: number;
  box: Box;
  /** Only in a session that follows things over its pictures: which one it is there, from 1; null for none. Models never tell it. */
  track_id?: number | null;
  /** Only from detectors that find points. */
  keypoints?: Point[];
  /** Only from detectors with masks, where they are asked for. */
  mask?: RunLengthMask;
  description?: string;
  severity?: string;
  recommendation?: string;
}

/** The part of the picture that a model looked at. */
export interface SeenRegion {
  box: Box;
  /** What the other model takes it for, and how sure it is; null where nothing was found and the whole picture was taken. */
  label: string | null;
  score: number | null;
  /** Name of the model that found it. */
  model: string;
}

/** What was measured of a picture, or of the part of it that a model looked at. Keys as on the wire. */
export interface PictureQuality {
  /** Variance of the Laplacian of the brightness (0-255) at the size of the model's input, 256 px at most. */
  sharpness: number;
  /** Part of the picture that is nearly black, 0-1. */
  dark: number;
  /** Part of the picture that is nearly white, 0-1. */
  bright: number;
  /** Part of the picture that stands out from its borders, 0-1; null where nothing does. */
  subject: number | null;
  /** In pixels. */
  shorter_side: number;
  /** What it lacks by the manifest's limits. */
  faults: QualityFault[];
}

/** What the answers on a picture have in common. */
interface OnPicture {
  /** Size of the upright picture, in pixels. */
  image: { width: number; height: number };
  /** Only from models that look at a part of the picture; null where no part was found and nothing was run. */
  region?: SeenRegion | null;
  /** Only from models whose manifest asks for it. */
  quality?: PictureQuality;
}

/** Answer of `object-detection`, best score first. Keys as on the wire. */
export interface DetectionResult extends OnPicture {
  detections: Detection[];
}

export interface ClassScore {
  label: string;
  class_id: number;
  /** 0-1. */
  score: number;
  /** Of an answer made of several: standard deviation of their scores. */
  spread?: number;
  description?: string;
  severity?: string;
  recommendation?: string;
}

/** Answer of `image-classification`, best score first. Keys as on the wire. */
export interface ClassificationResult extends OnPicture {
  classes: ClassScore[];
  /** Of an answer made of several: how far they are apart about the best class, 0-1. */
  uncertainty?: number;
}

/** A number that a model tells. */
export interface NamedValue {
  name: string;
  value: number;
  unit: string | null;
  /** Least and greatest value that makes sense; the value itself is never cut to it. */
  range: readonly [number, number] | null;
  /** Of an answer made of several: standard deviation of their values, in `unit`. */
  spread?: number;
}

/** Answer of `image-regression`, in the order of the manifest. */
export interface RegressionResult extends OnPicture {
  values: NamedValue[];
}

/** What a model says of one part of the picture. */
export interface RegionResult extends SeenRegion {
  result: PictureResult;
}

/** Answer of a model that looks at every part that another model finds, best score of the finder first. */
export interface RegionsResult {
  regions: RegionResult[];
  image: { width: number; height: number };
}

/** Answer of `tabular` for a model that names a class. */
export interface RowClassResult {
  /** What the model says, also where a score of another class is higher. */
  label: string;
  /** null for a class that is not among the known ones. */
  class_id: number | null;
  description?: string;
  severity?: string;
  recommendation?: string;
  /** Best score first; empty when the model gives no scores. */
  classes: ClassScore[];
  /** Of an answer made of several: how far they are apart about the best class, 0-1. */
  uncertainty?: number;
}

/** Answer of `tabular` for a model that tells numbers. */
export interface RowValuesResult {
  values: NamedValue[];
}

/** Answer of `tensor`. */
export interface TensorResult {
  outputs: NamedTensor[];
}

/** Answer of a model that takes pictures. */
export type PictureResult = DetectionResult | ClassificationResult | RegressionResult | RegionsResult;

/** Answer of `tabular`. */
export type TabularResult = RowClassResult | RowValuesResult;

export type TaskResult = PictureResult | TabularResult | TensorResult;

/** What one request may change for detection; the rest comes from the model's spec. */
export interface DetectionOptions {
  scoreThreshold?: number;
  iouThreshold?: number;
  maxDetections?: number;
  classAgnostic?: boolean;
  /** For a model that has masks. */
  masks?: boolean;
  /** Only these labels, by name. */
  labels?: readonly string[];
}

/** For pictures and for rows. */
export interface ClassificationOptions {
  topK?: number;
  /** For a model whose classes do not exclude each other. */
  scoreThreshold?: number;
}

export type TaskOptions = DetectionOptions & ClassificationOptions;
