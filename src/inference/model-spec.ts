import type { RecordSource } from './record-source.js';

/**
 * What an executor has to know of a model version. Made by `models/` from the manifest and the ONNX file with every
 * default filled in; plain data, so that it crosses the process boundary and can be hashed into the cache key.
 */
export interface ModelSpec {
  readonly name: string;
  /** A whole number as text, from the folder's name; '1' for a bare file. */
  readonly version: string;
  /** Absolute path of the ONNX file, alone with its external data in a folder of its own. */
  readonly modelPath: string;
  /** sha256 over the ONNX file and every external-data file, in hexadecimal. */
  readonly digest: string;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly task: TaskSpec;
  readonly execution: ExecutionSpec;
  /** Run on what another model finds in the picture, instead of on the whole of it. */
  readonly region?: RegionSpec;
  /** Average over variants of the picture. */
  readonly tta?: TtaSpec;
  /** Made of other models: there is no file, no process and no graph of its own. */
  readonly ensemble?: EnsembleSpec;
}

/** Names of the ONNX element types that onnxruntime-node can carry. */
export type TensorType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'bool'
  | 'string';

/** One input or output of the graph. A dynamic dimension is its symbolic name, or '' when it has none. */
export interface TensorInfo {
  readonly name: string;
  readonly type: TensorType;
  readonly dims: readonly (number | string)[];
  /** The file states no shape at all: any number of dimensions may come, and `dims` is empty. */
  readonly unranked?: true;
}

/** How a picture becomes the input tensor: value = (pixel * scale - mean[c]) / std[c], pixel 0-255. */
export interface ImageInputSpec {
  /** Name of the graph input. */
  readonly tensor: string;
  readonly type: 'float32' | 'float16' | 'uint8' | 'int8';
  readonly layout: 'NCHW' | 'NHWC';
  /** Order of the channels in the tensor; `mean`, `std` and `pad` follow this order. */
  readonly color: 'RGB' | 'BGR' | 'GRAY';
  readonly width: number;
  readonly height: number;
  readonly fit: 'stretch' | 'letterbox' | 'letterbox-top-left' | 'center-crop' | 'contain';
  /**
   * For `center-crop`: the part of the picture's shorter side that is kept, 0-1; 0.875 (224 of 256) when not given. For `stretch`:
   * the part of both sides; 1 when not given.
   */
  readonly cropFraction?: number;
  /** How an odd border of what is cut out is shared: as torchvision's `round`, or by cutting off the half pixel. */
  readonly cropRounding?: 'down';
  /** Value of the border pixels, 0-255, before scale, mean and std. */
  readonly pad: number;
  readonly scale: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** `bilinear` is OpenCV's: half-pixel centres, no antialiasing. `lanczos3` is libvips'. `antialias` is bilinear with a support that grows with the reduction, as Pillow and torchvision do; `bicubic` is cubic with the same. `nearest` takes the upper left pixel (OpenCV), `nearest-exact` the middle one (Pillow). */
  readonly resample: 'bilinear' | 'antialias' | 'bicubic' | 'lanczos3' | 'nearest' | 'nearest-exact';
  /** What the other inputs of the graph get with every picture. */
  readonly constants?: readonly ConstantInput[];
  /** The tensor has no dimension for a batch: [3, height, width]. */
  readonly isSingle?: true;
}

/** A graph input beside the picture that always gets the same, e.g. the size that boxes are to be scaled to. */
export interface ConstantInput {
  readonly name: string;
  readonly type: Exclude<TensorType, 'string'>;
  /** null stands for the number of pictures in the run: at most the first dimension. */
  readonly dims: readonly (number | null)[];
  /** For one picture, row-major; one number alone fills all that there is room for. */
  readonly values: readonly number[];
}

/** A class of a model. Only `name` is needed; the rest is handed through to the answer. */
export interface Label {
  readonly name: string;
  readonly description?: string;
  readonly severity?: string;
  readonly recommendation?: string;
}

