import { asFault } from '../../common/as-fault.js';
import { ErrorBodyDto } from '../../common/dto/error.dto.js';
import { errorEnvelope } from '../../common/error-body.js';

/** An error as it stands in the place of one of several answers. Nothing of an unknown fault's text is told. */
export function itemError(error: unknown, requestId: string): ErrorBodyDto {
  return errorEnvelope(asFault(error), requestId).error;
}
