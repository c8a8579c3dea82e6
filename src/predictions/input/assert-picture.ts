import { AppError } from '../../common/errors.js';
import { sniffImage } from '../../inference/executor/sniff.js';

/**
 * Refuses by the first bytes what is no accepted picture, whatever its name or declared type says. The executor's
 * decoder has the last word.
 *
 * @throws AppError UNSUPPORTED_MEDIA_TYPE
 */
export function assertPicture(bytes: Uint8Array, allowedExtensions: readonly string[]): void {
  const format = sniffImage(bytes);
  const accepted = [
    ...new Set(allowedExtensions.map((extension) => (extension === 'jpg' ? 'jpeg' : extension))),
  ];
  if (format !== null && accepted.includes(format)) return;
  const got = format === null ? 'a file that is no known picture format' : `a ${format} file`;
  throw new AppError('UNSUPPORTED_MEDIA_TYPE', { got, accepted });
}
