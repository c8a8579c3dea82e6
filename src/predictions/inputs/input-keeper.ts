import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { MEDIA_TYPES, sniffImage } from '../../inference/executor/sniff.js';
import type { ModelSpec } from '../../inference/model-spec.js';
import { jsonTensor } from '../../inference/request/json-tensor-result.js';
import { readOptions } from '../../inference/request/task-options.js';
import type { TaskOptions } from '../../inference/tasks/task-io.js';
import { ObjectKeeper } from '../../storage/object-keeper.js';
import { monthOf } from '../history/months.js';
import type { StoredInput } from '../history/prediction-record.js';
import type { PredictionInput } from '../prediction.js';
import { sentRow } from './sent-row.js';

/** Rows and small tensors lie beside the prediction; larger ones would weigh on every batch of the history. */
const MAX_DATA_BYTES = 65_536;
/** Values that surely take more, so that they are not even written out. */
const MAX_VALUES = 32_768;
const REMEMBERED_UPLOADS = 2000;

/** What is kept of the inputs of one model version. */
export interface KeptInputs {
  readonly spec: ModelSpec;
  readonly derived: { readonly history: { readonly storeInput: 'none' | 'digest' | 'reference' } };
}

/** Keeps what predictions are made from, for models with `history.store_input: reference`. Nobody waits for it. */
@Injectable()
export class InputKeeper {
  /** Keys of uploads by month and digest: a picture that is sent often is kept once a month. */
  readonly #keys = new LRUCache<string, string>({ max: REMEMBERED_UPLOADS });

  constructor(private readonly objects: ObjectKeeper) {}

  /**
   * Takes an input over, if its model wants that and there is room.
   *
   * @param digest of the input
   * @returns what the record of the prediction refers to; null when nothing is kept
   */
  keep(
    { spec, derived }: KeptInputs,
    input: PredictionInput,
    options: TaskOptions,
    digest: string,
  ): StoredInput | null {
    if (derived.history.storeInput !== 'reference') return null;
    const sent = givenOptions(options, spec);
    if (input.kind === 'image') {
      const key = this.#keepUpload(input.bytes, digest);
      return key === undefined ? null : { key, data: null, options: sent };
    }
    const data = dataOf(input, spec);
    return data === undefined ? null : { key: null, data, options: sent };
  }

  /** Within a month, since a month's uploads are removed with its predictions. */
  #keepUpload(bytes: Uint8Array, digest: string): string | undefined {
    const name = `${monthOf(new Date()).name}:${digest}`;
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const kind = sniffImage(bytes);
    const type = kind === null ? 'application/octet-stream' : MEDIA_TYPES[kind];
    const key = this.objects.keep('uploads', bytes, type);
    if (key !== undefined) this.#keys.set(name, key);
    return key;
  }
}

/** Those that a request has changed: another version has defaults of its own. */
function givenOptions(options: TaskOptions, { task }: ModelSpec): StoredInput['options'] {
  const defaults = readOptions({}, task) as Readonly<Record<string, unknown>>;
  const given = Object.entries(options).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name]),
  );
  return Object.fromEntries(given);
}

/** An input as a request holds it; undefined when it is too large to lie in a row of the history. */
function dataOf(input: Extract<PredictionInput, { kind: 'row' | 'tensors' }>, { task }: ModelSpec): unknown {
  if (input.kind === 'row') {
    return task.kind === 'tabular' ? fitting({ row: sentRow(input.values, task.features) }) : undefined;
  }
  const values = input.tensors.reduce((sum, { data }) => sum + data.length, 0);
  return values > MAX_VALUES ? undefined : fitting({ inputs: input.tensors.map(jsonTensor) });
}

function fitting(data: unknown): unknown {
  return JSON.stringify(data).length > MAX_DATA_BYTES ? undefined : data;
}
