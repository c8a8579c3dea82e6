/** What the decoder says, and what a client is told: no names of libraries, functions or files. */
const REASONS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    /premature end|truncat|end of (file|stream|image)|not enough|read gave|unexpected end|bytes? short/i,
    'the file ends too early',
  ],
  [
    /corrupt header|bad header|IHDR|unable to (open|parse)|unsupported image format/i,
    'its header is damaged',
  ],
  [/exceeds pixel limit/i, 'its header and its content do not agree on the size'],
];

/**
 * Turns a decoder's error into a sentence that may be shown.
 *
 * @param timeoutSeconds the limit that decoding ran under
 */
export function cleanDecodeReason(error: unknown, timeoutSeconds: number): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/timeout/i.test(message)) return `decoding took longer than ${timeoutSeconds} s`;
  for (const [pattern, reason] of REASONS) if (pattern.test(message)) return reason;
  return 'its content is damaged';
}
