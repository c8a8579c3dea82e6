import { CACHE_MANAGER, type Cache } from '@nestjs/cache-manager';
import { Inject, Injectable, Logger } from '@nestjs/common';

import { AppError } from '../common/errors.js';
import { annotateRequest, type CacheStatus } from '../common/request-context.js';
import type { CacheResult } from '../metrics/metric-labels.js';
import { Metrics } from '../metrics/metrics.js';
import { FAULT_TTL_SECONDS, keepableFault } from './kept-fault.js';
import { SharedFlight } from './shared-flight.js';
import { type FlightRules, SingleFlight } from './single-flight.js';
import { type FoundAnswer, foundAnswer, jsonBytes, type StoredAnswer } from './stored-answer.js';

/**
 * `use` reads and writes. `refresh` (Cache-Control: no-cache) computes and writes. `off` (no-store, a TTL of 0, or a
 * model that is not to be cached) does neither.
 */
export type CacheMode = 'use' | 'refresh' | 'off';

export interface CachedCall {
  /** From `predictionCacheKey`. */
  readonly key: string;
  /** Time to live of the answer; 0 is mode `off`. */
  readonly ttlSeconds: number;
  readonly mode: CacheMode;
  /** Name of the model, for the message when the deadline passes. */
  readonly model: string;
  /** Unix time in milliseconds when this request's time is over, and how long that was from its start. */
  readonly deadlineAt: number;
  readonly deadlineMs: number;
  /** Aborted when this request's client goes away. */
  readonly signal?: AbortSignal;
  /** Asked once the answer is there: whether the key still says what it was made with. Kept anyway when absent. */
  readonly isCurrent?: () => boolean;
  /** Nobody has asked for it: it counts neither as a hit nor as a miss. */
  readonly isUnasked?: boolean;
  /** Whether what was found has the shape of an answer; otherwise it is a miss. */
  readonly isSound?: (value: unknown) => boolean;
}

export interface CachedAnswer<T> {
  /** Shared with every caller of the same key: nobody may change it. */
  readonly value: T;
  /** Value of the `X-Cache` header. */
  readonly status: CacheStatus;
  /** Value of the `Age` header: whole seconds since the answer was computed. */
  readonly ageSeconds: number;
}

interface Outcome<T> {
  readonly value: T;
  readonly createdAt: number;
  /** Computed now by this server, found in the store, or waited for while another server computed it. */
  readonly origin: 'computed' | 'stored' | 'awaited';
}

/** A larger answer costs more to move than it saves. In bytes of JSON. */
const MAX_VALUE_BYTES = 1024 * 1024;
/** Spreads the end of answers that were computed together. */
const TTL_JITTER = 0.1;

const RESULTS: Record<CacheStatus, CacheResult> = {
  HIT: 'hit',
  MISS: 'miss',
  BYPASS: 'bypass',
  COALESCED: 'coalesced',
};

/**
 * Answers predictions from the cache, and computes each one once however many ask for it at the same time. The cache
 * is never a reason to fail: what cannot be read is a miss, what cannot be written is forgotten.
 */
@Injectable()
export class PredictionCache {
  private readonly logger = new Logger('PredictionCache');
  private readonly flights = new SingleFlight();
  /** Computed, but not yet confirmed by the store: whoever asks now must not compute it again. */
  private readonly unwritten = new Map<string, StoredAnswer>();

  constructor(
    @Inject(CACHE_MANAGER) private readonly cache: Cache,
    private readonly metrics: Metrics,
    private readonly shared: SharedFlight,
  ) {}

  /**
   * @param compute makes the answer, as plain JSON data. Its signal is aborted when no request waits for the answer any
   *   more. It keeps the deadline of `call` by itself. Every waiter gets its error; one that the same input meets every
   *   time is remembered for a minute, others are not.
   * @throws AppError DEADLINE_EXCEEDED when the time is over while another request's computation is under way
   * @throws AppError CLIENT_CLOSED_REQUEST when the client has gone away
   */
  async through<T>(call: CachedCall, compute: (signal: AbortSignal) => Promise<T>): Promise<CachedAnswer<T>> {
    const mode = call.ttlSeconds > 0 ? call.mode : 'off';
    if (mode !== 'use') {
      if (!call.isUnasked) this.count('BYPASS');
      const value = await compute(call.signal ?? new AbortController().signal);
      if (mode === 'refresh') void this.keep(call, { created_at: Date.now(), value });
      return { value, status: 'BYPASS', ageSeconds: 0 };
    }
    const { value: outcome, isLeader } = await this.flights.run<Outcome<T>>(
      call.key,
      { deadlineAt: call.deadlineAt, signal: call.signal },
      rulesOf(call),
      (signal) => this.lookUpOrCompute(call, signal, compute),
    );
    const status = outcome.origin === 'stored' ? 'HIT' : isOwn(outcome, isLeader) ? 'MISS' : 'COALESCED';
    this.count(status);
    return { value: outcome.value, status, ageSeconds: ageSeconds(outcome.createdAt) };
  }