/** When a result counts as sure, and what to tell the user when it does not. */
export interface ConfidenceSpec {
  /** Least top score for HIGH. */
  readonly high: number;
  /** Least top score for MEDIUM; below it is LOW. */
  readonly medium: number;
  readonly retakeMessage: string;
  /** What a picture has to be like; absent where pictures are not measured. */
  readonly quality?: QualitySpec;
}

/** Limits of what is measured of a picture (`PictureQuality`); null where there is none. */
export interface QualitySpec {
  /** Pixels. */
  readonly minShorterSide: number | null;
  /** Parts of the picture, 0-1. */
  readonly maxDark: number | null;
  readonly maxBright: number | null;
  /** Variance of the Laplacian. */
  readonly minSharpness: number | null;
  /** Part of the picture, 0-1. */
  readonly minSubject: number | null;
  /** What the user is told of each fault. */
  readonly messages: Readonly<Record<QualityFault, string>>;
}

/** Why a person should take a picture again. */
export type QualityFault = 'too_small' | 'underexposed' | 'overexposed' | 'blurred' | 'subject_too_small';

export interface DetectionSpec {
  readonly kind: 'object-detection';
  readonly image: ImageInputSpec;
  readonly labels: readonly Label[];
  readonly confidence: ConfidenceSpec | null;
  /**
   * How the raw output is read. `yolov8`: [N, 4+C, A] or [N, A, 4+C], box and class scores. `yolov5`: [N, A, 5+C] or
   * [N, 5+C, A], box, objectness, class scores. `yolox`: as yolov5, but on a grid still to be decoded (strides 8, 16, 32).
   * `boxes-scores`: two outputs, decoded boxes [N, A, 4] and class scores [N, A, C], either way round. `ssd`: as
   * boxes-scores, with a background column, and offsets from `priors` where they are given. `detr`: a box and class scores
   * for each query, nothing to suppress. `end2end`: boxes that the graph has suppressed already, as [N, K, 6], [K, 7] or
   * separate outputs. `nms-indices`: boxes, scores and the [K, 3] of an ONNX NonMaxSuppression. `paddle`: boxes that the graph has
   * suppressed, [K, 6] with the class first, and [N] with how many each picture has. `gfl`: the sides of a box as distributions, in
   * one output or two a stride. `ultraface`: `scores`
   * [N, A, 2] with the background first and `boxes` [N, A, 4]. `yunet`: faces with five points, twelve outputs on a grid.
   * `scrfd`: faces by distances from the grid's points, two or three outputs a stride. `blazeface`: faces with six points, from the
   * middles of two grids of anchors.
   */
  readonly decoder:
    | 'yolov8'
    | 'yolov5'
    | 'yolox'
    | 'boxes-scores'
    | 'ssd'
    | 'detr'
    | 'end2end'
    | 'nms-indices'
    | 'paddle'
    | 'gfl'
    | 'ultraface'
    | 'yunet'
    | 'scrfd'
    | 'blazeface';
  /** Whether boxes come in pixels of the input tensor, as fractions of it, or as each output shows (`auto`). */
  readonly boxUnits: 'pixels' | 'normalized' | 'auto';
  /** Order of a box's four numbers: x1 y1 x2 y2, y1 x1 y2 x2, or cx cy w h. Fixed for grids and finished rows. */
  readonly boxFormat: 'corners' | 'corners-yx' | 'center';
  /** What the scores still need. */
  readonly scoreActivation: 'none' | 'sigmoid' | 'softmax';
  /** The column of scores that is no class; for class numbers: `first` means that they count from 1. */
  readonly background: 'none' | 'first' | 'last';
  /** Numbers at the end of each row that are neither box nor score: points, coefficients of a mask. */
  readonly extraColumns: number;
  /** Points that come with every box; null for a detector without them. */
  readonly keypoints: KeypointSpec | null;
  /** How masks are made; absent for a detector without them. */
  readonly masks?: MaskSpec;
  /** For `ssd`: what the boxes are offsets from; null for boxes that are decoded already. */
  readonly priors: PriorSpec | null;
  readonly scoreThreshold: number;
  readonly iouThreshold: number;
  readonly maxDetections: number;
  /** Whether a box may suppress a box of another class. */
  readonly classAgnostic: boolean;
}

