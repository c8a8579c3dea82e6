import { AppError } from '../../common/errors.js';

/** Bytes of the length in front of every element of a binary BYTES tensor, little-endian. */
const PREFIX_BYTES = 4;

/**
 * The elements of a binary BYTES tensor as views of `block`: each is a length and as many bytes.
 *
 * @throws AppError INVALID_TENSOR when the lengths do not fill the block with exactly `count` elements
 */
export function splitByteStrings(tensor: string, block: Uint8Array, count: number): Uint8Array[] {
  const lengths = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const elements: Uint8Array[] = [];
  let at = 0;
  for (; at + PREFIX_BYTES <= block.length && elements.length < count;) {
    const length = lengths.getUint32(at, true);
    const start = at + PREFIX_BYTES;
    if (length > block.length - start) {
      throw fault(
        tensor,
        `elements within its ${block.length} bytes`,
        `a length of ${length} with ${block.length - start} bytes left, at element ${elements.length}`,
      );
    }
    elements.push(block.subarray(start, start + length));
    at = start + length;
  }
  if (elements.length < count)
    throw fault(tensor, `${count} elements, each with its length`, `${elements.length}`);
  if (at < block.length)
    throw fault(tensor, `${count} elements`, `${block.length - at} bytes after the last one`);
  return elements;
}

/** A binary BYTES tensor from its elements; text goes as UTF-8. */
export function joinByteStrings(elements: readonly (string | Uint8Array)[]): Buffer {
  const sizes = elements.map((element) =>
    typeof element === 'string' ? Buffer.byteLength(element) : element.byteLength,
  );
  const block = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + PREFIX_BYTES + size, 0));
  let at = 0;
  for (const [index, element] of elements.entries()) {
    const size = sizes[index] as number;
    at = block.writeUInt32LE(size, at);
    if (typeof element === 'string') block.write(element, at, size, 'utf8');
    else block.set(element, at);
    at += size;
  }
  return block;
}

const HALF_PAIR = /\p{Surrogate}/u;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * An element as text for a graph with a string input.
 *
 * @throws AppError INVALID_TENSOR for what onnxruntime cannot be given: bytes that are no UTF-8, and NUL, at which its
 *   strings end (onnxruntime-node 1.30)
 */
export function textOf(tensor: string, element: Uint8Array, index: number): string {
  let text: string;
  try {
    text = utf8.decode(element);
  } catch {
    throw fault(tensor, 'text in UTF-8', `bytes that are none, at element ${index}`);
  }
  return assertWhole(tensor, text, index);
}

/**
 * @throws AppError INVALID_TENSOR when the text would not come back as it is: it holds a NUL, at which onnxruntime would cut it off,
 *   or half a surrogate pair, which UTF-8 cannot carry
 */
export function assertWhole(tensor: string, text: string, index: number): string {
  if (HALF_PAIR.test(text))
    throw fault(tensor, 'text in UTF-8', `half a surrogate pair, at element ${index}`);
  if (text.includes('\0')) throw fault(tensor, 'text without NUL', `text with one, at element ${index}`);
  return text;
}

function fault(tensor: string, expected: string, got: string): AppError {
  return new AppError('INVALID_TENSOR', { tensor, expected, got });
}
