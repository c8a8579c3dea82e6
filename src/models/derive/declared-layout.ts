import type { DetectionSpec, KeypointSpec, TensorInfo } from '../../inference/model-spec.js';
import { finishedOutputs } from '../../inference/tasks/decoders/finished-outputs.js';
import type { KeypointsManifest, PriorsManifest } from '../manifest/sections/detector-manifest.js';
import type { OutputManifest } from '../manifest/sections/output-manifest.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import {
  BOX,
  BOX_AND_OBJECT,
  extraOf,
  isFloat,
  maskMaps,
  type DetectionLayout,
  type MaskMaps,
} from './detection-layout.js';
import { declaredFaceLayout } from './face-layout.js';
import { finishedRows, isPaddle, knownFinished, separateLayout } from './finished-layout.js';
import { gflLayout } from './gfl-layout.js';
import { kerasLayout, nmsLayout } from './nms-layout.js';
import { found, missing, type Outcome } from './outcome.js';
import type { PictureGeometry } from './picture-input.js';
import { shapesOf, shapeText } from './shape-text.js';
import { tableLayout } from './table-layout.js';
import type { UltralyticsInfo } from './ultralytics.js';

/** What decides about a declared decoder beside the graph. */
export interface LayoutEvidence {
  readonly output: OutputManifest;
  /** Number of names that are known for the classes, or null. */
  readonly labelCount: number | null;
  readonly ultralytics: UltralyticsInfo | null;
}

/** Classes and columns of a model whose decoder is declared. */
export function declaredLayout(
  decoder: DetectionSpec['decoder'],
  info: OnnxInfo,
  picture: PictureGeometry,
  evidence: LayoutEvidence,
): Outcome<DetectionLayout> {
  const layout = layoutFor(decoder, info, picture, evidence);
  if (!layout.ok) return layout;
  const priors = evidence.output.priors ? priorsOf(evidence.output.priors) : null;
  if (priors && priors.strides.length !== priors.sizes.length) {
    return missing(
      'output.priors',
      `${priors.strides.length} strides and ${priors.sizes.length} lists of sizes; there is one list for each stride`,
    );
  }
  return found({ ...layout.value, priors });
}

function layoutFor(
  decoder: DetectionSpec['decoder'],
  info: OnnxInfo,
  picture: PictureGeometry,
  { output: manifest, labelCount, ultralytics }: LayoutEvidence,
): Outcome<DetectionLayout> {
  const note = 'as declared';
  const { outputs } = info;
  const hasPointScores = decoder === 'yolov8' || decoder === 'end2end';
  const points = declaredKeypoints(manifest.keypoints, hasPointScores) ?? ultralytics?.keypoints ?? null;
  switch (decoder) {
    case 'ultraface':
    case 'yunet':
    case 'scrfd':
    case 'blazeface':
      return declaredFaceLayout(decoder, outputs, picture, note);
    case 'boxes-scores':
    case 'ssd':
      return withPoints(tableLayout(decoder, info, manifest, labelCount, note), points);
    case 'detr':
      return outputs.length > 1
        ? tableLayout(decoder, info, manifest, labelCount, note)
        : rowLayout(decoder, outputs[0]!, labelCount, null, note);
    case 'nms-indices': {
      const theirs = kerasLayout(outputs, picture, labelCount);
      return theirs ? found({ ...theirs, note }) : nmsLayout(outputs, labelCount, note);
    }
    case 'gfl':
      return gflLayout(outputs, picture, labelCount, note);
    case 'paddle':
      return isPaddle(outputs)
        ? found({ decoder, classCount: labelCount, boxUnits: 'pixels', isSeparate: true, note })
        : missing(
            'output.decoder',
            `'paddle' reads rows [K, 6] and their counts [N]; the outputs are ${shapesOf(outputs)}`,
          );
    case 'end2end': {
      if (outputs.length === 1 || !finishedOutputs(outputs)) {
        return finishedRows(outputs[0]!, labelCount, note, points, maskMaps(outputs));
      }
      const theirs = knownFinished(outputs, picture, labelCount);
      return found(theirs?.decoder === decoder ? { ...theirs, note } : separateLayout(labelCount, note));
    }
    case 'yolov5':
    case 'yolov8':
    case 'yolox':
      return rowLayout(decoder, outputs[0]!, labelCount, points, note, maskMaps(outputs));
  }
}

/** @returns null when none are declared, or how many there are is not said */
function declaredKeypoints(declared: KeypointsManifest | undefined, hasScore: boolean): KeypointSpec | null {
  const count = declared?.count ?? declared?.names?.length;
  if (count === undefined) return null;
  return {
    count,
    hasScore: declared?.scored ?? hasScore,
    names: declared?.names ?? [],
    ...(declared?.place === 'before-classes' && { isBeforeClasses: true }),
  };
}

function priorsOf({ strides, sizes, variances = [] }: PriorsManifest): NonNullable<DetectionSpec['priors']> {
  return { strides, sizes, variances: [variances[0] ?? 0.1, variances[1] ?? 0.2] };
}

function withPoints(
  layout: Outcome<DetectionLayout>,
  keypoints: KeypointSpec | null,
): Outcome<DetectionLayout> {
  return layout.ok ? found({ ...layout.value, keypoints }) : layout;
}

/** One output with a row for each anchor, either way round. */
function rowLayout(
  decoder: DetectionSpec['decoder'],
  output: TensorInfo,
  labelCount: number | null,
  points: KeypointSpec | null,
  note: string,
  maps: MaskMaps | null = null,
): Outcome<DetectionLayout> {
  if (output.dims.length !== 3 || !isFloat(output)) {
    return missing(
      'output.decoder',
      `'${decoder}' reads a float output of 3 dimensions; '${output.name}' is ${shapeText(output)}`,
    );
  }
  const box = decoder === 'yolov8' || decoder === 'detr' ? BOX : BOX_AND_OBJECT;
  const masks = maps && hasCoefficients(output, maps, box + extraOf(points, null), labelCount) ? maps : null;
  const extraColumns = extraOf(points, masks);
  const fixed = box + extraColumns;
  const columns = rowLength(output.dims, labelCount === null ? null : labelCount + fixed);
  const rest = { extraColumns, keypoints: points, masks, note };
  if (columns === null) return found({ decoder, classCount: null, ...rest });
  if (columns <= fixed) {
    return missing(
      'output.decoder',
      `'${decoder}' needs more than ${fixed} values a box; '${output.name}' is ${shapeText(output)}`,
    );
  }
  return found({ decoder, classCount: columns - fixed, ...rest });
}

/** Whether the rows of an output have room for them: another output of four dimensions may be something else. */
function hasCoefficients(
  { dims }: TensorInfo,
  { count }: MaskMaps,
  fixed: number,
  labelCount: number | null,
): boolean {
  const columns = rowLength(dims, labelCount === null ? null : labelCount + fixed + count);
  if (columns === null || labelCount === null) return columns === null || columns > fixed + count;
  return columns === labelCount + fixed + count;
}

/** Values a box, which stand in dimension 1 or 2: there are always more boxes than values. */
function rowLength(dims: TensorInfo['dims'], expected: number | null): number | null {
  const [, one, two] = dims;
  if (expected !== null && (one === expected || two === expected)) return expected;
  if (typeof one === 'number' && typeof two === 'number') return Math.min(one, two);
  return null;
}