/** Masks as sums of maps: the coefficients are the last numbers of a box's row. */
export interface MaskSpec {
  /** Graph output with the maps, [N, count, height, width]. */
  readonly tensor: string;
  readonly count: number;
  /** Whether an answer has them when the request does not say it. */
  readonly isUsual: boolean;
}

/** Points of a detector: x and y, and with `hasScore` how sure each one is. */
export interface KeypointSpec {
  readonly count: number;
  readonly hasScore: boolean;
  /** One for each point, or none. Names with left and right change places in a mirrored picture. */
  readonly names: readonly string[];
  /** They stand in front of the class scores, and not at the end of the row. */
  readonly isBeforeClasses?: true;
}

/** Boxes of fixed sizes around the cells of a grid, level by level, row by row, size by size within a cell. */
export interface PriorSpec {
  readonly strides: readonly number[];
  /** For each stride the sides of its square boxes, in pixels of the input. */
  readonly sizes: readonly (readonly number[])[];
  /** centre = prior + offset * variances[0] * side, side = prior * exp(offset * variances[1]). */
  readonly variances: readonly [number, number];
}

export interface ClassificationSpec {
  readonly kind: 'image-classification';
  readonly image: ImageInputSpec;
  readonly labels: readonly Label[];
  readonly confidence: ConfidenceSpec | null;
  /** Graph output with the scores. */
  readonly tensor: string;
  /** `softmax` or `sigmoid` for logits, `none` for an output that is normalised already. */
  readonly activation: 'softmax' | 'sigmoid' | 'none';
  /** Logit or score = raw * scale + offset; 1 and 0 but for quantised outputs. */
  readonly scale: number;
  readonly offset: number;
  /** The classes do not exclude each other: all that reach `scoreThreshold` are the answer. */
  readonly multiLabel: boolean;
  /** Least score of an answered class, 0-1; 0 unless `multiLabel`. */
  readonly scoreThreshold: number;
  /** The one score of the output is the second class's, and the first class has the rest of 1. */
  readonly isBinary: boolean;
  /** The column that is no class. Its part of a softmax is left out, not shared out. */
  readonly background: 'none' | 'first' | 'last';
  readonly topK: number;
}

/** A number that a model tells, with what is known about it. */
export interface ValueSpec {
  readonly name: string;
  /** Graph output that holds it, and its place there (row-major, within one item of the batch). */
  readonly tensor: string;
  readonly index: number;
  /** value = activation(raw) * scale + offset. */
  readonly scale: number;
  readonly offset: number;
  readonly unit: string | null;
  /** Least and greatest value that makes sense, in `unit`; told with the answer, never forced on it. */
  readonly range: readonly [number, number] | null;
}

/** Named numbers from a picture: an age, a head pose, five traits. */
export interface ImageRegressionSpec {
  readonly kind: 'image-regression';
  readonly image: ImageInputSpec;
  readonly activation: 'none' | 'sigmoid' | 'tanh';
  readonly values: readonly ValueSpec[];
}

/** What a row may hold in one column: a text in JSON, and what the model gets for it. */
export interface CategorySpec {
  readonly name: string;
  /** null where the column takes the text itself. */
  readonly code: number | null;
}

/** One column of a table: what a row may hold there. */
export interface FeatureSpec {
  readonly name: string;
  readonly type: 'float' | 'integer' | 'boolean' | 'string';
  /** Graph input that takes it, and its column there. */
  readonly tensor: string;
  readonly column: number;
  /** Least and greatest value, both included. */
  readonly range: readonly [number, number] | null;
  /** Used when a row leaves the feature out; undefined: it must be given. */
  readonly default?: number | boolean | string | null;
  readonly categories: readonly CategorySpec[] | null;
  /** Whether a row may hold null: fed as NaN, or as an empty text. */
  readonly nullable: boolean;
  readonly unit: string | null;
  readonly description: string | null;
  /** How it is made of a subject's records; undefined where it is not. */
  readonly from?: RecordSource;
}

