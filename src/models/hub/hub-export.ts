import type { ImageInputSpec } from '../../inference/model-spec.js';
import type { FoundLabels } from '../manifest/read-manifest.js';

/** How a picture is made ready, as far as the files beside a model say; what they leave out is absent. */
export interface HubPicture {
  /** Name of the file that says it. */
  readonly file: string;
  /** Shown with every value that is from here. */
  readonly note: string;
  /** Size of the input, in pixels; what the graph says goes before it. */
  readonly size?: { readonly width: number; readonly height: number };
  readonly fit?: 'stretch' | 'center-crop';
  /** Part that is kept of what was resized, 0-1. */
  readonly cropFraction?: number;
  readonly cropRounding?: 'down';
  readonly resample?: ImageInputSpec['resample'];
  readonly color?: 'RGB' | 'BGR';
  /** value = (pixel * scale - mean) / std */
  readonly values?: Pick<ImageInputSpec, 'scale' | 'mean' | 'std'>;
  /** What the files ask for and nothing here does: a fault, unless the manifest declares the key. */
  readonly unserved: readonly { readonly key: 'fit' | 'resample'; readonly reason: string }[];
  /** What an operator should know. */
  readonly notes: readonly string[];
}

/** What the files tell that Hugging Face (Optimum, transformers) and timm lay beside a model. */
export interface HubExport {
  readonly labels: FoundLabels | null;
  /** What the model is for, with the reason; null where the files do not say it, or it is nothing that is served. */
  readonly kind: {
    readonly kind: 'image-classification' | 'object-detection' | 'image-regression';
    readonly note: string;
  } | null;
  /** Whether classes do not exclude each other; null where the files do not say it. */
  readonly isMultiLabel: boolean | null;
  readonly channels: 1 | 3 | null;
  readonly picture: HubPicture | null;
  /** Why a file cannot be used though it is there: goes on after its name. Counts for models of pictures only. */
  readonly faults: readonly { readonly file: string; readonly reason: string }[];
}
