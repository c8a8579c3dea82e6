/** A test of the whole app starts processes; jest's five seconds are for units. */
jest.setTimeout(60_000);

/**
 * CI runs the whole app and everything it needs on few cores, shared with whatever else the machine does: a test that fails is run
 * once more, at the end of its file. What failed the first time is printed all the same, and `.ci/run` counts it. A developer sees
 * each failure at once.
 */
if (process.env.CI) jest.retryTimes(1, { logErrorsBeforeRetry: true });
