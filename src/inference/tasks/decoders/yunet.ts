import { Candidates } from '../candidates.js';
import { describeOutputs, numbersOf, type NumberArray } from '../tensor-numbers.js';
import { activate, type DecodeRequest } from './decode-request.js';

const STRIDES = [8, 16, 32];
const POINTS = 5;

/**
 * YuNet's faces with five points each: for every cell of strides 8, 16 and 32 `cls_8` (a face), `obj_8` (an object),
 * `bbox_8` (offset of the centre in cells, logarithm of the size in cells) and `kps_8` (points as offsets in cells), and
 * so on. score = cls * obj; OpenCV reports the square root of it, so its threshold of 0.9 is 0.81 here.
 *
 * @throws Error when an output is missing, or its cells are not those of the input's size
 * @see Wu et al., "YuNet: A Tiny Millisecond-level Face Detector", 2023; ShiqiYu/libfacedetection.train
 *   (tools/compare_inference.py) for the score; FaceDetectorYN of OpenCV (modules/objdetect/src/face_detect.cpp,
 *   Apache-2.0) for the grid
 */
export function decodeYunet(request: DecodeRequest): Candidates {
  const found = new Candidates(POINTS);
  if (!request.isWanted(0)) return found;
  for (const stride of STRIDES) addLevel(found, request, stride);
  return found;
}

function addLevel(found: Candidates, request: DecodeRequest, stride: number): void {
  const { spec, scoreThreshold } = request;
  const across = Math.ceil(spec.image.width / stride);
  const cells = across * Math.ceil(spec.image.height / stride);
  const classes = level(request, `cls_${stride}`, cells, 1);
  const objects = level(request, `obj_${stride}`, cells, 1);
  const boxes = level(request, `bbox_${stride}`, cells, 4);
  const points = level(request, `kps_${stride}`, cells, 2 * POINTS);
  const share = ({ data, start }: Level, cell: number): number =>
    Math.min(1, Math.max(0, activate(spec, data[start + cell]!)));
  for (let cell = 0; cell < cells; cell += 1) {
    const score = share(classes, cell) * share(objects, cell);
    if (!(score >= scoreThreshold)) continue;
    const column = cell % across;
    const row = Math.floor(cell / across);
    const at = boxes.start + cell * 4;
    const x = (column + boxes.data[at]!) * stride;
    const y = (row + boxes.data[at + 1]!) * stride;
    const halfWidth = (Math.exp(boxes.data[at + 2]!) * stride) / 2;
    const halfHeight = (Math.exp(boxes.data[at + 3]!) * stride) / 2;
    const from = points.start + cell * 2 * POINTS;
    const places: number[] = [];
    for (let i = from; i < from + 2 * POINTS; i += 2) {
      places.push((points.data[i]! + column) * stride, (points.data[i + 1]! + row) * stride, NaN);
    }
    found.add(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, score, 0, places);
  }
}

/** One picture's part of an output. */
interface Level {
  readonly data: NumberArray;
  readonly start: number;
}

function level({ outputs, item }: DecodeRequest, name: string, cells: number, columns: number): Level {
  const output = outputs.find((candidate) => candidate.name === name);
  const batch = output?.dims.length === 3 ? output.dims[0]! : 1;
  if (!output || output.dims.reduce((size, dim) => size * dim, 1) !== batch * cells * columns) {
    throw new Error(
      `the yunet decoder expects '${name}' as [N, ${cells}, ${columns}]; the model has ${describeOutputs(outputs)}`,
    );
  }
  return { data: numbersOf(output), start: item * cells * columns };
}
