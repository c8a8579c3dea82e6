import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { ApiErrors } from '../common/dto/api-errors.js';
import { FindPredictionsDto } from './dto/find-predictions.dto.js';
import { PredictionPageDto, PredictionRecordDto } from './dto/prediction-record.dto.js';
import { HistoryQueries } from './history/history-queries.js';

/** The history: what was predicted, by which version, from which input, in what time. */
@ApiTags('predictions')
@Controller('v1/predictions')
export class PredictionsController {
  constructor(private readonly history: HistoryQueries) {}

  /** Recorded predictions, newest first, page by page. */
  @Get()
  @ApiErrors('VALIDATION_FAILED', 'INVALID_CURSOR', 'HISTORY_UNAVAILABLE')
  async find(@Query() query: FindPredictionsDto): Promise<PredictionPageDto> {
    const { limit, cursor } = query;
    const page = { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) };
    return PredictionPageDto.from(await this.history.find(FindPredictionsDto.filters(query), page));
  }

  /** One recorded prediction. */
  @Get(':prediction_id')
  @ApiErrors('PREDICTION_NOT_FOUND', 'HISTORY_UNAVAILABLE')
  async get(@Param('prediction_id') id: string): Promise<PredictionRecordDto> {
    return PredictionRecordDto.from(await this.history.get(id));
  }
}
