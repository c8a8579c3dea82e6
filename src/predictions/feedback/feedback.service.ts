import { Injectable } from '@nestjs/common';

import type { TaskSpec } from '../../inference/model-spec.js';
import { ModelProvider } from '../../models/model-provider.js';
import { HistoryQueries } from '../history/history-queries.js';
import type { PredictionRecord } from '../history/prediction-record.js';
import { type AccuracyFilters, AccuracyQueries, type VersionAccuracy } from './accuracy-queries.js';
import { type Feedback, FeedbackStore } from './feedback-store.js';
import { type Answerable, judge, type Opinion } from './judge-feedback.js';

/** What people say of predictions, and what follows for the versions of a model. */
@Injectable()
export class FeedbackService {
  constructor(
    private readonly models: ModelProvider,
    private readonly history: HistoryQueries,
    private readonly store: FeedbackStore,
    private readonly accuracies: AccuracyQueries,
  ) {}

  /**
   * Keeps an opinion on a prediction. Saying the same again changes nothing; saying something else is a new revision,
   * which counts from then on.
   *
   * @throws AppError PREDICTION_NOT_FOUND, VALIDATION_FAILED, HISTORY_UNAVAILABLE
   */
  async give(
    predictionId: string,
    opinion: Opinion,
    comment: string | null,
  ): Promise<{ feedback: Feedback; isNew: boolean }> {
    const record = await this.history.get(predictionId);
    const judgement = judge(opinion, record, this.answerable(record));
    return this.store.add(record, { ...judgement, comment });
  }

  /** @throws AppError PREDICTION_NOT_FOUND, HISTORY_UNAVAILABLE */
  async list(predictionId: string): Promise<Feedback[]> {
    return this.store.list(await this.history.get(predictionId));
  }

  /** @throws AppError MODEL_NOT_FOUND when neither a model nor feedback has that name, HISTORY_UNAVAILABLE */
  async accuracy(model: string, filters: AccuracyFilters): Promise<VersionAccuracy[]> {
    const versions = await this.accuracies.byVersion(model, filters);
    if (versions.length === 0) this.models.get(model);
    return versions;
  }

  /** What the version could have said, or another one of its model where that one is gone. */
  private answerable({ model, version }: PredictionRecord): Answerable | undefined {
    const versions = this.models.list().find(({ name }) => name === model)?.versions ?? [];
    const found = versions.find(({ spec }) => spec.version === version) ?? versions.at(-1);
    return found && answersOf(found.spec.task);
  }
}

function answersOf(task: TaskSpec): Answerable {
  if (task.kind === 'tensor') return { labels: [], values: [] };
  if (task.kind === 'image-regression') return { labels: [], values: names(task.values) };
  if (task.kind !== 'tabular') return { labels: names(task.labels), values: [] };
  const { head } = task;
  return head.kind === 'regression'
    ? { labels: [], values: names(head.values) }
    : { labels: names(head.labels), values: [] };
}

function names(list: readonly { readonly name: string }[]): string[] {
  return list.map(({ name }) => name);
}
