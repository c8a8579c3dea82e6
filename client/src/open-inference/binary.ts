import { NUMERIC_TYPES, type NumericArray, type NumericDatatype, type Tensor } from './tensor.js';

const PREFIX_BYTES = 4;
const encoder = new TextEncoder();

/** The bytes of a tensor as the binary extension has them; those of numbers are a view. */
export function blockOf(tensor: Tensor): Uint8Array {
  if (tensor.datatype !== 'BYTES') {
    const { buffer, byteOffset, byteLength } = tensor.data;
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
  const elements = tensor.data.map((element) =>
    typeof element === 'string' ? encoder.encode(element) : element,
  );
  const block = new Uint8Array(elements.reduce((sum, { length }) => sum + PREFIX_BYTES + length, 0));
  const view = new DataView(block.buffer);
  let at = 0;
  for (const element of elements) {
    view.setUint32(at, element.length, true);
    block.set(element, at + PREFIX_BYTES);
    at += PREFIX_BYTES + element.length;
  }
  return block;
}

/** Numbers of a block: a view where they lie aligned, else a copy. */
export function numbersIn(block: Uint8Array, datatype: NumericDatatype): NumericArray {
  const Type = NUMERIC_TYPES[datatype];
  const length = block.byteLength / Type.BYTES_PER_ELEMENT;
  if (block.byteOffset % Type.BYTES_PER_ELEMENT === 0)
    return new Type(block.buffer, block.byteOffset, length);
  // Not slice(): that of a Node Buffer is a view.
  const copy = new Uint8Array(block);
  return new Type(copy.buffer, 0, length);
}

/** Elements of a BYTES block, as views of it. @throws RangeError when the lengths do not fill it */
export function elementsIn(block: Uint8Array): Uint8Array[] {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const elements: Uint8Array[] = [];
  for (let at = 0; at < block.length;) {
    const length = view.getUint32(at, true);
    at += PREFIX_BYTES;
    if (length > block.length - at) throw new RangeError('a BYTES element is longer than its tensor');
    elements.push(block.subarray(at, at + length));
    at += length;
  }
  return elements;
}
