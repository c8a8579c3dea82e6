import { setTimeout as wait } from 'node:timers/promises';

import { AppError } from '../../common/errors.js';
import type { JobRequest, JobSuccess } from '../../inference/job-request.js';
import { LoadedVersion } from '../../models/loaded-version.js';

const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 200;

/**
 * Submits one of many jobs of a request. It goes into the queue only while fewer than `maxWaiting` of its kind wait there, and
 * a full queue is no failure: it is tried again until the job's deadline. So the rest of the queue stays for requests of one
 * picture, which do not wait but are refused.
 *
 * @throws AppError DEADLINE_EXCEEDED, CLIENT_CLOSED_REQUEST, and as LoadedVersion.submit except QUEUE_FULL
 */
export async function submitWhenRoom(
  version: Pick<LoadedVersion, 'submit' | 'status' | 'spec'>,
  request: JobRequest,
  maxWaiting: number,
): Promise<JobSuccess> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const waiting = version.status().engine?.waitingBulk ?? 0;
    if (waiting < maxWaiting) {
      try {
        return await version.submit(request);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'QUEUE_FULL') throw error;
      }
    }
    const leftMs = request.deadlineAt - Date.now();
    if (leftMs <= 0) {
      throw new AppError('DEADLINE_EXCEEDED', { model: version.spec.name, deadline_ms: request.deadlineMs });
    }
    await pause(Math.min(pauseMs, leftMs), request.signal);
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(ms, undefined, signal ? { signal } : {});
  } catch {
    throw new AppError('CLIENT_CLOSED_REQUEST');
  }
}
