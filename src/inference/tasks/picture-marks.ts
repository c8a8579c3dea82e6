import type { RunLengthMask } from './masks/run-lengths.js';
import type {
  Box,
  ClassificationResult,
  DetectionResult,
  PictureResult,
  Point,
  RegressionResult,
  SeenRegion,
} from './task-io.js';

/** One thing to draw on a picture: a frame with what is said of it. */
export interface Mark {
  /** In pixels of the upright picture. */
  readonly box: Box;
  /** One line each; the frame alone where it is empty. */
  readonly lines: readonly string[];
  /** Things of one kind have one colour. */
  readonly colorIndex: number;
  readonly points: readonly Point[];
  readonly mask?: RunLengthMask;
}

/** More lines would hide the picture. */
const MOST_LINES = 8;

/** What to draw of an answer, the most important last, so that it lies on top. */
export function pictureMarks(result: PictureResult): Mark[] {
  if ('detections' in result) return result.detections.map(detectionMark).toReversed();
  if ('regions' in result) {
    return result.regions.toReversed().flatMap((region, index) => regionMarks(region, region.result, index));
  }
  return regionMarks(result.region ?? wholePicture(result), result, 0);
}

/** An answer on a part of the picture: its frame with the answer on it, or what was found within it. */
function regionMarks(region: SeenRegion, result: PictureResult, index: number): Mark[] {
  const inner = 'classes' in result || 'values' in result ? null : pictureMarks(result);
  const lines = inner === null ? answerLines(result as ClassificationResult | RegressionResult) : [];
  const colorIndex = 'classes' in result ? (result.classes[0]?.class_id ?? index) : index;
  return [{ box: region.box, lines, colorIndex, points: [] }, ...(inner ?? [])];
}

function answerLines(result: ClassificationResult | RegressionResult): string[] {
  if ('classes' in result) {
    const [best] = result.classes;
    return best ? [`${best.label} ${best.score.toFixed(2)}`] : [];
  }
  return result.values
    .slice(0, MOST_LINES)
    .map(
      ({ name, value, unit }) => `${name} ${Number(value.toPrecision(3))}${unit === null ? '' : ` ${unit}`}`,
    );
}

function detectionMark({
  label,
  score,
  box,
  class_id: id,
  track_id: track = null,
  keypoints = [],
  mask,
}: DetectionResult['detections'][number]): Mark {
  const which = track === null ? '' : `#${track} `;
  const lines = [`${which}${label} ${score.toFixed(2)}`];
  return { box, lines, colorIndex: id, points: keypoints, ...(mask && { mask }) };
}

function wholePicture({ image }: PictureResult): SeenRegion {
  return { box: { x: 0, y: 0, ...image }, label: null, score: null, model: '' };
}
