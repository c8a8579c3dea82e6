import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';

import { AppError } from '../../common/errors.js';
import type { MultipartLimits } from '../../common/multipart-limits.js';

/**
 * The parts of a form as they come, for a route with limits of its own. A file that is cut at its limit is told by
 * `part.file.truncated` alone.
 *
 * @throws AppError PAYLOAD_TOO_LARGE naming these limits, the signal's reason, or a fault of the parser
 */
export async function* partsUntil(
  request: FastifyRequest,
  limits: MultipartLimits,
  signal: AbortSignal,
): AsyncGenerator<Multipart> {
  // The plugin's types leave out the second option of this call.
  const options = { limits: { ...limits }, throwFileSizeLimit: false };
  const parts = request.parts(options);
  const aborted = untilAborted(signal);
  try {
    for (;;) {
      const next = await Promise.race([parts.next(), aborted.promise]);
      if (next.done) return;
      yield next.value;
    }
  } catch (error) {
    throw ownLimit(error, limits);
  } finally {
    aborted.forget();
  }
}

/**
 * After a fault inside a form: reads on and throws away, or the rest of the body would stand in the way of the answer
 * and of the connection's next request.
 */
export function leaveRest({ raw }: FastifyRequest): void {
  raw.unpipe();
  raw.resume();
}

function untilAborted(signal: AbortSignal): { promise: Promise<never>; forget: () => void } {
  const settled = new AbortController();
  const promise = new Promise<never>((_, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true, signal: settled.signal });
  });
  // Somebody may be waiting for it only later, or never.
  promise.catch(() => undefined);
  return { promise, forget: () => settled.abort() };
}

/** The error filter knows the limits of the predict route only. */
function ownLimit(error: unknown, limits: MultipartLimits): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  const [what, limit] =
    code === 'FST_FILES_LIMIT'
      ? ['the number of files', limits.files]
      : code === 'FST_PARTS_LIMIT'
        ? ['the number of form parts', limits.parts]
        : [];
  if (what === undefined || limit === undefined) return error;
  return new AppError('PAYLOAD_TOO_LARGE', { what, limit: String(limit) });
}
