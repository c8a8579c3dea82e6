import { AppError } from '../../common/errors.js';

/** The ETag of a revision. */
export const revisionTag = (revision: number): string => `"${revision}"`;

/**
 * The revision that an If-Match header asks for; undefined for none or `*`. A weak tag matches nothing, as RFC 9110
 * section 13.1.1 has it.
 *
 * @throws AppError VALIDATION_FAILED for what no answer of ours can have held
 */
export function expectedRevision(ifMatch: string | undefined): number | undefined {
  const text = ifMatch?.trim();
  if (text === undefined || text === '' || text === '*') return undefined;
  const [, quoted, bare] = /^(?:"(\d{1,10})"|(\d{1,10}))$/.exec(text) ?? [];
  const revision = quoted ?? bare;
  if (revision !== undefined) return Number(revision);
  const fault = `'If-Match' is not a revision in quotes, such as "3", as the ETag of GET /v1/models/{model}/routing gives it`;
  throw new AppError('VALIDATION_FAILED', { faults: [fault] });
}
