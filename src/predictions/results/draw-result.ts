import { AppError } from '../../common/errors.js';
import type { JobRequest } from '../../inference/job-request.js';
import type { PictureResult } from '../../inference/tasks/task-io.js';
import { LoadedVersion } from '../../models/loaded-version.js';

/** A drawn answer. */
export interface DrawnResult {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/**
 * Draws an answer on its picture; the executor does it, so that this process never decodes anything.
 *
 * @param bytes the picture as it was sent
 * @throws AppError as LoadedVersion.submit
 */
export async function drawResult(
  version: Pick<LoadedVersion, 'submit'>,
  bytes: Uint8Array,
  result: PictureResult,
  format: 'png' | 'jpeg',
  { deadlineAt, deadlineMs, signal, priority }: Omit<JobRequest, 'input' | 'options'>,
): Promise<DrawnResult> {
  const { output } = await version.submit({
    input: { kind: 'draw', bytes, result, format },
    options: {},
    deadlineAt,
    deadlineMs,
    signal,
    priority,
  });
  if (output.kind !== 'picture') throw new AppError('INTERNAL_ERROR');
  return output;
}