  /**
   * As `through`, but nothing is computed and nobody is waited for.
   *
   * @returns undefined when the answer is not there
   * @throws AppError the fault of the input, where that is what is remembered
   */
  async known<T>(call: CachedCall): Promise<CachedAnswer<T> | undefined> {
    const stored = call.ttlSeconds > 0 && call.mode === 'use' ? await this.find(call) : undefined;
    if (!stored) return undefined;
    const { value, createdAt } = this.outcomeOf<T>(stored, 'stored', call.isUnasked);
    if (!call.isUnasked) this.count('HIT');
    return { value, status: 'HIT', ageSeconds: ageSeconds(createdAt) };
  }

  private async lookUpOrCompute<T>(
    call: CachedCall,
    signal: AbortSignal,
    compute: (signal: AbortSignal) => Promise<T>,
  ): Promise<Outcome<T>> {
    const stored = await this.find(call);
    if (stored) return this.outcomeOf<T>(stored, 'stored');
    const landed = await this.shared.run<FoundAnswer>(
      call,
      signal,
      () => this.find(call),
      () => this.made(call, () => compute(signal)),
    );
    return this.outcomeOf<T>(landed.value, landed.by === 'us' ? 'computed' : 'awaited');
  }

  private async find({ key, isSound }: CachedCall): Promise<FoundAnswer | undefined> {
    const stored = this.unwritten.get(key) ?? (await this.cache.get(key));
    return foundAnswer(stored, isSound ?? (() => true));
  }

  /** Computes and starts to write what came of it: an answer, or a fault of the input. */
  private async made(
    call: CachedCall,
    compute: () => Promise<unknown>,
  ): Promise<{ value: FoundAnswer; written: Promise<unknown> }> {
    try {
      const value = await compute();
      const createdAt = Date.now();
      return { value: { createdAt, value }, written: this.keep(call, { created_at: createdAt, value }) };
    } catch (error) {
      const fault = keepableFault(error);
      if (!fault) throw error;
      const createdAt = Date.now();
      return {
        value: { createdAt, fault: error as AppError },
        written: this.keep(call, { created_at: createdAt, fault }),
      };
    }
  }

  /** @throws AppError the fault of the input */
  private outcomeOf<T>(found: FoundAnswer, origin: Outcome<T>['origin'], isUnasked = false): Outcome<T> {
    if ('value' in found) return { value: found.value as T, createdAt: found.createdAt, origin };
    if (origin !== 'computed' && !isUnasked) this.count('HIT');
    throw found.fault;
  }

  /** Writes the answer; settles when that is over, one way or another. */
  private async keep({ key, ttlSeconds, isCurrent }: CachedCall, answer: StoredAnswer): Promise<void> {
    if (isCurrent?.() === false) return;
    const bytes = jsonBytes('value' in answer ? answer.value : answer.fault);
    if (bytes === null || bytes > MAX_VALUE_BYTES) return;
    const lifeSeconds = 'value' in answer ? ttlSeconds : Math.min(ttlSeconds, FAULT_TTL_SECONDS);
    this.unwritten.set(key, answer);
    try {
      await this.cache.set(key, answer, jitteredTtlMs(lifeSeconds, Math.random()));
    } catch (error) {
      this.logger.debug('an answer was not cached', { err: error });
    } finally {
      if (this.unwritten.get(key) === answer) this.unwritten.delete(key);
    }
  }

  private count(status: CacheStatus): void {
    this.metrics.cacheRequest(RESULTS[status]);
    annotateRequest({ cache: status });
  }
}

/** In milliseconds, within 10 % of what was asked for; a whole number, since Redis refuses fractions. */
export function jitteredTtlMs(ttlSeconds: number, random: number): number {
  return Math.round(ttlSeconds * 1000 * (1 - TTL_JITTER + 2 * TTL_JITTER * random));
}

function rulesOf(call: CachedCall): FlightRules {
  return {
    stopped: (fault) =>
      fault === 'gone'
        ? new AppError('CLIENT_CLOSED_REQUEST')
        : new AppError('DEADLINE_EXCEEDED', { model: call.model, deadline_ms: call.deadlineMs }),
    isOfLeader: (error) =>
      error instanceof AppError &&
      (error.code === 'CLIENT_CLOSED_REQUEST' ||
        error.code === 'DEADLINE_EXCEEDED' ||
        error.code === 'INFERENCE_TIMEOUT'),
  };
}

/** Whether the caller's own computation made it. */
function isOwn({ origin }: Outcome<unknown>, isLeader: boolean): boolean {
  return isLeader && origin === 'computed';
}

/** Clocks of replicas differ a little; an answer is never from the future. */
function ageSeconds(createdAt: number): number {
  return Math.max(0, Math.floor((Date.now() - createdAt) / 1000));
}
