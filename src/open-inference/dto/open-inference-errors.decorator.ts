import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';

import { type ErrorCode, ERRORS } from '../../common/errors.js';
import { OpenInferenceErrorDto } from './server.dto.js';

const EVERYWHERE: readonly ErrorCode[] = ['RATE_LIMIT_EXCEEDED', 'INTERNAL_ERROR'];

/** Documents the errors of a /v2 route from the catalogue, in the protocol's own shape. */
export function ApiOpenInferenceErrors(...codes: ErrorCode[]): MethodDecorator & ClassDecorator {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...codes, ...EVERYWHERE]) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const schema = { $ref: getSchemaPath(OpenInferenceErrorDto) };
  const responses = [...byStatus].map(([status, same]) =>
    ApiResponse({
      status,
      description: same.map((code) => `\`${code}\` ${ERRORS[code].help}`).join('\n\n'),
      content: { 'application/json': { schema } },
    }),
  );
  return applyDecorators(ApiExtraModels(OpenInferenceErrorDto), ...responses);
}
