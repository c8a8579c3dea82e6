import type { HubExport } from '../hub/hub-export.js';
import type { ModelManifest } from '../manifest/model-manifest.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import type { ClassifierOutput } from './classifier-output.js';
import type { DetectionLayout } from './detection-layout.js';
import type { PictureGeometry } from './picture-input.js';
import type { Table } from './table-choice.js';
import type { UltralyticsInfo } from './ultralytics.js';

/** A task with what was found out about the model on the way. */
export type TaskChoice =
  | {
      readonly kind: 'object-detection';
      readonly note: string;
      readonly picture: PictureGeometry;
      readonly layout: DetectionLayout;
    }
  | {
      readonly kind: 'image-classification';
      readonly note: string;
      readonly picture: PictureGeometry;
      readonly output: ClassifierOutput;
    }
  | { readonly kind: 'image-regression'; readonly note: string; readonly picture: PictureGeometry }
  | { readonly kind: 'tabular'; readonly note: string; readonly table: Table }
  /** `note`: why it is no other task; `isNotable` where it may have been meant as one. */
  | { readonly kind: 'tensor'; readonly note: string; readonly isNotable?: true };

/** What the choice rests on. */
export interface TaskEvidence {
  readonly info: OnnxInfo;
  readonly manifest: ModelManifest;
  /** Number of declared labels, or null. */
  readonly labelCount: number | null;
  readonly ultralytics: UltralyticsInfo | null;
  /** What files of Hugging Face and timm beside the model tell. */
  readonly hub: HubExport | null;
  /** Name of the manifest in messages. */
  readonly manifestFile: string;
}
