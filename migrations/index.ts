import { CreatePredictions1795219200000 } from './1795219200000-create-predictions.js';
import { CreateSessions1795392000000 } from './1795392000000-create-sessions.js';

/** Every migration, oldest first. A new one is listed here; nothing is found by a file pattern. */
export const migrations = [CreatePredictions1795219200000, CreateSessions1795392000000];
