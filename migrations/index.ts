import { CreatePredictions1795219200000 } from './1795219200000-create-predictions.js';
import { CreateModelRouting1795305600000 } from './1795305600000-create-model-routing.js';
import { CreateSessions1795392000000 } from './1795392000000-create-sessions.js';
import { CreatePredictionFeedback1795478400000 } from './1795478400000-create-prediction-feedback.js';
import { StorePredictionInputs1795478460000 } from './1795478460000-store-prediction-inputs.js';
import { CreateReplays1795478520000 } from './1795478520000-create-replays.js';
import { TrackSessions1795564800000 } from './1795564800000-track-sessions.js';
import { CreateSubjects1795651200000 } from './1795651200000-create-subjects.js';
import { StoreDrawnResults1795737600000 } from './1795737600000-store-drawn-results.js';

/** Every migration, oldest first. A new one is listed here; nothing is found by a file pattern. */
export const migrations = [
  CreatePredictions1795219200000,
  CreateModelRouting1795305600000,
  CreateSessions1795392000000,
  CreatePredictionFeedback1795478400000,
  StorePredictionInputs1795478460000,
  CreateReplays1795478520000,
  TrackSessions1795564800000,
  CreateSubjects1795651200000,
  StoreDrawnResults1795737600000,
];
