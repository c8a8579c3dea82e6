import Negotiator from 'negotiator';

import { AppError } from '../common/errors.js';
import type { ModelSpec } from '../inference/model-spec.js';
import { isDrawable } from '../inference/tasks/drawable.js';

/** What a prediction can be answered as. */
export type AnswerFormat = 'json' | 'png' | 'jpeg';

const MEDIA_TYPES: Record<AnswerFormat, string> = {
  json: 'application/json',
  png: 'image/png',
  jpeg: 'image/jpeg',
};

/** What a model can answer with. */
export function answerFormats({ task }: ModelSpec): readonly AnswerFormat[] {
  return isDrawable(task.kind) ? ['json', 'png', 'jpeg'] : ['json'];
}

/**
 * Chooses the format of an answer from the Accept header; JSON when there is none or anything goes.
 *
 * @throws AppError NOT_ACCEPTABLE
 */
export function answerFormat(accept: string | undefined, available: readonly AnswerFormat[]): AnswerFormat {
  // A client that asks for problem details wants JSON when there is no problem.
  const header = accept?.replace('application/problem+json', 'application/json');
  const types = available.map((format) => MEDIA_TYPES[format]);
  const chosen = new Negotiator({ headers: header === undefined ? {} : { accept: header } }).mediaType(types);
  const format = available.find((each) => MEDIA_TYPES[each] === chosen);
  if (!format) throw new AppError('NOT_ACCEPTABLE', { accept: accept ?? '*/*', available: types });
  return format;
}
