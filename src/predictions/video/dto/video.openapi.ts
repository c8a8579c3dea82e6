import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtraModels, ApiHeader, ApiOkResponse } from '@nestjs/swagger';

import { ApiErrors } from '../../../common/dto/api-errors.js';
import { VideoPredictionDto } from './video-prediction.dto.js';
import { VideoFormDto } from './video-request.dto.js';

/** Documents a video route. */
export function ApiVideo(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(VideoPredictionDto, VideoFormDto),
    ApiConsumes('multipart/form-data'),
    ApiBody({ description: 'One video as a form.', type: VideoFormDto }),
    ApiHeader({
      name: 'x-request-timeout-ms',
      required: false,
      description:
        'Longest wait for the answer, upload included, in milliseconds; the server may allow less.',
      schema: { type: 'integer', minimum: 1 },
    }),
    ApiHeader({
      name: 'cache-control',
      required: false,
      description: '`no-cache` computes every frame anew.',
      schema: { type: 'string' },
    }),
    ApiOkResponse({
      description: 'The chosen frames, each answered by itself, and all of them together.',
      type: VideoPredictionDto,
    }),
    ApiErrors(
      'VALIDATION_FAILED',
      'MALFORMED_BODY',
      'NO_INPUT',
      'EMPTY_FILE',
      'UNDECODABLE_VIDEO',
      'MODEL_NOT_FOUND',
      'VERSION_NOT_FOUND',
      'NOT_ACCEPTABLE',
      'FILE_TOO_LARGE',
      'PAYLOAD_TOO_LARGE',
      'TOO_MANY_PIXELS',
      'VIDEO_TOO_LONG',
      'UNSUPPORTED_MEDIA_TYPE',
      'VIDEO_UNSUPPORTED',
      'MODEL_NOT_READY',
      'VIDEO_BUSY',
      'SHUTTING_DOWN',
      'VIDEO_TIMEOUT',
    ),
  );
}
