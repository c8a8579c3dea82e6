import multipart from '@fastify/multipart';
import {
  Body,
  Controller,
  Get,
  Module,
  Param,
  Post,
  Req,
  ServiceUnavailableException,
  ValidationPipe,
} from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';
import type { FastifyRequest } from 'fastify';

import { Env } from '../config/env.js';
import { ErrorFilter } from './error.filter.js';
import { AppError } from './errors.js';
import { fastifyErrorOptions } from './fastify-errors.js';
import { multipartLimits } from './multipart-limits.js';
import { VALIDATION_OPTIONS } from './validation.js';

class OptionsDto {
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  score_threshold?: number;

  @IsInt()
  top_k: number;
}

const SECRET = 'postgres://user:hunter2@db/app at /srv/app/dist/main.js';

@Controller()
class Routes {
  @Get('models/:model')
  model(@Param('model') model: string): object {
    throw new AppError('MODEL_NOT_FOUND', { model, available: ['mnist'] });
  }

  @Get('full')
  full(): object {
    throw new AppError(
      'QUEUE_FULL',
      { model: 'mnist', waiting: 100, limit: '100 requests' },
      { retryAfterSeconds: 3 },
    );
  }

  @Get('broken')
  broken(): object {
    throw new Error(SECRET);
  }

  @Get('odd')
  odd(): object {
    // oxlint-disable-next-line no-throw-literal -- libraries do
    throw 'just text';
  }

  @Get('health')
  health(): object {
    throw new ServiceUnavailableException({
      status: 'error',
      info: {},
      error: { db: { status: 'down' } },
      details: {},
    });
  }

  @Post('options')
  options(@Body() dto: OptionsDto): OptionsDto {
    return dto;
  }

  @Post('upload')
  async upload(@Req() request: FastifyRequest): Promise<object> {
    let bytes = 0;
    for await (const part of request.parts())
      if (part.type === 'file') bytes += (await part.toBuffer()).length;
    return { bytes };
  }
}

@Module({ controllers: [Routes] })
class TestModule {}

const env = Object.assign(new Env(), { MAX_UPLOAD_SIZE: 1024 * 1024, MAX_UPLOAD_FILES: 2 });
let app: NestFastifyApplication;

beforeAll(async () => {
  const testing = await Test.createTestingModule({ imports: [TestModule] }).compile();
  app = testing.createNestApplication<NestFastifyApplication>(
    new FastifyAdapter({ ...fastifyErrorOptions(env), bodyLimit: 10_000 }),
    { logger: false },
  );
  await app.register(multipart, { limits: multipartLimits(env) });
  app.useGlobalFilters(new ErrorFilter(env));
  app.useGlobalPipes(new ValidationPipe(VALIDATION_OPTIONS));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});

afterAll(() => app.close());

function post(url: string, payload: string | Buffer, type?: string) {
  return app.inject({
    method: 'POST',
    url,
    payload,
    headers: type === undefined ? {} : { 'content-type': type },
  });
}

/** Multipart body with the given parts, each headers and content. */
function form(parts: { name: string; filename?: string; content: string }[], end = '--x--\r\n'): string {
  const text = parts.map(
    ({ name, filename, content }) =>
      `--x\r\ncontent-disposition: form-data; name="${name}"${filename ? `; filename="${filename}"` : ''}\r\n\r\n${content}\r\n`,
  );
  return text.join('') + end;
}

const FORM = 'multipart/form-data; boundary=x';

