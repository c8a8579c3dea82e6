/** What ffmpeg says, and what a client is told: no paths, no addresses, no names of functions. */
const REASONS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    /moov atom not found|partial file|end of file|EBML header parsing failed|truncat/i,
    'the file ends too early',
  ],
  [/cannot allocate memory|out of memory/i, 'decoding it takes more memory than it may'],
  [/picture size .* is invalid|exceeds specified max pixel/i, 'its pictures are larger than is accepted'],
];

/** Turns what ffmpeg or ffprobe wrote to stderr into words that may be shown. */
export function cleanVideoReason(stderr: string): string {
  for (const [pattern, reason] of REASONS) if (pattern.test(stderr)) return reason;
  return 'its content is damaged';
}
