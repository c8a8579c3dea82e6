import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  getSchemaPath,
} from '@nestjs/swagger';

import { ApiErrors } from '../../../common/dto/api-errors.js';
import { PredictionsDto } from '../../dto/predictions.dto.js';
import { BatchFormDto, BatchJsonDto } from './batch-request.dto.js';

/** Documents a batch route. */
export function ApiBatch(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(PredictionsDto, BatchFormDto, BatchJsonDto),
    ApiConsumes('multipart/form-data', 'application/json'),
    ApiBody({
      description: 'Pictures as a form, the fields before the files, or as base64 in JSON.',
      type: BatchFormDto,
    }),
    ApiHeader({
      name: 'x-request-timeout-ms',
      required: false,
      description:
        'Longest wait for the whole batch, upload included, in milliseconds; the server may allow less.',
      schema: { type: 'integer', minimum: 1 },
    }),
    ApiHeader({
      name: 'cache-control',
      required: false,
      description: '`no-cache` computes every answer anew.',
      schema: { type: 'string' },
    }),
    ApiOkResponse({
      description: 'Each input answered by itself, also when all of them failed.',
      content: { 'application/json': { schema: { $ref: getSchemaPath(PredictionsDto) } } },
    }),
    ApiErrors(
      'VALIDATION_FAILED',
      'MALFORMED_BODY',
      'NO_INPUT',
      'MODEL_NOT_FOUND',
      'VERSION_NOT_FOUND',
      'NOT_ACCEPTABLE',
      'REQUEST_TIMEOUT',
      'PAYLOAD_TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
      'MODEL_NOT_READY',
      'SHUTTING_DOWN',
    ),
  );
}
