/** Kinds of content that are told apart by their first bytes; `null` of {@link sniffImage} is everything else. */
export type ImageKind =
  | 'jpeg'
  | 'png'
  | 'webp'
  | 'gif'
  | 'avif'
  | 'heic'
  | 'tiff'
  | 'bmp'
  | 'ico'
  | 'jp2'
  | 'jxl'
  | 'psd'
  | 'svg'
  | 'pdf';

/** Media type of each kind, for messages and headers. */
export const MEDIA_TYPES: Readonly<Record<ImageKind, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  heic: 'image/heic',
  tiff: 'image/tiff',
  bmp: 'image/bmp',
  ico: 'image/x-icon',
  jp2: 'image/jp2',
  jxl: 'image/jxl',
  psd: 'image/vnd.adobe.photoshop',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
};

/** Bytes that are looked at: enough for an XML prologue in front of `<svg`. */
const HEAD_LENGTH = 512;

/** Files that begin with fixed bytes, as latin-1 text. */
const SIGNATURES: readonly (readonly [prefix: string, kind: ImageKind])[] = [
  ['\xff\xd8\xff', 'jpeg'],
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['GIF87a', 'gif'],
  ['GIF89a', 'gif'],
  ['II*\0', 'tiff'],
  ['MM\0*', 'tiff'],
  ['II+\0', 'tiff'],
  ['MM\0+', 'tiff'],
  ['BM', 'bmp'],
  ['\0\0\x01\0', 'ico'],
  ['\0\0\0\x0cjP  \r\n\x87\n', 'jp2'],
  ['\xff\x4f\xff\x51', 'jp2'],
  ['\0\0\0\x0cJXL \r\n\x87\n', 'jxl'],
  ['\xff\x0a', 'jxl'],
  ['8BPS', 'psd'],
  ['%PDF-', 'pdf'],
];

/** Brands of ISO base media files (ISO/IEC 23008-12): AVIF is told from the HEVC-coded ones. */
const AVIF_BRANDS = ['avif', 'avis'];
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1'];

/**
 * Tells what kind of picture the bytes are, by their first bytes alone: cheap, pure, no decoder. That the rest can be
 * decoded is not said by it.
 *
 * @param bytes the whole file or at least its first 512 bytes
 * @returns the kind, or null for everything that is not a known picture format
 */
export function sniffImage(bytes: Uint8Array): ImageKind | null {
  const head = latin1(bytes, 0, Math.min(bytes.length, HEAD_LENGTH));
  for (const [prefix, kind] of SIGNATURES) if (head.startsWith(prefix)) return kind;
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return 'webp';
  if (head.startsWith('ftyp', 4)) return isoKind(bytes, head);
  return isSvg(head) ? 'svg' : null;
}

/** Looks at the major brand and every compatible brand of the `ftyp` box. */
function isoKind(bytes: Uint8Array, head: string): ImageKind | null {
  const boxLength = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
  const brands: string[] = [head.slice(8, 12)];
  for (let at = 16; at + 4 <= Math.min(boxLength, head.length); at += 4) brands.push(head.slice(at, at + 4));
  if (brands.some((brand) => AVIF_BRANDS.includes(brand))) return 'avif';
  return brands.some((brand) => HEIC_BRANDS.includes(brand)) ? 'heic' : null;
}

function isSvg(head: string): boolean {
  const text = head.replace(/^\xef\xbb\xbf/, '').trimStart();
  return (
    text.startsWith('<svg') || (/^<(\?xml|!doctype svg|!--)/i.test(text) && /<svg|<!doctype svg/i.test(text))
  );
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end);
}
