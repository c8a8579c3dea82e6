import { mayFollow, VERSION_STATES, type VersionState } from './version-state.js';

describe('the states of a model version', () => {
  const allowed: Record<VersionState, VersionState[]> = {
    unloaded: ['loading'],
    loading: ['ready', 'failed', 'draining'],
    ready: ['failed', 'draining'],
    failed: ['ready', 'loading', 'draining'],
    draining: ['unloaded'],
  };

  it.each(VERSION_STATES.flatMap((from) => VERSION_STATES.map((to) => [from, to] as const)))(
    '%s → %s',
    (from, to) => {
      expect(mayFollow(from, to)).toBe(allowed[from].includes(to));
    },
  );
});
