const TAG_COUNT_AT = 128;
const TAG_LENGTH = 12;
/** More tags than any real profile has: a damaged count must not make work. */
const MOST_TAGS = 100;

/**
 * Whether a colour profile says that it is sRGB, so that applying it would change nothing but cost as much as decoding. Goes by
 * the description, which the profiles of cameras, browsers and editors all carry: a profile that lies about it is
 * ignored, which is what most pipelines do with every profile.
 *
 * @param icc the embedded profile
 * @see ICC.1:2022, 7.3 (tag table), 9.2.41 (profileDescriptionTag)
 */
export function isSrgbProfile(icc: Uint8Array): boolean {
  const bytes = Buffer.from(icc.buffer, icc.byteOffset, icc.byteLength);
  if (bytes.length < TAG_COUNT_AT + 4) return false;
  const tags = Math.min(MOST_TAGS, bytes.readUInt32BE(TAG_COUNT_AT));
  for (let tag = 0; tag < tags; tag += 1) {
    const at = TAG_COUNT_AT + 4 + tag * TAG_LENGTH;
    if (at + TAG_LENGTH > bytes.length) return false;
    if (bytes.toString('latin1', at, at + 4) === 'desc') {
      const start = bytes.readUInt32BE(at + 4);
      return describesSrgb(bytes.subarray(start, start + bytes.readUInt32BE(at + 8)));
    }
  }
  return false;
}

/** The text is ASCII in version 2 and UTF-16 in version 4: without the zero bytes both read the same. */
function describesSrgb(description: Buffer): boolean {
  return /(?<!e-)sRGB/.test(description.toString('latin1').replaceAll('\0', ''));
}
