import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiHeader, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';

import { InferRequestDto, InferResponseDto } from './infer.dto.js';
import { ApiOpenInferenceErrors } from './open-inference-errors.decorator.js';

const LENGTH = {
  description: 'Bytes of JSON at the head of the body, where binary tensors follow; 0 for a raw body.',
  schema: { type: 'integer' as const },
};

const json = (dto: new () => object) => ({ 'application/json': { schema: { $ref: getSchemaPath(dto) } } });

/** Documents an infer route. */
export function ApiInfer(): MethodDecorator {
  const binary = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  return applyDecorators(
    ApiExtraModels(InferRequestDto, InferResponseDto),
    ApiHeader({ name: 'Inference-Header-Content-Length', required: false, ...LENGTH }),
    ApiHeader({
      name: 'Content-Encoding',
      required: false,
      description: 'How the body is packed.',
      schema: { type: 'string', enum: ['gzip', 'deflate'] },
    }),
    ApiBody({
      description: 'JSON, or JSON and binary tensors behind it; the Content-Type does not matter.',
      schema: { $ref: getSchemaPath(InferRequestDto) },
    }),
    ApiOkResponse({
      description: 'JSON; with binary outputs behind it where they were asked for.',
      headers: { 'Inference-Header-Content-Length': LENGTH },
      content: { ...json(InferResponseDto), ...binary },
    }),
    ApiOpenInferenceErrors(
      'VALIDATION_FAILED',
      'MALFORMED_BODY',
      'INVALID_TENSOR',
      'EMPTY_FILE',
      'UNDECODABLE_IMAGE',
      'MODEL_NOT_FOUND',
      'VERSION_NOT_FOUND',
      'PAYLOAD_TOO_LARGE',
      'FILE_TOO_LARGE',
      'TOO_MANY_PIXELS',
      'UNSUPPORTED_MEDIA_TYPE',
      'MODEL_INFERENCE_FAILED',
      'MODEL_NOT_READY',
      'QUEUE_FULL',
      'SHUTTING_DOWN',
      'SESSION_NOT_FOUND',
      'SESSION_ENDED',
      'SESSION_EXPIRED',
      'SESSION_STORE_UNAVAILABLE',
      'DEADLINE_EXCEEDED',
      'INFERENCE_TIMEOUT',
    ),
  );
}
