import { Candidates } from '../candidates.js';
import type { NamedTensor } from '../task-io.js';
import { describeOutputs, numbersOf, type NumberArray } from '../tensor-numbers.js';
import { activate, rawThreshold, type DecodeRequest } from './decode-request.js';
import { gflLevels, type GflLevel } from './gfl-levels.js';

/**
 * Heads that give each side of a box as a distribution over distances, in strides from the cell (PicoDet, NanoDet): the
 * distance is the mean of the distribution, a softmax over its parts. The best class of a cell is its class.
 *
 * @throws Error when the outputs do not fit the input's size
 * @see Li et al., "Generalized Focal Loss", arXiv:2006.04388; Yu et al., "PP-PicoDet", arXiv:2111.00902; RangiLyu/nanodet
 *   (Apache-2.0), get_bboxes of its heads
 */
export function decodeGfl(request: DecodeRequest): Candidates {
  const { outputs, spec } = request;
  const levels = gflLevels(outputs, spec.image, spec.labels.length > 0 ? spec.labels.length : null);
  if (!levels) {
    const { width, height } = spec.image;
    throw new Error(
      `the gfl decoder expects scores and distributions of the cells of strides 8, 16, 32 (and 64) on ${width} x ${height}; the model has ${describeOutputs(outputs)}`,
    );
  }
  const found = new Candidates();
  for (const level of levels) addLevel(found, request, level);
  return found;
}

function addLevel(found: Candidates, request: DecodeRequest, level: GflLevel<NamedTensor>): void {
  const { spec, item, isWanted } = request;
  const { stride, across, cells, centre, classes, bins, sidesAt } = level;
  const scores = rowsOf(level.scores, item, level.firstRow);
  const sides = rowsOf(level.sides, item, level.firstRow);
  const threshold = rawThreshold(request);
  for (let cell = 0; cell < cells; cell += 1) {
    const at = scores.start + cell * scores.columns;
    let best = -Infinity;
    let classId = -1;
    for (let each = 0; each < classes; each += 1) {
      const score = scores.data[at + each]!;
      if (score >= threshold && score > best) {
        best = score;
        classId = each;
      }
    }
    if (classId < 0 || !isWanted(classId)) continue;
    const from = sides.start + cell * sides.columns + sidesAt;
    const reach = (side: number): number => meanOf(sides.data, from + side * bins, bins) * stride;
    const x = ((cell % across) + centre) * stride;
    const y = (Math.floor(cell / across) + centre) * stride;
    found.add(x - reach(0), y - reach(1), x + reach(2), y + reach(3), activate(spec, best), classId);
  }
}

interface Rows {
  readonly data: NumberArray;
  readonly start: number;
  readonly columns: number;
}

function rowsOf(tensor: NamedTensor, item: number, firstRow: number): Rows {
  const [rows, columns] = tensor.dims.slice(-2) as [number, number];
  return { data: numbersOf(tensor), start: (item * rows + firstRow) * columns, columns };
}

/** Mean of a distribution over 0, 1, 2, ... given by its logits. */
function meanOf(logits: NumberArray, from: number, bins: number): number {
  let greatest = -Infinity;
  for (let bin = 0; bin < bins; bin += 1) greatest = Math.max(greatest, logits[from + bin]!);
  let sum = 0;
  let weighted = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const weight = Math.exp(logits[from + bin]! - greatest);
    sum += weight;
    weighted += weight * bin;
  }
  return weighted / sum;
}
