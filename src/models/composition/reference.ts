import { AppError } from '../../common/errors.js';
import { ModelLoadError } from '../../inference/executor-process.js';
import type { JobRequest } from '../../inference/job-request.js';
import type { ModelSpec } from '../../inference/model-spec.js';
import type { LoadedVersion } from '../loaded-version.js';

/** What is asked of a version of another model. */
export type OtherVersion = Pick<
  LoadedVersion,
  'spec' | 'state' | 'reason' | 'load' | 'assertRoom' | 'submit' | 'isAlive' | 'probe'
>;

/**
 * Finds the version of a model that answers now. Asked anew for every request, since models come, go and are replaced.
 *
 * @param version its number or alias; the default one when absent
 * @throws AppError MODEL_NOT_FOUND, VERSION_NOT_FOUND, MODEL_NOT_READY
 */
export type FindVersion = (model: string, version?: string) => OtherVersion;

/** One model named by another one's manifest. */
export interface Reference {
  readonly model: string;
  readonly version: string | null;
  /** What it is to the one that names it. */
  readonly role: 'region model' | 'member';
}

/** Deeper than anybody builds; a circle that came about while models are replaced one after the other ends here. */
const MOST_HOPS = 8;

/** Every model that a version needs beside itself, in the order of its manifest. */
export function referencesOf({ region, ensemble }: Pick<ModelSpec, 'region' | 'ensemble'>): Reference[] {
  const references: Reference[] = (ensemble?.members ?? []).map(({ model, version }) => ({
    model,
    version,
    role: 'member',
  }));
  if (region) references.push({ model: region.model, version: region.version, role: 'region model' });
  return references;
}

/** @throws AppError MODEL_NOT_READY; naming the owner when there is no such model or version, since it was asked for */
export function resolveReference<T>(
  owner: Pick<ModelSpec, 'name' | 'version'>,
  { model, version, role }: Reference,
  find: (model: string, version?: string) => T,
): T {
  try {
    return find(model, version ?? undefined);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'MODEL_NOT_READY') throw error;
    const details = { model: owner.name, version: owner.version, state: 'failed' };
    const reason = `its ${role} cannot be used: ${error.message}`;
    throw new AppError('MODEL_NOT_READY', { ...details, reason }, { retryAfterSeconds: 30, cause: error });
  }
}

/** Another model of which a version is made, as it is at the moment. */
export class Referred {
  constructor(
    private readonly owner: Pick<ModelSpec, 'name' | 'version'>,
    private readonly reference: Reference,
    private readonly find: FindVersion,
  ) {}

  /** @throws AppError as `resolveReference` */
  resolve(): OtherVersion {
    return resolveReference(this.owner, this.reference, this.find);
  }

  /**
   * Waits until it has loaded.
   *
   * @param fault why it is of no use here, or null
   * @throws ModelLoadError
   */
  async start(fault: (spec: ModelSpec) => string | null): Promise<OtherVersion> {
    const { model, version, role } = this.reference;
    const found = this.found();
    const reason = fault(found.spec);
    if (reason !== null) throw new ModelLoadError(`its ${role} '${model}' cannot be used: ${reason}`);
    await found.load();
    if (found.state !== 'ready') {
      const why = found.reason ?? `it is ${found.state}`;
      throw new ModelLoadError(`its ${role} '${model}' version ${version ?? found.spec.version}: ${why}`);
    }
    return found;
  }

  /** Whether it answers. */
  async isAlive(timeoutMs: number): Promise<boolean> {
    try {
      return await this.resolve().isAlive(timeoutMs);
    } catch {
      return false;
    }
  }

  private found(): OtherVersion {
    try {
      return this.resolve();
    } catch (error) {
      throw new ModelLoadError((error as Error).message, { cause: error });
    }
  }
}

/** The same request to another model on behalf of `owner`. @throws AppError MODEL_NOT_READY for a circle of models */
export function passedOn(
  request: JobRequest,
  owner: Pick<ModelSpec, 'name' | 'version'>,
  changes: Partial<Pick<JobRequest, 'input' | 'options'>> = {},
): JobRequest {
  const hops = (request.hops ?? 0) + 1;
  if (hops <= MOST_HOPS) return { ...request, ...changes, hops };
  const reason = 'the models that it is made of refer to each other in a circle';
  throw new AppError('MODEL_NOT_READY', {
    model: owner.name,
    version: owner.version,
    state: 'failed',
    reason,
  });
}
