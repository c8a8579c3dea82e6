import { safeReason } from './safe-reason.js';

describe('safeReason', () => {
  it.each([
    ['Load model from /srv/models/a/1/model.onnx failed:Opset 99 is not known', 'Opset 99 is not known'],
    [
      'Load model from /srv/models/a b/1/model.onnx failed: bad',
      'Load model from <path> b<path> failed: bad',
    ],
    ["open 'C:\\models\\x\\model.onnx'", "open '<path>'"],
    [
      "Non-zero status code returned while running Reshape node. Name:'r' Status Message: /onnxruntime_src/onnxruntime/core/providers/cpu/tensor/reshape_helper.h:45 onnxruntime::ReshapeHelper::ReshapeHelper(const onnxruntime::TensorShape&) size mismatch",
      "Non-zero status code returned while running Reshape node. Name:'r' Status Message: size mismatch",
    ],
    ['', 'unknown reason'],
  ])('cleans %j', (text, expected) => {
    expect(safeReason(new Error(text))).toBe(expected);
  });

  it('shortens what is long', () => {
    expect(safeReason('x'.repeat(1000))).toHaveLength(301);
  });
});
