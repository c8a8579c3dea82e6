import { Controller, Get, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { ApiErrors } from '../common/dto/api-errors.js';
import { ExportPredictionsDto } from './dto/export-predictions.dto.js';
import { FindPredictionsDto } from './dto/find-predictions.dto.js';
import { PredictionPageDto, PredictionRecordDto } from './dto/prediction-record.dto.js';
import { EXPORT_TYPES } from './export/export-format.js';
import { PredictionExport } from './export/prediction-export.js';
import { HistoryQueries } from './history/history-queries.js';
import { StoredInputs } from './inputs/stored-inputs.js';
import { StoredResults } from './results/stored-results.js';

/** The history: what was predicted, by which version, from which input, in what time. */
@ApiTags('predictions')
@Controller('v1/predictions')
export class PredictionsController {
  constructor(
    private readonly history: HistoryQueries,
    private readonly exports: PredictionExport,
    private readonly inputs: StoredInputs,
    private readonly results: StoredResults,
  ) {}

  /** Recorded predictions, newest first, page by page. */
  @Get()
  @ApiErrors('VALIDATION_FAILED', 'INVALID_CURSOR', 'HISTORY_UNAVAILABLE')
  async find(@Query() query: FindPredictionsDto): Promise<PredictionPageDto> {
    const { limit, cursor } = query;
    const page = { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) };
    return PredictionPageDto.from(await this.history.find(FindPredictionsDto.filters(query), page));
  }

  /** Every recorded prediction that fits, newest first, as a file. What comes meanwhile is not in it. */
  @Get('export')
  @ApiProduces('text/csv', 'application/x-ndjson')
  @ApiOkResponse({ description: 'The file.', schema: { type: 'string', format: 'binary' } })
  @ApiErrors('VALIDATION_FAILED', 'EXPORT_BUSY', 'HISTORY_UNAVAILABLE')
  async export(@Query() query: ExportPredictionsDto): Promise<StreamableFile> {
    const { format = 'ndjson', ...filters } = query;
    const stream = await this.exports.start(FindPredictionsDto.filters(filters), format);
    const day = new Date().toISOString().slice(0, 10);
    const disposition = `attachment; filename="predictions-${day}.${format}"`;
    return new StreamableFile(stream, { type: EXPORT_TYPES[format], disposition });
  }

  /** One recorded prediction. */
  @Get(':prediction_id')
  @ApiErrors('PREDICTION_NOT_FOUND', 'HISTORY_UNAVAILABLE')
  async get(@Param('prediction_id') id: string): Promise<PredictionRecordDto> {
    return PredictionRecordDto.from(await this.history.get(id));
  }

  /** What a prediction was made from, where its model keeps that: the picture as it was sent, or the JSON of a request. */
  @Get(':prediction_id/input')
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ description: 'The input.', schema: { type: 'string', format: 'binary' } })
  @ApiErrors('PREDICTION_NOT_FOUND', 'INPUT_NOT_STORED', 'HISTORY_UNAVAILABLE', 'STORAGE_UNAVAILABLE')
  async input(
    @Param('prediction_id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { bytes, contentType } = await this.inputs.get(id);
    // It came from a stranger: never shown as part of this site. Helmet adds nosniff.
    void reply.header('content-security-policy', "default-src 'none'; sandbox");
    const end = contentType.replace(/^.*\//, '').replace('octet-stream', 'bin');
    return new StreamableFile(bytes, {
      type: contentType,
      length: bytes.length,
      disposition: `attachment; filename="${id.toLowerCase()}.${end}"`,
    });
  }

  /** The answer of a prediction drawn on its picture, where its model keeps that. */
  @Get(':prediction_id/result-image')
  @ApiProduces('image/jpeg')
  @ApiOkResponse({ description: 'The picture.', schema: { type: 'string', format: 'binary' } })
  @ApiErrors('PREDICTION_NOT_FOUND', 'RESULT_IMAGE_NOT_STORED', 'HISTORY_UNAVAILABLE', 'STORAGE_UNAVAILABLE')
  async resultImage(
    @Param('prediction_id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { bytes, contentType } = await this.results.get(id);
    // It never changes, but may be erased; it may show people, so no shared cache keeps it.
    void reply.header('cache-control', 'private, max-age=3600, immutable');
    return new StreamableFile(bytes, {
      type: contentType,
      length: bytes.length,
      disposition: `inline; filename="${id.toLowerCase()}.jpg"`,
    });
  }
}
