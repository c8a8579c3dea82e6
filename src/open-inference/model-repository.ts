import { Injectable } from '@nestjs/common';

import { AppError } from '../common/errors.js';
import { ModelProvider } from '../models/model-provider.js';
import type { IndexItemDto } from './dto/model.dto.js';
import { indexItems } from './model-description.js';

/** The model repository extension, whichever way it is asked. */
@Injectable()
export class ModelRepository {
  constructor(private readonly models: ModelProvider) {}

  /** Every version of every model with its state. */
  index(onlyReady: boolean): IndexItemDto[] {
    const items = this.models.list().flatMap(indexItems);
    return onlyReady ? items.filter(({ state }) => state === 'READY') : items;
  }

  /**
   * @param parameters names of what the request wants to override
   * @throws AppError MODEL_NOT_FOUND, MODEL_LOAD_FAILED, NOT_SUPPORTED
   */
  async load(model: string, parameters: readonly string[]): Promise<void> {
    const [override] = parameters;
    if (override !== undefined)
      throw new AppError('NOT_SUPPORTED', {
        what: `the load parameter '${override.slice(0, 80)}'`,
        reason: 'a model is loaded as it lies in the model folder',
      });
    await this.models.load(model);
  }

  /** @throws AppError MODEL_NOT_FOUND */
  async unload(model: string): Promise<void> {
    await this.models.unload(model);
  }
}
