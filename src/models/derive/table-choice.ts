import type { ModelManifest } from '../manifest/model-manifest.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import { ML_DOMAIN } from '../onnx-reader/ml-graph.js';
import { metadataList } from './metadata-list.js';
import { found, type Outcome } from './outcome.js';
import { tableColumns, type TableColumn } from './table-columns.js';
import { tableOutput, type TableOutput } from './table-output.js';

/** What makes a model tabular: columns that rows fill, and outputs that say something about a row. */
export interface Table {
  readonly columns: readonly TableColumn[];
  readonly output: TableOutput;
}

/** Metadata keys under which people keep the names of columns. */
const NAME_KEYS = ['feature_names', 'features', 'columns'];

/** The table that a model takes, or why it is none. */
export function tableOf(info: OnnxInfo, manifest: ModelManifest): Outcome<Table> {
  const columns = tableColumns(info.inputs, manifest.features, metadataList(info.file.metadata, NAME_KEYS));
  if (!columns.ok) return columns;
  const output = tableOutput(info, isClassifier(manifest));
  if (!output.ok) return output;
  return found({ columns: columns.value, output: output.value });
}

/** Whether the manifest speaks of classes or of numbers; null when it does not tell. */
function isClassifier({ labels, output }: ModelManifest): boolean | null {
  if (labels !== undefined || output?.activation !== undefined || output?.top_k !== undefined) return true;
  const isNumbers =
    output?.values !== undefined || output?.names !== undefined || output?.range !== undefined;
  return isNumbers ? false : null;
}

/**
 * Why a model is certainly one for tables: it is made of the operators of classical machine learning, or comes from
 * scikit-learn. null when nothing says so.
 */
export function tableEvidence({ file }: OnnxInfo): string | null {
  const operator = [...file.opTypes].find((type) => type.startsWith(`${ML_DOMAIN}:`));
  if (operator !== undefined) return `it has the operator ${operator.slice(ML_DOMAIN.length + 1)}`;
  return file.producer === 'skl2onnx' ? 'it was exported from scikit-learn' : null;
}
