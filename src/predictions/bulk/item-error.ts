import { ErrorBodyDto } from '../../common/dto/error.dto.js';
import { errorEnvelope } from '../../common/error-body.js';
import { AppError } from '../../common/errors.js';

/** An error as it stands in the place of one of several answers. Nothing of an unknown fault's text is told. */
export function itemError(error: unknown, requestId: string): ErrorBodyDto {
  const fault =
    error instanceof AppError ? error : new AppError('INTERNAL_ERROR', undefined, { cause: error });
  return errorEnvelope(fault, requestId).error;
}
