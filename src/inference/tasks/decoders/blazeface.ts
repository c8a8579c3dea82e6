import { Candidates } from '../candidates.js';
import type { NamedTensor } from '../task-io.js';
import { describeOutputs, numbersOf } from '../tensor-numbers.js';
import { BLAZE_COLUMNS, blazeLevels, type BlazeLevel } from './blaze-levels.js';
import { centred } from './box-format.js';
import { activate, rawThreshold, type DecodeRequest } from './decode-request.js';

/**
 * BlazeFace (MediaPipe's face detector): a score and a box with six points for each anchor, all in pixels of the input from the
 * middle of the anchor's cell. Overlaps are suppressed here, where MediaPipe takes the mean of them.
 *
 * @throws Error when the outputs are not those of its grids
 * @see Bazarevsky et al., "BlazeFace", arXiv:1907.05047; tensors_to_detections_calculator.cc and ssd_anchors_calculator.cc of
 *   google-ai-edge/mediapipe (Apache-2.0)
 */
export function decodeBlazeface(request: DecodeRequest): Candidates {
  const { outputs, spec } = request;
  const levels = blazeLevels(outputs);
  if (!levels) {
    throw new Error(
      `the blazeface decoder expects scores [N, 896, 1] and boxes [N, 896, ${BLAZE_COLUMNS}], or 2304 of each; the model has ${describeOutputs(outputs)}`,
    );
  }
  const found = new Candidates(spec.keypoints?.count);
  if (!request.isWanted(0)) return found;
  for (const level of levels) addLevel(found, request, level);
  return found;
}

function addLevel(found: Candidates, request: DecodeRequest, level: BlazeLevel<NamedTensor>): void {
  const { spec, item } = request;
  const { grid, anchorsPerCell, firstRow } = level;
  const rows = level.scores.dims[1]!;
  const scores = numbersOf(level.scores);
  const boxes = numbersOf(level.boxes);
  const threshold = rawThreshold(request);
  const first = item * rows + firstRow;
  for (let anchor = 0; anchor < grid * grid * anchorsPerCell; anchor += 1) {
    const raw = scores[first + anchor]!;
    if (!(raw >= threshold)) continue;
    const cell = Math.floor(anchor / anchorsPerCell);
    const x = ((cell % grid) + 0.5) * (spec.image.width / grid);
    const y = (Math.floor(cell / grid) + 0.5) * (spec.image.height / grid);
    const at = (first + anchor) * BLAZE_COLUMNS;
    const [x1, y1, x2, y2] = centred(x + boxes[at]!, y + boxes[at + 1]!, boxes[at + 2]!, boxes[at + 3]!);
    const points: number[] = [];
    for (let point = at + 4; point < at + BLAZE_COLUMNS; point += 2) {
      points.push(x + boxes[point]!, y + boxes[point + 1]!, NaN);
    }
    found.add(x1, y1, x2, y2, activate(spec, raw), 0, spec.keypoints === null ? [] : points);
  }
}
