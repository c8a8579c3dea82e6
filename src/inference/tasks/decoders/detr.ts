import type { Candidates } from '../candidates.js';
import { decodeBoxesScores } from './boxes-scores.js';
import type { DecodeRequest } from './decode-request.js';
import { decodeYolov8 } from './yolov8.js';

/**
 * Transformer detectors: for each query a box, cx cy w h as fractions, and class scores. DETR: softmax with "no object" last.
 * RT-DETR, D-FINE, Deformable DETR: a sigmoid for each class. Both in two outputs, `logits` and `pred_boxes`; an Ultralytics
 * RT-DETR has finished scores and boxes in one, [N, Q, 4+C].
 *
 * @throws Error when the outputs have no such shape
 * @see Carion et al., "End-to-End Object Detection with Transformers", arXiv:2005.12872; Zhao et al., "DETRs Beat YOLOs on
 *   Real-time Object Detection", arXiv:2304.08069. The best class of a query is its class
 */
export function decodeDetr(request: DecodeRequest): Candidates {
  return request.outputs.length > 1 ? decodeBoxesScores(request) : decodeYolov8(request);
}
