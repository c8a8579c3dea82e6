import { Injectable } from '@nestjs/common';

import { Drain } from './drain.js';
import { ModelsHealth } from './models.health.js';

/** Whether requests should be sent here, in the words of the Open Inference Protocol. */
export interface Readiness {
  readonly ready: boolean;
  /** Why not; undefined when ready. */
  readonly error?: string;
  /** What each version does, by `name@version`; only when not ready. */
  readonly models?: Record<string, string>;
}

/** The answer of every door to the question whether the required models answer and the server is not stopping. */
@Injectable()
export class ServerReadiness {
  constructor(
    private readonly models: ModelsHealth,
    private readonly drain: Drain,
  ) {}

  async now(): Promise<Readiness> {
    const { models } = await this.models.ready();
    if (models !== undefined && models.status !== 'down' && !this.drain.isDraining) return { ready: true };
    const error = this.drain.isDraining ? 'the server is shutting down' : 'a required model is not ready';
    return { ready: false, error, models: (models?.['versions'] ?? {}) as Record<string, string> };
  }
}
