import Negotiator from 'negotiator';

import { AppError } from '../common/errors.js';
import type { ModelSpec } from '../inference/model-spec.js';
import { answersByRegion } from '../models/composition/answers-of.js';

/** What a prediction can be answered as. */
export type AnswerFormat = 'json' | 'png' | 'jpeg';

const MEDIA_TYPES: Record<AnswerFormat, string> = {
  json: 'application/json',
  png: 'image/png',
  jpeg: 'image/jpeg',
};

/** What a model can answer with: found things can be drawn on their picture. */
export function answerFormats(spec: ModelSpec): readonly AnswerFormat[] {
  const isDrawn = spec.task.kind === 'object-detection' && !answersByRegion(spec);
  return isDrawn ? ['json', 'png', 'jpeg'] : ['json'];
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
