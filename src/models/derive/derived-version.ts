import type { ModelSpec } from '../../inference/model-spec.js';
import type { GoldenSet } from '../golden/golden-case.js';

/** Where a value of a model's spec comes from: its manifest, its ONNX file, or the server's defaults. */
export type Origin = 'declared' | 'derived' | 'default';

/** One value for `GET /v1/models/{model}`; `note` says what it was derived from, or why it should be checked. */
export interface ExplainedValue {
  readonly value: unknown;
  readonly origin: Origin;
  readonly note?: string;
}

/** Manifest keys as a nested plain object; the leaves are `ExplainedValue`s. */
export interface ExplainedTree {
  readonly [key: string]: ExplainedValue | ExplainedTree;
}

/** A version ready to be loaded. */
export interface DerivedVersion {
  readonly spec: ModelSpec;
  readonly description: string | null;
  /** What stands in every answer; null for nothing. */
  readonly notice: string | null;
  /** By path in the manifest, e.g. `input.color`. */
  readonly origins: Readonly<Record<string, Origin>>;
  readonly explained: ExplainedTree;
  readonly cache: {
    readonly enabled: boolean;
    readonly ttlSeconds: number;
    /** Frequent inputs that are answered before they are asked for; 0: none. */
    readonly warm: number;
  };
  readonly history: {
    readonly enabled: boolean;
    readonly storeInput: 'none' | 'digest' | 'reference';
    readonly storeResult: 'none' | 'drawn';
  };
  /** What it has to answer rightly before it is served; null when nothing is laid down. */
  readonly golden: GoldenSet | null;
  /** What an operator should know, e.g. why a model is served as plain tensors. */
  readonly notes: readonly string[];
  /** ONNX file and external data together, in bytes. */
  readonly sizeBytes: number;
}

/** What the server's configuration decides for a model that declares nothing. */
export interface DeriveDefaults {
  /** Most executor processes: min(MODEL_MAX_CONCURRENT, cores). */
  readonly executors: number;
  readonly memoryLimitMb: number;
  readonly warmupRuns: number;
  /** 0 switches the cache off. */
  readonly cacheTtlSeconds: number;
  /** Largest input tensor that is ever allocated. */
  readonly maxTensorBytes: number;
}
