import { Injectable, Logger } from '@nestjs/common';

import { sha256 } from '../cache/prediction-cache-key.js';
import { annotateRequest, type CacheStatus } from '../common/request-context.js';
import { AppError, type ErrorCode } from '../common/errors.js';
import { Metrics } from '../metrics/metrics.js';
import { ModelProvider } from '../models/model-provider.js';
import { SubjectPredictionsDto } from './dto/subject-predictions.dto.js';
import { KnownFields } from './features/known-fields.js';
import { SubjectAnswers } from './subject-answers.js';
import { type PanelRequest, type PanelResult, SubjectPanel } from './subject-panel.js';
import type { StoredRecord, SubjectRecord } from './subject-record.js';
import { SubjectStore } from './subject-store.js';

const RETRY_AFTER_SECONDS = 5;
/** Failures that come again as long as the records stay as they are. */
const LASTING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['FEATURES_MISSING', 'VALIDATION_FAILED']);

export interface PanelQuestion extends PanelRequest {
  /** Models by name; every one that takes records when undefined. */
  readonly models: readonly string[] | undefined;
  /** Latest records as of which each model is asked. */
  readonly limit: number;
  /** From Cache-Control. */
  readonly cacheMode: 'use' | 'refresh' | 'off';
}

export interface SubjectAnswer {
  readonly body: SubjectPredictionsDto;
  readonly cache: CacheStatus;
  readonly ageSeconds: number;
}

/** Subjects: what they have written down, and what models say of it. */
@Injectable()
export class SubjectsService {
  private readonly logger = new Logger('Subjects');

  constructor(
    private readonly store: SubjectStore,
    private readonly panel: SubjectPanel,
    private readonly answers: SubjectAnswers,
    private readonly models: ModelProvider,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Stores records, each in the place of what there was of its day.
   *
   * @returns how many changed something, and fields that no model reads
   * @throws AppError VALIDATION_FAILED when a model could make no sense of a value, SUBJECT_STORE_UNAVAILABLE
   */
  async put(id: string, records: readonly SubjectRecord[]): Promise<{ changed: number; unread: string[] }> {
    const known = new KnownFields(this.models.versions().map(({ spec }) => spec));
    const faults = records.flatMap(({ date, fields }) =>
      Object.entries(fields).flatMap(([field, value]) => {
        const fault = known.fault(field, value);
        return fault === null ? [] : [`${date}: ${field}: ${fault}`];
      }),
    );
    if (faults.length > 0) throw new AppError('VALIDATION_FAILED', { faults: faults.slice(0, 50) });
    const changed = await certain(this.store.put(id, records));
    const fields = new Set(records.flatMap((record) => Object.keys(record.fields)));
    return { changed, unread: [...fields].filter((field) => !known.has(field)).toSorted() };
  }

  /** Newest first. @throws AppError SUBJECT_NOT_FOUND, SUBJECT_STORE_UNAVAILABLE */
  async records(id: string, limit: number, before?: string): Promise<StoredRecord[]> {
    const records = await certain(this.store.list(id, limit, before));
    if (records.length === 0) await this.revision(id);
    return records;
  }

  /** @throws AppError SUBJECT_NOT_FOUND, SUBJECT_STORE_UNAVAILABLE; what goes wrong with a model is in the answer */
  async predictions(question: PanelQuestion): Promise<SubjectAnswer> {
    const { subjectId: id, limit, cacheMode } = question;
    const started = performance.now();
    // A canary gets whole subjects or nothing of them.
    annotateRequest({ routingKey: id });
    const revision = await this.revision(id);
    const members = this.panel.members(question.models);
    const key = sha256(`${limit} ${this.panel.fingerprint(members)}`).slice(0, 24);
    const mode = this.answers.isOn ? cacheMode : 'off';
    const found = mode === 'use' ? await this.answers.get(id, revision, key) : undefined;
    if (found) {
      const body = { ...(found.body as SubjectPredictionsDto), cached: true };
      const ageSeconds = Math.max(0, Math.floor((Date.now() - found.created_at) / 1000));
      this.tell(id, 'HIT', started);
      return { body, cache: 'HIT', ageSeconds };
    }
    const snapshot = await certain(this.store.latest(id, limit, this.panel.windowDays(members)));
    if (!snapshot) throw new AppError('SUBJECT_NOT_FOUND', { id });
    const days = snapshot.records.slice(0, limit).map(({ date }) => date);
    const results = await this.panel.ask(members, snapshot.records, days, question);
    const body = SubjectPredictionsDto.from(id, days, results, question.request.id);
    if (mode !== 'off' && results.every(isLasting)) await this.keep(id, snapshot.revision, key, body);
    const cache = mode === 'use' ? 'MISS' : 'BYPASS';
    this.tell(id, cache, started, results);
    return { body, cache, ageSeconds: 0 };
  }

  /** Erases records, cached answers and history. @throws AppError SUBJECT_NOT_FOUND, SUBJECT_STORE_UNAVAILABLE */
  async erase(id: string): Promise<void> {
    const wasKnown = await certain(this.store.erase(id));
    await this.answers.remove(id);
    if (!wasKnown) throw new AppError('SUBJECT_NOT_FOUND', { id });
    this.logger.log(`subject ${short(id)} erased`);
  }

  private async revision(id: string): Promise<number> {
    const state = await certain(this.store.find(id));
    if (!state || state.isErased) throw new AppError('SUBJECT_NOT_FOUND', { id });
    return state.revision;
  }

  /** What was erased while its answer was made must not be kept. */
  private async keep(id: string, revision: number, key: string, body: unknown): Promise<void> {
    await this.answers.put(id, revision, key, body);
    const state = await this.store.find(id).catch(() => undefined);
    if (state === undefined || state.isErased) await this.answers.remove(id);
  }

  private tell(
    id: string,
    cache: 'HIT' | 'MISS' | 'BYPASS',
    started: number,
    results: readonly PanelResult[] = [],
  ): void {
    this.metrics.cacheRequest(RESULTS[cache]);
    annotateRequest({ cache });
    const models = results.map(({ member, elapsedMs }) => [member.name, Math.round(elapsedMs * 10) / 10]);
    this.logger.log(`cache ${cache} for subject ${short(id)}`, {
      ms: Math.round((performance.now() - started) * 10) / 10,
      ...(models.length > 0 ? { models_ms: Object.fromEntries(models) as Record<string, number> } : {}),
    });
  }
}

const RESULTS = { HIT: 'hit', MISS: 'miss', BYPASS: 'bypass' } as const;

/** Enough to follow a case, and no list of ids in the log. */
const short = (id: string): string => `${id.slice(0, 8)}...`;

const isLasting = ({ member, answers }: PanelResult): boolean =>
  [member.fault, ...answers.map(({ fault }) => fault)].every(
    (fault) => fault === null || LASTING.has(fault.code),
  );

async function certain<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'HISTORY_UNAVAILABLE') throw error;
    const retryAfterSeconds = error.retryAfterSeconds ?? RETRY_AFTER_SECONDS;
    throw new AppError(
      'SUBJECT_STORE_UNAVAILABLE',
      { reason: String(error.details['reason']) },
      { retryAfterSeconds, cause: error },
    );
  }
}
