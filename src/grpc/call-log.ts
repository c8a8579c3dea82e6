import { Logger } from '@nestjs/common';
import { status } from '@grpc/grpc-js';

import { contextFields } from '../common/access-log.js';
import type { RequestContext } from '../common/request-context.js';
import type { Metrics } from '../metrics/metrics.js';

/** Asked for every second or so by machines: not limited, and logged only when something is wrong. */
const PROBES = /^\/(grpc\.health\.v1\.Health\/\w+|inference\.GRPCInferenceService\/Server(Live|Ready))$/;

export function isProbe(path: string): boolean {
  return PROBES.test(path);
}

/** One line and one measurement a call, and for each request of a stream. */
export class CallLog {
  private readonly logger = new Logger('gRPC');

  constructor(private readonly metrics: Metrics) {}

  finished(context: RequestContext, path: string, code: status, address: string): void {
    const durationMs = performance.now() - context.startedMs;
    this.metrics.grpcFinished({ method: path.slice(1), code: status[code], seconds: durationMs / 1000 });
    const fields = fieldsOf(context, durationMs, path, code, address);
    if (isProbe(path) && code === status.OK) this.logger.debug('call', fields);
    else this.logger.log('call', fields);
  }

  /** A stream whose requests have lines and measurements of their own. */
  streamEnded(context: RequestContext, path: string, code: status, address: string): void {
    const durationMs = performance.now() - context.startedMs;
    this.logger.log('stream', fieldsOf(context, durationMs, path, code, address));
  }
}

function fieldsOf(
  context: RequestContext,
  durationMs: number,
  path: string,
  code: status,
  address: string,
): Record<string, unknown> {
  return {
    ...contextFields(context, durationMs, address),
    method: 'gRPC',
    route: path,
    status: status[code],
  };
}
