import type { TaskKind } from '../model-spec.js';

/** Whether answers of a task can be drawn: what is said of a picture, on that picture. */
export const isDrawable = (task: TaskKind): boolean => task !== 'tabular' && task !== 'tensor';
