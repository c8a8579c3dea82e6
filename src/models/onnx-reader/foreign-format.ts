import type { ByteSource } from './byte-source.js';

const HEAD_BYTES = 512;

/** Other formats that are put where an ONNX file belongs, by the bytes that they start with. */
const SIGNATURES: readonly { at: number; bytes: string; reason: string }[] = [
  {
    at: 0,
    bytes: 'PK\x03\x04',
    reason: 'is a ZIP archive (a PyTorch or Keras file?), not an ONNX model: export it to ONNX',
  },
  { at: 0, bytes: '\x89HDF', reason: 'is an HDF5 file (Keras?), not an ONNX model: export it to ONNX' },
  { at: 0, bytes: '\x80\x02', reason: 'is a Python pickle, not an ONNX model: export it to ONNX' },
  { at: 0, bytes: '\x1f\x8b', reason: 'is gzip-compressed: unpack it' },
  { at: 4, bytes: 'TFL3', reason: 'is a TensorFlow Lite model: convert it to ONNX' },
  {
    at: 4,
    bytes: 'ORTM',
    reason:
      'is in the ORT format: only ONNX is served, since an ORT file cannot be checked before it is loaded',
  },
];

/** A character that no text holds: control characters apart from tab, newline, carriage return and form feed. */
const isBinary = (byte: number): boolean => byte < 32 && ![9, 10, 12, 13].includes(byte);

/**
 * Why a file is certainly not an ONNX model, or null. Goes on after the file's name: "is a text file, ...".
 */
export async function foreignFormat(source: ByteSource): Promise<string | null> {
  if (source.size === 0) return 'is empty';
  const buffer = Buffer.alloc(Math.min(HEAD_BYTES, source.size));
  const head = buffer.subarray(0, await source.read(buffer, 0));
  const text = head.toString('latin1');
  if (text.startsWith('version https://git-lfs')) {
    return 'is a Git LFS pointer, not the model itself: run `git lfs pull`';
  }
  if (/^\s*<(!doctype|html|\?xml)/i.test(text))
    return 'is an HTML or XML page (a failed download?), not an ONNX model';
  const known = SIGNATURES.find(({ at, bytes }) => text.startsWith(bytes, at));
  if (known) return known.reason;
  return head.some(isBinary) ? null : 'is a text file, not an ONNX model';
}
