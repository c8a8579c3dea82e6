import type { Label } from '../../inference/model-spec.js';
import type { HubExport } from '../hub/hub-export.js';
import type { ModelManifest } from '../manifest/model-manifest.js';
import type { FoundLabels } from '../manifest/read-manifest.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import type { MetadataLabels } from './metadata-labels.js';
import type { Provenance } from './provenance.js';
import type { UltralyticsInfo } from './ultralytics.js';

/** What the spec of a task is made of. */
export interface TaskParts {
  readonly info: OnnxInfo;
  readonly manifest: ModelManifest;
  readonly labels: readonly Label[] | null;
  /** Labels of a file that lies where label files do, though nobody named it. */
  readonly labelsBeside: FoundLabels | null;
  readonly metadataLabels: MetadataLabels | null;
  readonly ultralytics: UltralyticsInfo | null;
  /** What files of Hugging Face and timm beside the model tell. */
  readonly hub: HubExport | null;
  readonly provenance: Provenance;
  /** Takes what the manifest says and the model cannot do. */
  readonly faults: string[];
  /** Takes what an operator should know. */
  readonly notes: string[];
}
