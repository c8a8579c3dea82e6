import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiProperty,
  getSchemaPath,
} from '@nestjs/swagger';

import { ApiErrors } from '../../../common/dto/api-errors.js';
import { AnyOptionsDto } from '../../dto/predict-request.dto.js';
import { PredictionsDto } from '../../dto/predictions.dto.js';

/** A form: options of the model's task first, then pictures. */
export class BatchFormDto extends AnyOptionsDto {
  /** JPEG, PNG or WebP pictures, behind all other fields; at most MAX_BATCH_FILES. */
  @ApiProperty({ type: 'array', items: { type: 'string', format: 'binary' } })
  file: unknown[];
}

/** JSON: `images` for a model that takes pictures. */
export class BatchJsonDto extends AnyOptionsDto {
  /** Pictures as base64, plain, URL-safe or as data URLs; at most MAX_BATCH_FILES. */
  images?: string[];
}

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
