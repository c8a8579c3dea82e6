import type { DetectionSpec, TensorInfo } from '../../inference/model-spec.js';
import type { OutputManifest } from '../manifest/sections/output-manifest.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import { BOX, isFloat, type DetectionLayout } from './detection-layout.js';
import { found, missing, type Outcome } from './outcome.js';
import { shapeText } from './shape-text.js';

type Output = OnnxInfo['outputs'][number];

/** Two outputs with a row for each anchor, boxes and scores, either way round. */
interface Tables {
  readonly boxes: Output;
  readonly scores: Output;
  /** Scores a row; null when the graph leaves it open. */
  readonly columns: number | null;
}

const SCORE_NAME = /score|logit|conf|prob|cls|class/i;

/** Dimensions without those of 1 in the middle: [N, A, 1, 4] is [N, A, 4]. */
const shapeOf = ({ dims }: TensorInfo): TensorInfo['dims'] =>
  dims.filter((dim, axis) => axis === 0 || axis === 1 || axis === dims.length - 1 || dim !== 1);

function tablesOf(outputs: readonly Output[]): Tables | null {
  const shaped = outputs.filter((output) => isFloat(output) && shapeOf(output).length === 3);
  const fours = shaped.filter((output) => shapeOf(output).slice(1).includes(BOX));
  const boxes = fours.find(({ name }) => /box|loc/i.test(name)) ?? fours[0];
  if (!boxes) return null;
  const [, one, two] = shapeOf(boxes);
  const anchors = two === BOX ? one : two;
  const others = shaped.filter(
    (output) =>
      output !== boxes &&
      shapeOf(output)
        .slice(1)
        .some((dim) => dim === anchors),
  );
  const scores = others.find(({ name }) => SCORE_NAME.test(name)) ?? others[0];
  if (!scores) return null;
  const columns = shapeOf(scores)
    .slice(1)
    .find((dim, axis, [first]) => dim !== anchors || (axis === 1 && first === anchors));
  return { boxes, scores, columns: typeof columns === 'number' ? columns : null };
}

/**
 * `boxes-scores`, `ssd` and `detr`: what the number of scores and labels says about a column for no class, and the graph about
 * what the scores still need.
 */
export function tableLayout(
  decoder: 'boxes-scores' | 'ssd' | 'detr',
  { outputs, file }: OnnxInfo,
  output: OutputManifest,
  labelCount: number | null,
  note: string,
): Outcome<DetectionLayout> {
  const tables = tablesOf(outputs);
  if (tables === null) {
    const shapes = outputs.map((one) => `'${one.name}' ${shapeText(one)}`).join(', ');
    return missing(
      'output.decoder',
      `'${decoder}' reads [N, A, 4] boxes and [N, A, classes] scores; the outputs are ${shapes}`,
    );
  }
  if (decoder === 'ssd' && output.priors === undefined && !file.opTypes.has('Exp')) {
    return missing(
      'output.priors',
      `no operator of the graph is an Exp, so '${tables.boxes.name}' holds offsets from priors and no boxes; declare the priors, or export the model with its boxes decoded`,
    );
  }
  const background = backgroundOf(decoder, tables, output, labelCount);
  const { columns } = tables;
  const classCount = columns === null ? labelCount : columns - (background === 'none' ? 0 : 1);
  const scoreActivation = activationOf(decoder, tables, background, output, labelCount, file.opTypes);
  if (scoreActivation === null) {
    return missing(
      'output.score_activation',
      'say sigmoid (RT-DETR, D-FINE, Deformable DETR) or softmax (DETR): without labels the outputs do not tell',
    );
  }
  return found({ decoder, classCount, note, background, scoreActivation });
}

function backgroundOf(
  decoder: DetectionSpec['decoder'],
  { columns }: Tables,
  { background, score_activation: activation }: OutputManifest,
  labelCount: number | null,
): DetectionSpec['background'] {
  if (background !== undefined) return background;
  if (labelCount !== null) {
    if (columns !== labelCount + 1) return 'none';
    return decoder === 'detr' ? 'last' : 'first';
  }
  if (decoder === 'detr') return activation === 'softmax' ? 'last' : 'none';
  return decoder === 'ssd' ? 'first' : 'none';
}

/** null where only the manifest can say. */
function activationOf(
  decoder: DetectionSpec['decoder'],
  { scores }: Tables,
  background: DetectionSpec['background'],
  { score_activation: declared }: OutputManifest,
  labelCount: number | null,
  opTypes: ReadonlySet<string>,
): DetectionSpec['scoreActivation'] | null {
  if (declared !== undefined) return declared;
  const last = scores.producedBy.at(-1);
  if (last === 'Softmax' || last === 'Sigmoid') return 'none';
  if (decoder === 'detr') {
    if (labelCount === null) return null;
    return background === 'none' ? 'sigmoid' : 'softmax';
  }
  // Behind a Softmax there is often a Concat or a Slice; without any Softmax they are logits.
  return decoder === 'ssd' && !opTypes.has('Softmax') ? 'softmax' : 'none';
}
