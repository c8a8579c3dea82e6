import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { ApiErrors } from '../common/dto/api-errors.js';
import { AppError } from '../common/errors.js';
import { Env } from '../config/env.js';
import { clientGone } from '../predictions/input/client-gone.js';
import { requestFacts } from '../predictions/input/request-facts.js';
import { SubjectPredictionsDto } from './dto/subject-predictions.dto.js';
import { StoredRecordsDto, SubjectRecordDto, SubjectRecordPageDto } from './dto/subject-records.dto.js';
import { FindRecordsDto, PutRecordsDto, SubjectPredictionsQueryDto } from './dto/subject-request.dto.js';
import { recordsOf } from './records-of.js';
import { SubjectIdPipe } from './subject-id.pipe.js';
import { SubjectsService } from './subjects.service.js';

const MAX_MODELS = 32;

/** Subjects: a person, a plant, a machine that writes something down day by day, and what models say of it. */
@ApiTags('subjects')
@ApiParam({ name: 'subject_id', format: 'uuid', description: 'A UUID that you choose.' })
@Controller('v1/subjects/:subject_id')
export class SubjectsController {
  constructor(
    private readonly env: Env,
    private readonly subjects: SubjectsService,
  ) {}

  /** Stores a record, or several: each takes the place of what there was of its day, so that sending it again changes nothing. */
  @Put('records')
  @ApiErrors('VALIDATION_FAILED', 'MALFORMED_BODY', 'PAYLOAD_TOO_LARGE', 'SUBJECT_STORE_UNAVAILABLE')
  async put(
    @Param('subject_id', SubjectIdPipe) id: string,
    @Body() body: PutRecordsDto,
  ): Promise<StoredRecordsDto> {
    const records = recordsOf(body);
    const { changed, unread } = await this.subjects.put(id, records);
    return { subject_id: id, received: records.length, changed, unread_fields: unread };
  }

  /** Records, newest day first, page by page. */
  @Get('records')
  @ApiErrors('VALIDATION_FAILED', 'SUBJECT_NOT_FOUND', 'SUBJECT_STORE_UNAVAILABLE')
  async records(
    @Param('subject_id', SubjectIdPipe) id: string,
    @Query() { limit = 50, cursor }: FindRecordsDto,
  ): Promise<SubjectRecordPageDto> {
    const found = await this.subjects.records(id, limit + 1, cursor);
    const items = found.slice(0, limit).map((record) => SubjectRecordDto.from(record));
    return { items, next_cursor: found.length > limit ? (items.at(-1)?.date ?? null) : null };
  }

  /** What every model, or those that are named, say of the latest records; kept until a record changes. */
  @Get('predictions')
  @ApiErrors('VALIDATION_FAILED', 'SUBJECT_NOT_FOUND', 'SUBJECT_STORE_UNAVAILABLE')
  async predictions(
    @Param('subject_id', SubjectIdPipe) id: string,
    @Query() query: SubjectPredictionsQueryDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubjectPredictionsDto> {
    const models = this.modelNames(query.models);
    const { limit = 1 } = query;
    const most = this.env.MAX_LIMIT_CHECKINS;
    if (limit > most)
      throw fault(`'limit' must not be greater than ${most} (MAX_LIMIT_CHECKINS); got ${limit}`);
    const signal = clientGone(reply.raw);
    const { cacheMode } = requestFacts(request, this.env.REQUEST_TIMEOUT_SECONDS * 1000, signal);
    const question = { request, signal, subjectId: id, models, limit, cacheMode };
    const { body, cache, ageSeconds } = await this.subjects.predictions(question);
    void reply.header('x-cache', cache);
    if (cache === 'HIT') void reply.header('age', String(ageSeconds));
    return body;
  }

  /** Erases the subject: its records, cached answers and predictions. */
  @Delete()
  @HttpCode(204)
  @ApiErrors('VALIDATION_FAILED', 'SUBJECT_NOT_FOUND', 'SUBJECT_STORE_UNAVAILABLE')
  erase(@Param('subject_id', SubjectIdPipe) id: string): Promise<void> {
    return this.subjects.erase(id);
  }

  private modelNames(text: string | undefined): string[] | undefined {
    if (text === undefined) return undefined;
    const names = [...new Set(text.split(',').map((name) => name.trim()))];
    if (names.some((name) => name === ''))
      throw fault("'models' must be names separated by commas; one is empty");
    if (names.length > MAX_MODELS)
      throw fault(`'models' must name at most ${MAX_MODELS}; got ${names.length}`);
    return names;
  }
}

const fault = (text: string): AppError => new AppError('VALIDATION_FAILED', { faults: [text] });
