import type { CompareTolerance } from '../../inference/tasks/comparison.js';
import { ModelFileError } from '../onnx-reader/model-file-error.js';

/** Most samples of a version: they run after every start of a process, so they have to be few. */
export const MAX_SAMPLES = 5;

/** What a sample feeds the model: a file beside the sample, a row of a table, or raw tensors as in a request. */
export type GoldenInput =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'row'; readonly row: unknown }
  | { readonly kind: 'inputs'; readonly inputs: readonly unknown[] };

/** One golden sample as it is written down: nothing in it has been compared with the model yet. */
export interface GoldenSample {
  /** Name of the file without `.json`. */
  readonly name: string;
  readonly description: string | null;
  readonly input: GoldenInput;
  /** Options as in a request, by their names on the wire. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The `result` of the answer, or the part of it that matters. */
  readonly expected: Readonly<Record<string, unknown>>;
  readonly tolerance: CompareTolerance;
}

/** Room for another processor and another version of the decoder; far less than a wrong model makes. */
export const GOLDEN_TOLERANCE: CompareTolerance = {
  score: 0.03,
  iou: 0.9,
  f1: 1,
  absolute: 1e-3,
  relative: 0.01,
};

/** A sample that cannot be used. The message is for operators: it names the file, without its folder, and the reason. */
export class GoldenError extends ModelFileError {
  /**
   * @param file e.g. `site-1.json`; empty for the folder
   * @param reason goes on after the name: "input.file: 'a/b.jpg' is not ..."
   */
  constructor(file: string, reason: string) {
    super(file === '' ? 'golden:' : `golden/${file}:`, reason);
    this.name = 'GoldenError';
  }
}
