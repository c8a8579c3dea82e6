import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, getSchemaPath } from '@nestjs/swagger';

import { errorResponses } from '../../common/dto/api-errors.js';
import type { ErrorCode } from '../../common/errors.js';
import { OpenInferenceErrorDto } from './server.dto.js';

/** Documents the errors of a /v2 route from the catalogue, in the protocol's own shape. */
export function ApiOpenInferenceErrors(...codes: ErrorCode[]): MethodDecorator & ClassDecorator {
  const content = { 'application/json': { schema: { $ref: getSchemaPath(OpenInferenceErrorDto) } } };
  return applyDecorators(
    ApiExtraModels(OpenInferenceErrorDto),
    ...errorResponses(codes, () => ({ content })),
  );
}
