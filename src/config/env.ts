import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import { ObjectStorageSettings } from './settings/object-storage-settings.js';
import { describeVariables } from './variable.decorator.js';

/**
 * Every environment variable that the server reads, with its default; the files under `settings/` hold them by subject,
 * each adding to the one before. Nothing else reads `process.env`.
 */
export class Env extends ObjectStorageSettings {}

/** The configuration is not usable; `message` names every fault and no value of a secret. */
export class ConfigError extends Error {
  constructor(readonly faults: string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

/**
 * Reads and checks the environment. An empty variable counts as unset.
 *
 * @throws ConfigError with all faults in one message; it names variables, never their values
 */
export function loadEnv(source: Record<string, string | undefined> = process.env): Env {
  const given: Record<string, string> = {};
  // By name and not by what is there: the rest of the environment, secrets of others included, has no business in `Env`.
  for (const { name } of describeVariables(Env)) {
    const value = source[name];
    if (value !== undefined && value.trim() !== '') given[name] = value;
  }
  const env = plainToInstance(Env, given, { exposeDefaultValues: true });
  const faults = validateSync(env, { stopAtFirstError: true }).flatMap((error) =>
    Object.values(error.constraints ?? {}),
  );
  faults.push(...crossChecks(env));
  if (faults.length > 0) throw new ConfigError(faults);
  return env;
}

/** Rules between variables. */
function crossChecks(env: Env): string[] {
  const faults: string[] = [];
  if (env.MAX_UPLOAD_SIZE > env.MAX_REQUEST_QUEUE_MB * 1024 * 1024) {
    faults.push(
      'MAX_UPLOAD_SIZE must not be larger than MAX_REQUEST_QUEUE_MB, or the largest file could never wait',
    );
  }
  if (env.STORAGE_DRIVER === 's3' && env.S3_BUCKET === undefined)
    faults.push('S3_BUCKET must be set for STORAGE_DRIVER=s3');
  if (env.STORAGE_DRIVER === 'cloudinary' && env.CLOUDINARY_URL === undefined)
    faults.push('CLOUDINARY_URL must be set for STORAGE_DRIVER=cloudinary');
  if ((env.S3_ACCESS_KEY_ID === undefined) !== (env.S3_SECRET_ACCESS_KEY === undefined))
    faults.push('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set together');
  return faults;
}
