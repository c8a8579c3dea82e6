/**
 * The bytes of an ONNX model that costs next to nothing: the mean of `x` float32[n] as `y` float32[1]. Field numbers are
 * those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
 */
export function meanModel() {
  const value = (name, dimension) =>
    message(
      text(1, name),
      bytes(2, message(bytes(1, message(number(1, 1), bytes(2, message(bytes(1, dimension))))))),
    );
  const node = message(text(1, 'x'), text(2, 'y'), text(4, 'ReduceMean'));
  const graph = message(
    bytes(1, node),
    text(2, 'mean'),
    bytes(11, value('x', text(2, 'n'))),
    bytes(12, value('y', number(1, 1))),
  );
  return message(number(1, 8), bytes(7, graph), bytes(8, message(text(1, ''), number(2, 17))));
}

const message = (...fields) => Buffer.concat(fields);
const number = (field, value) => Buffer.from([field * 8, value]);
const text = (field, content) => bytes(field, Buffer.from(content));

function bytes(field, content) {
  const length = [];
  for (let rest = content.length; ; rest >>= 7) {
    if (rest < 128) return Buffer.concat([Buffer.from([field * 8 + 2, ...length, rest]), content]);
    length.push((rest & 127) | 128);
  }
}
