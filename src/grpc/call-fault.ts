import { Logger } from '@nestjs/common';

import { asFault } from '../common/as-fault.js';
import type { AppError } from '../common/errors.js';
import { annotateRequest } from '../common/request-context.js';

const logger = new Logger('Errors');

/**
 * What was thrown as an error of the catalogue, noted for the line of the request in progress; a fault of the server is logged
 * with all that is known of it.
 *
 * @param path of the method
 */
export function notedFault(thrown: unknown, path: string): AppError {
  const error = asFault(thrown);
  annotateRequest({ errorCode: error.code });
  if (error.level === 'error') logger.error(error.message, { code: error.code, path, err: error });
  return error;
}
