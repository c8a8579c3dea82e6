import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiQuery,
  getSchemaPath,
} from '@nestjs/swagger';

import type { ErrorCode } from '../../common/errors.js';
import { ApiErrors } from '../../common/dto/api-errors.js';
import { PreprocessDebugDto } from '../debug/preprocess-debug.dto.js';
import { PredictionDto } from './prediction.dto.js';
import { PredictionsDto } from './predictions.dto.js';
import { PredictFormDto, PredictJsonDto } from './predict-request.dto.js';

const picture = { schema: { type: 'string', format: 'binary' } } as const;

/** Documents a predict route: both kinds of body, every kind of answer, every error. @param more codes of this route alone */
export function ApiPredict(...more: ErrorCode[]): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(PredictionDto, PredictionsDto, PreprocessDebugDto, PredictFormDto, PredictJsonDto),
    ApiConsumes('multipart/form-data', 'application/json'),
    ApiBody({
      description: 'Pictures as a form or as base64 in JSON; rows of a table and raw tensors as JSON.',
      type: PredictFormDto,
    }),
    ApiQuery({
      name: 'debug',
      required: false,
      description:
        '`preprocess` shows what the model sees of one picture instead of predicting: the picture made back from the input tensor (as PNG with `Accept: image/png`), and the tensor in numbers (PreprocessDebugDto, which is not listed among the answers, so that clients need not tell it apart). Off unless DEBUG_PREPROCESS is set.',
      schema: { type: 'string', enum: ['preprocess'] },
    }),
    ApiHeader({
      name: 'x-request-timeout-ms',
      required: false,
      description: 'Longest wait for the answer, in milliseconds; the server and the model may allow less.',
      schema: { type: 'integer', minimum: 1 },
    }),
    ApiHeader({
      name: 'cache-control',
      required: false,
      description: '`no-cache` computes the answer anew.',
      schema: { type: 'string' },
    }),
    ApiOkResponse({
      description:
        'One input: a prediction. Several files or `rows`: a list, each answered by itself. With `Accept: image/png` or `image/jpeg` one picture is answered with what the model says drawn on it.',
      content: {
        'application/json': {
          schema: {
            oneOf: [{ $ref: getSchemaPath(PredictionDto) }, { $ref: getSchemaPath(PredictionsDto) }],
          },
        },
        'image/png': picture,
        'image/jpeg': picture,
      },
      headers: {
        'X-Cache': {
          description: '`HIT`, `MISS`, `BYPASS`, or `COALESCED` when an equal request was in progress.',
          schema: { type: 'string', enum: ['HIT', 'MISS', 'BYPASS', 'COALESCED'] },
        },
        Age: { description: 'Age of a cached answer, in seconds.', schema: { type: 'integer' } },
        'X-Prediction-Id': {
          description: 'Id in the history, also for a drawn picture.',
          schema: { type: 'string' },
        },
        'Server-Timing': { description: 'Where the time went, in milliseconds.', schema: { type: 'string' } },
      },
    }),
    ApiErrors(
      'VALIDATION_FAILED',
      'MALFORMED_BODY',
      'NO_INPUT',
      'EMPTY_FILE',
      'UNDECODABLE_IMAGE',
      'INVALID_TENSOR',
      'DEBUG_OFF',
      'MODEL_NOT_FOUND',
      'VERSION_NOT_FOUND',
      'NOT_ACCEPTABLE',
      'FILE_TOO_LARGE',
      'PAYLOAD_TOO_LARGE',
      'TOO_MANY_PIXELS',
      'UNSUPPORTED_MEDIA_TYPE',
      'REGION_NOT_FOUND',
      'POISON_INPUT',
      'MODEL_INFERENCE_FAILED',
      'MODEL_NOT_READY',
      'QUEUE_FULL',
      'SHUTTING_DOWN',
      'DEADLINE_EXCEEDED',
      'INFERENCE_TIMEOUT',
      ...more,
    ),
  );
}
