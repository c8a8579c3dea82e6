import { status } from '@grpc/grpc-js';

import { AppError, ERRORS, type ErrorCode } from '../common/errors.js';
import { statusOf } from './grpc-status.js';

const make = (code: ErrorCode, retryAfterSeconds?: number) =>
  new (AppError as unknown as new (code: ErrorCode, details: object, options: object) => AppError)(
    code,
    { faults: [], available: [], accepted: [], allowed: [], missing: [] },
    retryAfterSeconds === undefined ? {} : { retryAfterSeconds },
  );

describe('statusOf', () => {
  it('has a status for every error that is not the fault of the server', () => {
    const codes = Object.keys(ERRORS) as ErrorCode[];
    const internal = codes.filter((code) => statusOf(make(code), 'id').code === status.INTERNAL);
    // METHOD_NOT_ALLOWED, UPGRADE_REQUIRED, URI_TOO_LONG and HEADERS_TOO_LARGE are of HTTP alone.
    expect(internal.toSorted()).toEqual([
      'HEADERS_TOO_LARGE',
      'INTERNAL_ERROR',
      'METHOD_NOT_ALLOWED',
      'MODEL_INFERENCE_FAILED',
      'UPGRADE_REQUIRED',
      'URI_TOO_LONG',
    ]);
  });

  it('tells clients that retry by themselves how long to wait', () => {
    const { code, metadata } = statusOf(make('QUEUE_FULL', 7), 'my-request');
    expect(code).toBe(status.UNAVAILABLE);
    expect(metadata.getMap()).toEqual({
      'x-request-id': 'my-request',
      'error-code': 'QUEUE_FULL',
      'retry-after': '7',
      'grpc-retry-pushback-ms': '7000',
    });
  });

  it('keeps a sentence short enough for the trailers that clients take', () => {
    const error = new AppError('SERVICE_NOT_FOUND', { service: '名'.repeat(100_000), available: [] });
    const { details } = statusOf(error, 'id');
    expect(details).toMatch(/^no service named '名+…$/);
    expect(encodeURI(details).length).toBeLessThan(6000);
  });

  it('makes a sentence with half a character one that can be sent', () => {
    const error = new AppError('SERVICE_NOT_FOUND', { service: '\ud83d', available: [] });
    expect(() => encodeURI(error.message)).toThrow(URIError);
    expect(() => encodeURI(statusOf(error, 'id').details)).not.toThrow();
  });
});
