import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, type ApiResponseNoStatusOptions, getSchemaPath } from '@nestjs/swagger';

import { type ErrorCode, ERRORS } from '../errors.js';
import { ErrorDto, ProblemDto } from './error.dto.js';

/** Errors that every limited route can answer with. */
const EVERYWHERE: readonly ErrorCode[] = ['RATE_LIMIT_EXCEEDED', 'INTERNAL_ERROR'];

/** Documents the errors of a route from the catalogue: one entry a status, listing its codes and what they mean. */
export function ApiErrors(...codes: ErrorCode[]): MethodDecorator & ClassDecorator {
  const schema = { $ref: getSchemaPath(ErrorDto) };
  return applyDecorators(
    ApiExtraModels(ErrorDto, ProblemDto),
    ...errorResponses(codes, (status) => ({
      content: { 'application/json': { schema }, 'application/problem+json': { schema: { type: 'object' } } },
      ...(status === 429 || status === 503 ? { headers: RETRY_AFTER } : {}),
    })),
  );
}

/** One documented answer a status, for `codes` and those of every limited route. @param shapeOf what a status is answered as */
export function errorResponses(
  codes: readonly ErrorCode[],
  shapeOf: (status: number) => ApiResponseNoStatusOptions,
): (MethodDecorator & ClassDecorator)[] {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...codes, ...EVERYWHERE]) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return [...byStatus].map(([status, same]) =>
    ApiResponse({
      status,
      description: same.map((code) => `\`${code}\` ${ERRORS[code].help}`).join('\n\n'),
      ...shapeOf(status),
    }),
  );
}

const RETRY_AFTER = {
  'Retry-After': {
    description: 'Seconds to wait before the next try.',
    schema: { type: 'integer' as const },
  },
};
