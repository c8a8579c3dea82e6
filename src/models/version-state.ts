/**
 * The life of a model version. Each arrow has one cause:
 *
 * - `unloaded → loading`  it is preloaded at start, or a first request or an operator asks for it
 * - `loading → ready`     a process holds the model, has warmed it up, and answered its own input
 * - `loading → failed`    the file, the manifest or the memory limit says no; the reason is kept
 * - `loading → draining`  it is unloaded or the server stops meanwhile
 * - `ready → failed`      its processes end faster than they can be replaced (crash loop)
 * - `ready → draining`    it is unloaded or the server stops: no new work, accepted work goes on
 * - `failed → ready`      the crash loop is over
 * - `failed → loading`    a request or an operator asks again
 * - `failed → draining`   it is unloaded or the server stops
 * - `draining → unloaded` the last request is answered and the processes are gone
 */
const ARROWS = {
  unloaded: ['loading'],
  loading: ['ready', 'failed', 'draining'],
  ready: ['failed', 'draining'],
  failed: ['ready', 'loading', 'draining'],
  draining: ['unloaded'],
} as const satisfies Record<string, readonly string[]>;

export type VersionState = keyof typeof ARROWS;

export const VERSION_STATES = Object.keys(ARROWS) as VersionState[];

/** Whether the one state may follow the other. */
export function mayFollow(from: VersionState, to: VersionState): boolean {
  return (ARROWS[from] as readonly VersionState[]).includes(to);
}
