import { Injectable, type PipeTransform } from '@nestjs/common';
import { validate } from 'uuid';

import { AppError } from '../common/errors.js';

/** Checks the id of a subject; ids are one subject's whichever way they are written, so they are made lower case. */
@Injectable()
export class SubjectIdPipe implements PipeTransform<string, string> {
  /** @throws AppError VALIDATION_FAILED */
  transform(value: string): string {
    if (validate(value)) return value.toLowerCase();
    const fault = `'subject_id' must be a UUID, e.g. 0b9f4ed2-3f0e-4a39-9d0c-2f6c5b1f7a10; got '${value.slice(0, 60)}'`;
    throw new AppError('VALIDATION_FAILED', { faults: [fault] });
  }
}
