import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { predictionCacheKey } from '../cache/prediction-cache-key.js';
import { asFault } from '../common/as-fault.js';
import { AppError } from '../common/errors.js';
import { Env } from '../config/env.js';
import type { TabularSpec } from '../inference/model-spec.js';
import { readRow } from '../inference/tasks/tabular-row.js';
import type { LoadedVersion } from '../models/loaded-version.js';
import { ModelProvider } from '../models/model-provider.js';
import { deadlineOf } from '../predictions/input/deadline.js';
import { requestFacts } from '../predictions/input/request-facts.js';
import type { Answer } from '../predictions/prediction.js';
import { PredictionService } from '../predictions/prediction.service.js';
import { readsRecords } from './features/known-fields.js';
import { type RecordRow, rowOfRecords } from './features/row-of-records.js';
import type { SubjectRecord } from './subject-record.js';

/** A model that was asked for, and the version that answers or why none does. */
export type PanelMember =
  | { readonly name: string; readonly version: LoadedVersion; readonly fault: null }
  | { readonly name: string; readonly version: null; readonly fault: AppError };

/** What one model says as of one day. */
export interface PanelAnswer {
  readonly asOf: string;
  readonly row: RecordRow;
  readonly answer: Answer | null;
  readonly fault: AppError | null;
}

export interface PanelResult {
  readonly member: PanelMember;
  readonly elapsedMs: number;
  /** One for each day, latest first; empty where no version answers. */
  readonly answers: readonly PanelAnswer[];
}

/** What the panel has to know of the request. */
export interface PanelRequest {
  readonly request: FastifyRequest;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
  readonly subjectId: string;
}

/** The models that rows of records go into, asked side by side: what one of them does says nothing of the others. */
@Injectable()
export class SubjectPanel {
  constructor(
    private readonly env: Env,
    private readonly models: ModelProvider,
    private readonly predictions: PredictionService,
  ) {}

  /** @param names models by name; without any, every one that records can be made rows for */
  members(names: readonly string[] | undefined): PanelMember[] {
    const all = this.models
      .list()
      .filter(({ versions }) => versions.some(({ spec }) => readsRecords(spec)))
      .map(({ name }) => name);
    return (names ?? all).map((name) => this.member(name));
  }

  /** Days before the one that is asked about which features of the members are made of. */
  windowDays(members: readonly PanelMember[]): number {
    const windows = members.flatMap(({ version }) =>
      version === null ? [] : taskOf(version).features.map(({ from }) => from?.windowDays ?? 0),
    );
    return Math.max(1, ...windows);
  }

  /** Changes with whatever decides the answers beside the records: versions, manifests, models that take part. */
  fingerprint(members: readonly PanelMember[]): string {
    return members
      .map(({ name, version }) => {
        if (version === null) return `${name} has none`;
        const others = this.models.dependencies(version).map(({ spec }) => spec);
        return predictionCacheKey(version.spec, {}, 'subject', others);
      })
      .join(' ');
  }

  /** @param days as of which it is asked, latest first */
  ask(
    members: readonly PanelMember[],
    records: readonly SubjectRecord[],
    days: readonly string[],
    request: PanelRequest,
  ): Promise<PanelResult[]> {
    return Promise.all(
      members.map(async (member): Promise<PanelResult> => {
        const started = performance.now();
        const { version } = member;
        const answers =
          version === null
            ? []
            : await Promise.all(days.map((asOf) => this.answer(version, records, asOf, request)));
        return { member, elapsedMs: performance.now() - started, answers };
      }),
    );
  }

  private member(name: string): PanelMember {
    try {
      const version = this.models.resolve(name);
      if (readsRecords(version.spec)) return { name, version, fault: null };
      const fault = `models: '${name}' takes no rows made of records; 'features[].from' of its manifest would say how`;
      return { name, version: null, fault: new AppError('VALIDATION_FAILED', { faults: [fault] }) };
    } catch (error) {
      return { name, version: null, fault: asFault(error) };
    }
  }

  private async answer(
    version: LoadedVersion,
    records: readonly SubjectRecord[],
    asOf: string,
    { request, signal, subjectId }: PanelRequest,
  ): Promise<PanelAnswer> {
    const { spec } = version;
    const task = taskOf(version);
    const row = rowOfRecords(records, asOf, task.features);
    try {
      if (row.missing.length > 0) {
        throw new AppError('FEATURES_MISSING', { model: spec.name, as_of: asOf, missing: [...row.missing] });
      }
      const values = readRow(row.row, task.features, spec.inputs, 'features');
      const deadlineMs = deadlineOf(
        request,
        this.env.REQUEST_TIMEOUT_SECONDS * 1000,
        spec.execution.deadlineMs,
      );
      // Kept by subject and not by row, so that erasing the subject leaves nothing in the cache.
      const facts = { ...requestFacts(request, deadlineMs, signal), cacheMode: 'off' as const, subjectId };
      const answer = await this.predictions.predict(version, { kind: 'row', values }, {}, facts);
      return { asOf, row, answer, fault: null };
    } catch (error) {
      return { asOf, row, answer: null, fault: asFault(error) };
    }
  }
}

/** Members are tabular: `member` sees to that. */
function taskOf({ spec }: LoadedVersion): TabularSpec {
  return spec.task as TabularSpec;
}
