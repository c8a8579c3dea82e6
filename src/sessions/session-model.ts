import { AppError } from '../common/errors.js';
import type { ModelSpec } from '../inference/model-spec.js';
import type { LoadedVersion } from '../models/loaded-version.js';
import type { ModelProvider } from '../models/model-provider.js';
import type { Session } from './session.js';

/**
 * The model that looks at a picture of a session: the one of the request, else the session's, else the only one there
 * is, else the only object detector: sessions are for those, whatever else is served beside it.
 *
 * @throws AppError VALIDATION_FAILED naming the models to choose from, and as ModelProvider.resolve
 */
export function sessionModel(
  models: ModelProvider,
  session: Session,
  asked: { readonly model?: string; readonly version?: string },
): LoadedVersion {
  if (asked.model !== undefined) return models.resolve(asked.model, asked.version);
  if (session.model !== null)
    return models.resolve(session.model, asked.version ?? session.version ?? undefined);
  const served = models.list();
  const detectors = served.filter(({ versions }) => versions.some(({ spec }) => isDetector(spec)));
  const names = served.map(({ name }) => name);
  const [only] = names.length === 1 ? served : detectors.length === 1 ? detectors : [];
  if (only !== undefined) return models.resolve(only.name, asked.version);
  throw new AppError('VALIDATION_FAILED', {
    faults: [
      `model: name one in the query, or when the session is made; there are ${names.slice(0, 30).join(', ') || 'none'}`,
    ],
  });
}

const isDetector = ({ task }: ModelSpec): boolean => task.kind === 'object-detection';
