import { Injectable } from '@nestjs/common';

import { Env } from '../../config/env.js';
import { readTensors } from '../../inference/request/json-tensors.js';
import { readOptions } from '../../inference/request/task-options.js';
import type { TaskOptions } from '../../inference/tasks/task-io.js';
import { LoadedVersion } from '../../models/loaded-version.js';
import { ObjectStorage } from '../../storage/object-storage.js';
import type { StoredInput } from '../history/prediction-record.js';
import { rowInput } from '../input/json-rows.js';
import type { PredictionInput } from '../prediction.js';

/** A stored input as a request to some version would hold it. */
export interface InputAgain {
  readonly input: PredictionInput;
  readonly options: TaskOptions;
}

/** Makes requests of stored inputs, for other versions than the one that they were sent to. */
@Injectable()
export class InputsAgain {
  constructor(
    private readonly env: Env,
    private readonly storage: ObjectStorage,
  ) {}

  /**
   * @returns undefined when it is not stored any more
   * @throws AppError STORAGE_UNAVAILABLE, or what this version has to say of the input
   */
  async read(stored: StoredInput, { spec }: LoadedVersion): Promise<InputAgain | undefined> {
    const options = { ...readOptions({}, spec.task), ...stored.options } as TaskOptions;
    const input = await this.inputOf(stored, spec);
    return input && { input, options };
  }

  private async inputOf(
    { key, data }: StoredInput,
    spec: LoadedVersion['spec'],
  ): Promise<PredictionInput | undefined> {
    if (key !== null) {
      const object = await this.storage.get(key);
      return object && { kind: 'image', bytes: object.bytes };
    }
    const { row, inputs } = data as { row?: unknown; inputs?: unknown };
    if (row !== undefined && spec.task.kind === 'tabular') {
      return rowInput({ path: 'row', value: row }, spec, spec.task);
    }
    return { kind: 'tensors', tensors: readTensors(inputs, spec.inputs, this.env.MAX_TENSOR_BYTES) };
  }
}
