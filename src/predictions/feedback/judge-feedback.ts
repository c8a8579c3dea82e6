import { AppError } from '../../common/errors.js';
import { nearestKey } from '../../common/nearest-key.js';
import type { PredictionRecord } from '../history/prediction-record.js';

/** What somebody says of a prediction: exactly one of `correct`, `label` and `values`. */
export interface Opinion {
  readonly correct?: boolean | undefined;
  /** The true label. */
  readonly label?: string | undefined;
  /** True values by name. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
}

/** What a model can answer: the labels it knows, or the names of its values. */
export interface Answerable {
  readonly labels: readonly string[];
  readonly values: readonly string[];
}

/** An opinion, measured against the prediction. */
export interface Judgement {
  readonly correct: boolean | null;
  readonly label: string | null;
  readonly trueValues: Readonly<Record<string, number>> | null;
  /** Predicted minus true. */
  readonly errors: Readonly<Record<string, number>> | null;
}

const MOST_SHOWN = 20;

/**
 * Checks an opinion against what the model can answer, and compares it with what it did answer. A true label is compared
 * with the best label of the answer.
 *
 * @param answerable undefined when the model is not there any more: names are taken as they come
 * @throws AppError VALIDATION_FAILED
 */
export function judge(
  opinion: Opinion,
  record: PredictionRecord,
  answerable: Answerable | undefined,
): Judgement {
  const { correct, label, values } = opinion;
  const given = [correct, label, values].filter((each) => each !== undefined).length;
  if (given !== 1) throw fault(`send one of 'correct', 'label' and 'values'; got ${given} of them`);
  if (record.status === 'failed') {
    throw fault(`the prediction failed with ${record.errorCode ?? 'an error'}: there is no answer to judge`);
  }
  if (values !== undefined) return judgeValues(values, record, answerable);
  if (label === undefined)
    return { correct: correct as boolean, label: null, trueValues: null, errors: null };
  if (answerable) assertLabel(label, answerable, record);
  return { correct: label === record.label, label, trueValues: null, errors: null };
}

function assertLabel(label: string, { labels }: Answerable, { model, task }: PredictionRecord): void {
  if (labels.length === 0) {
    throw fault(`'label': model '${model}' (${task}) answers without labels; send 'correct' or 'values'`);
  }
  if (labels.includes(label)) return;
  const near = nearestKey(label, labels);
  const hint = near === null ? ';' : `; did you mean '${near}'?`;
  const known = labels.slice(0, MOST_SHOWN).join(', ');
  const more = labels.length > MOST_SHOWN ? `, and ${labels.length - MOST_SHOWN} more` : '';
  throw fault(`'label': model '${model}' has no label '${label}'${hint} Its labels: ${known}${more}`);
}

function judgeValues(
  values: Readonly<Record<string, unknown>>,
  record: PredictionRecord,
  answerable: Answerable | undefined,
): Judgement {
  const predicted = predictedValues(record.result);
  if (!predicted) {
    throw fault(
      `'values': the prediction of model '${record.model}' has no named values; send 'correct' or 'label'`,
    );
  }
  const names = answerable?.values ?? Object.keys(predicted);
  const entries = Object.entries(values);
  if (entries.length === 0) throw fault(`'values': expected at least one of ${names.join(', ')}`);
  const trueValues: Record<string, number> = {};
  const errors: Record<string, number> = {};
  for (const [name, value] of entries) {
    if (!Object.hasOwn(predicted, name) || !names.includes(name)) {
      throw fault(`'values.${name}': unknown value; values of model '${record.model}': ${names.join(', ')}`);
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw fault(`'values.${name}' must be a finite number; got ${JSON.stringify(value)}`);
    }
    trueValues[name] = value;
    errors[name] = (predicted[name] as number) - value;
  }
  return { correct: null, label: null, trueValues, errors };
}

/** The named numbers of an answer; undefined when it has none. */
function predictedValues(result: unknown): Record<string, number> | undefined {
  const { values } = (result ?? {}) as { values?: { name: string; value: number }[] };
  if (!Array.isArray(values)) return undefined;
  return Object.fromEntries(values.map(({ name, value }) => [name, value]));
}

const fault = (text: string): AppError => new AppError('VALIDATION_FAILED', { faults: [text] });
