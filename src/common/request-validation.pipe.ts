import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';

import { VALIDATION_OPTIONS } from './validation.js';

/** The global ValidationPipe. A field that may be left out may also be null, and means the same. */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super(VALIDATION_OPTIONS);
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const request: unknown = await super.transform(value, metadata);
    leaveOutNulls(request);
    return request;
  }
}

/**
 * Puts what a class has without a value in the place of every null. `@IsOptional()` lets null pass without a look at it, and
 * what comes after knows only values and undefined. Objects that are no class of ours, such as metadata, may hold nulls.
 */
function leaveOutNulls(request: unknown): void {
  if (Array.isArray(request)) return request.forEach(leaveOutNulls);
  if (!isDescribed(request)) return;
  for (const [field, value] of Object.entries(request)) {
    if (value !== null) leaveOutNulls(value);
    else request[field] = usualValues(request)[field];
  }
}

function isDescribed(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || value.constructor === Object) return false;
  return getMetadataStorage().getTargetValidationMetadatas(value.constructor, '', true, false).length > 0;
}

function usualValues(request: Record<string, unknown>): Record<string, unknown> {
  return new (request.constructor as new () => Record<string, unknown>)();
}