/** What comes out of a tabular model. */
export type TabularHead =
  | {
      readonly kind: 'classification';
      /** The classes as they are answered, by class number. */
      readonly labels: readonly Label[];
      /** What the label output says for each class, by class number; null when the file does not tell. */
      readonly classes: readonly string[] | null;
      /** Output with the number or text of the class; null when the model gives probabilities only. */
      readonly labelTensor: string | null;
      /**
       * Outputs with the scores: one [N, C] with one score a class, one [N] or [N, 1] with that of the second of two
       * classes, or C of shape [N]; none when the model names a class only.
       */
      readonly scoreTensors: readonly string[];
      readonly activation: 'none' | 'softmax' | 'sigmoid';
      /** The one score is the second class's distance from the border between two, and the first has its negative. */
      readonly isMargin?: boolean;
      readonly topK: number;
    }
  | { readonly kind: 'regression'; readonly values: readonly ValueSpec[] };

/** Labels or numbers from rows of named features. */
export interface TabularSpec {
  readonly kind: 'tabular';
  readonly features: readonly FeatureSpec[];
  readonly head: TabularHead;
  readonly confidence: ConfidenceSpec | null;
}

/** Raw tensors in, raw tensors out: whatever has no task of its own. */
export interface TensorSpec {
  readonly kind: 'tensor';
}

export type TaskSpec = DetectionSpec | ClassificationSpec | ImageRegressionSpec | TabularSpec | TensorSpec;
/** The tasks that a picture goes into. */
export type PictureTaskSpec = Extract<TaskSpec, { image: ImageInputSpec }>;
export type TaskKind = TaskSpec['kind'];

/** Every kind, for schemas. */
export const TASK_KINDS: readonly TaskKind[] = [
  'object-detection',
  'image-classification',
  'image-regression',
  'tabular',
  'tensor',
];

/** Where in the picture a model looks: on what another model found. */
export interface RegionSpec {
  /** Name of an object detector, and its version or alias; null for the one that answers by default. */
  readonly model: string;
  readonly version: string | null;
  /** Only regions of this label; null for all. */
  readonly label: string | null;
  readonly select: 'largest' | 'best' | 'every';
  /** Part of the box's width and height that is added on each side, 0 for the box itself; cut at the picture's edge. */
  readonly expand: number;
  /** What to do when nothing is found. */
  readonly fallback: 'error' | 'whole' | 'empty';
  /** For `every`: at most so many regions, best first. */
  readonly maxRegions: number;
}

/** Test-time augmentation: the picture itself is always one of the variants. */
export interface TtaSpec {
  readonly flips: readonly ('horizontal' | 'vertical')[];
  /** Further sizes of the picture inside the input, as a factor; 1 is the usual one. */
  readonly scales: readonly number[];
  /** Names of regression values whose sign turns with a horizontal flip. */
  readonly negate: readonly string[];
}

export interface EnsembleMember {
  readonly model: string;
  /** Version or alias; null for the one that answers by default. */
  readonly version: string | null;
  readonly weight: number;
}

/** `chain`: the first member finds, each following one looks at what the one before found. */
export interface EnsembleSpec {
  readonly combine: 'average' | 'vote' | 'chain';
  readonly members: readonly EnsembleMember[];
}

/** How a version is run. */
export interface ExecutionSpec {
  /** Most executor processes. One is started with the model, the others when work waits. */
  readonly executors: number;
  readonly intraOpThreads: number;
  /** Most requests in one run; 1 when the graph's batch dimension is fixed. */
  readonly maxBatch: number;
  /** How long a request may wait for others to join its batch, in milliseconds; 0 takes what waits already. */
  readonly maxDelayMs: number;
  /** Longest time for a request, in milliseconds; null takes the server's. */
  readonly deadlineMs: number | null;
  readonly memoryLimitMb: number;
  readonly warmupRuns: number;
  /** Whether the model is loaded at start (else on the first request). */
  readonly preload: boolean;
  /** Whether the server is ready only when this model is. */
  readonly required: boolean;
}
