import { AppError } from '../common/errors.js';
import type { LoadedVersion } from '../models/loaded-version.js';
import type { ModelProvider } from '../models/model-provider.js';
import type { Session } from './session.js';

/**
 * The model that looks at a picture of a session: the one of the request, else the session's, else the only one there is.
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
  const names = models.list().map(({ name }) => name);
  const [only] = names;
  if (names.length === 1 && only !== undefined) return models.resolve(only, asked.version);
  throw new AppError('VALIDATION_FAILED', {
    faults: [
      `model: name one in the query, or when the session is made; there are ${names.slice(0, 30).join(', ') || 'none'}`,
    ],
  });
}