describe('ErrorFilter', () => {
  it('answers an error of the catalogue in the envelope', async () => {
    const answer = await app.inject({ url: '/models/cat', headers: { 'x-request-id': 'my-request-1' } });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.headers['x-request-id']).toBe('my-request-1');
    expect(answer.json()).toEqual({
      error: {
        code: 'MODEL_NOT_FOUND',
        message: "no model named 'cat'; available models: mnist",
        details: { model: 'cat', available: ['mnist'] },
        request_id: 'my-request-1',
      },
    });
  });

  it('answers problem+json to a client that prefers it', async () => {
    const answer = await app.inject({
      url: '/models/cat?key=secret',
      headers: { accept: 'application/problem+json', 'x-request-id': 'my-request-1' },
    });
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toEqual({
      type: 'urn:sibyl:error:model-not-found',
      title: 'Not Found',
      status: 404,
      detail: "no model named 'cat'; available models: mnist",
      instance: '/models/cat',
      code: 'MODEL_NOT_FOUND',
      request_id: 'my-request-1',
      details: { model: 'cat', available: ['mnist'] },
    });
  });

  it('says when to come back', async () => {
    const answer = await app.inject({ url: '/full' });
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '3']);
  });

  it.each(['/broken', '/odd'])('tells nothing of an unknown fault: %s', async (url) => {
    const answer = await app.inject({ url });
    expect(answer.statusCode).toBe(500);
    expect(answer.json().error).toMatchObject({ code: 'INTERNAL_ERROR', details: {} });
    expect(answer.body).not.toMatch(/hunter2|srv|just text|at /);
  });

  it('lets the report of a failed health check through unchanged', async () => {
    const answer = await app.inject({ url: '/health' });
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({
      status: 'error',
      info: {},
      error: { db: { status: 'down' } },
      details: {},
    });
  });

  it.each([
    ['GET', '/nothing?token=abc', '/nothing'],
    ['DELETE', '/models/cat', '/models/cat'],
  ] as const)('answers NOT_FOUND to %s %s, without the query', async (method, url, path) => {
    const answer = await app.inject({ method, url });
    expect(answer.statusCode).toBe(404);
    expect(answer.json().error).toMatchObject({ code: 'NOT_FOUND', details: { method, path } });
    expect(answer.body).not.toContain('abc');
  });

  it('lists every fault of a body with the field, what is right and what came', async () => {
    const answer = await post(
      '/options',
      JSON.stringify({ score_threshold: 2, topk: 1 }),
      'application/json',
    );
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error).toMatchObject({
      code: 'VALIDATION_FAILED',
      details: {
        faults: [
          "unknown field 'topk'; known fields: score_threshold, top_k",
          "'score_threshold' must not be greater than 1; got 2",
          "'top_k' must be an integer number; it is missing",
        ],
      },
    });
  });

  it.each([
    ['broken JSON', '{"a":', 'application/json', 400, 'MALFORMED_BODY'],
    ['JSON with __proto__', '{"__proto__":{"a":1}}', 'application/json', 400, 'MALFORMED_BODY'],
    ['an empty JSON body', '', 'application/json', 400, 'MALFORMED_BODY'],
    ['an unsupported type', '<a/>', 'application/xml', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a body over the limit', `"${'x'.repeat(20_000)}"`, 'application/json', 413, 'PAYLOAD_TOO_LARGE'],
  ])('names the fault of %s', async (_what, body, type, status, code) => {
    const answer = await post('/options', body, type);
    expect([answer.statusCode, answer.json().error.code]).toEqual([status, code]);
    expect(answer.json().error.message).not.toMatch(/undefined|FST_|fastify/i);
  });

  it.each([
    ['JSON instead of a form', '{}', 'application/json', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a form without a boundary', form([]), 'multipart/form-data', 400, 'MALFORMED_BODY'],
    [
      'a form that is cut off',
      form([{ name: 'a', filename: 'a', content: 'x' }], ''),
      FORM,
      400,
      'MALFORMED_BODY',
    ],
    ['a field named __proto__', form([{ name: '__proto__', content: 'x' }]), FORM, 400, 'MALFORMED_BODY'],
    [
      'too many files',
      form(['a', 'b', 'c'].map((name) => ({ name, filename: name, content: 'x' }))),
      FORM,
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    [
      'too many fields',
      form(Array.from({ length: 21 }, (_, i) => ({ name: `f${i}`, content: 'x' }))),
      FORM,
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    [
      'a file over the limit',
      form([{ name: 'a', filename: 'a', content: 'x'.repeat(1024 * 1024 + 1) }]),
      FORM,
      413,
      'PAYLOAD_TOO_LARGE',
    ],
  ])('names the fault of %s', async (_what, body, type, status, code) => {
    const answer = await post('/upload', body, type);
    expect([answer.statusCode, answer.json().error?.code]).toEqual([status, code]);
  });
});
