import type { JobSuccess } from '../../inference/job-request.js';

type Timings = Pick<JobSuccess, 'queueMs' | 'timings' | 'batchSize'>;

const combined = (of: (values: number[]) => number, all: readonly Timings[]): Timings => ({
  queueMs: of(all.map(({ queueMs }) => queueMs)),
  timings: {
    decode: of(all.map(({ timings }) => timings.decode)),
    preprocess: of(all.map(({ timings }) => timings.preprocess)),
    run: of(all.map(({ timings }) => timings.run)),
    postprocess: of(all.map(({ timings }) => timings.postprocess)),
  },
  batchSize: Math.max(1, ...all.map(({ batchSize }) => batchSize)),
});

/** What came one after the other adds up. */
export const inSequence = (...all: readonly Timings[]): Timings =>
  combined((values) => values.reduce((sum, value) => sum + value, 0), all);

/** Of what went on side by side each stage took as long as its longest. */
export const sideBySide = (all: readonly Timings[]): Timings =>
  combined((values) => Math.max(0, ...values), all);
