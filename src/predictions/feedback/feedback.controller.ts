import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { ApiErrors } from '../../common/dto/api-errors.js';
import { AccuracyDto, FindAccuracyDto, VersionAccuracyDto } from './dto/accuracy.dto.js';
import { FeedbackDto, FeedbackListDto, GiveFeedbackDto } from './dto/feedback.dto.js';
import { FeedbackService } from './feedback.service.js';

/** Feedback: what was right, and how often each version of a model was. */
@ApiTags('predictions')
@Controller('v1')
export class FeedbackController {
  constructor(private readonly feedback: FeedbackService) {}

  /** Tells whether a prediction was right, or what would have been. Saying the same twice is saying it once. */
  @Post('predictions/:prediction_id/feedback')
  @ApiCreatedResponse({ type: FeedbackDto, description: 'A new opinion; it counts from now on.' })
  @ApiOkResponse({ type: FeedbackDto, description: 'The opinion that counts already says so.' })
  @ApiErrors('VALIDATION_FAILED', 'PREDICTION_NOT_FOUND', 'HISTORY_UNAVAILABLE')
  async give(
    @Param('prediction_id') id: string,
    @Body() body: GiveFeedbackDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FeedbackDto> {
    const { comment, ...opinion } = body;
    const { feedback, isNew } = await this.feedback.give(id, opinion, comment ?? null);
    void reply.status(isNew ? 201 : 200);
    return FeedbackDto.from(feedback);
  }

  /** Every opinion on a prediction, newest first. */
  @Get('predictions/:prediction_id/feedback')
  @ApiErrors('PREDICTION_NOT_FOUND', 'HISTORY_UNAVAILABLE')
  async list(@Param('prediction_id') id: string): Promise<FeedbackListDto> {
    return { items: (await this.feedback.list(id)).map((each) => FeedbackDto.from(each)) };
  }

  /** How right the versions of a model are, as far as people told. */
  @Get('models/:model/accuracy')
  @ApiErrors('VALIDATION_FAILED', 'MODEL_NOT_FOUND', 'HISTORY_UNAVAILABLE')
  async accuracy(@Param('model') model: string, @Query() query: FindAccuracyDto): Promise<AccuracyDto> {
    const versions = await this.feedback.accuracy(model, query);
    return { model, versions: versions.map((version) => VersionAccuracyDto.from(version)) };
  }
}
