/**
 * One operation of one client, as its client saw it. Times are Unix milliseconds on the clock of the test.
 *
 * @typedef {object} Operation
 * @property {number} client
 * @property {'create' | 'touch' | 'describe' | 'end' | 'read'} kind
 * @property {string} session
 * @property {number} invokedAt
 * @property {number} completedAt
 * @property {number} status of the HTTP answer; 0 when there was none
 * @property {string} [code] of the error in the answer
 * @property {boolean} isRecorded whether a picture is in the summary: not one whose session was ended while it was looked at
 * @property {boolean} [isDeferred] whether a picture is written later, since the database was away
 * @property {number} [mark] what `describe` wrote
 * @property {SessionView} [seen] the session in the answer
 */

/**
 * @typedef {object} SessionView
 * @property {string} status @property {number} revision @property {number} predictions @property {number} mark
 * @property {number} lastActivity @property {number} expiresAt Unix milliseconds
 */

const RANK = { created: 0, active: 1, ended: 2 };
/** Times in answers are cut to milliseconds. */
const ROUNDING_MS = 2;

/**
 * Checks what clients saw of sessions against what a session promises, in the manner of Jepsen: an operation takes effect at one
 * moment between its call and its answer, so that of two of which one was answered before the other was called the order is known.
 *
 * - An end that was acknowledged is never undone: afterwards reads say `ended`, changes are refused, and there is one such end.
 * - Revisions never go back, changes raise them, and one revision is one state.
 * - The status never goes back.
 * - A read shows every acknowledged picture and description before it, and none that nobody has sent.
 * - A session never lives longer than its time to live after its last activity.
 * - Nothing fails: every refusal is one that the history explains, or, where the database may be away, says so.
 *
 * @param {readonly Operation[]} history @param {{ ttlSeconds: number, mayBeAway?: boolean }} configured
 * @returns {string[]} violations; none when the history is one that sessions may have
 */
export function checkHistory(history, { ttlSeconds, mayBeAway = false }) {
  /** @type {Map<string, Operation[]>} */
  const bySession = new Map();
  for (const operation of history) {
    bySession.set(operation.session, [...(bySession.get(operation.session) ?? []), operation]);
  }
  return [...bySession].flatMap(([session, operations]) =>
    [
      ...answersOf(operations, mayBeAway),
      ...endsOf(operations),
      ...revisionsOf(operations),
      ...picturesOf(operations),
      ...marksOf(operations),
      ...livesOf(operations, ttlSeconds * 1000),
    ].map((text) => `session ${session}: ${text}`),
  );
}

/** @param {Operation} one @param {Operation} other */
const isBefore = (one, other) => one.completedAt < other.invokedAt;
/** @param {Operation} one */
const isDone = (one) => one.status >= 200 && one.status < 300;
/** @param {Operation} one */
export const isRefused = (one) => one.status === 503 && one.code === 'SESSION_STORE_UNAVAILABLE';
/** @param {Operation} one */
const said = (one) => `client ${one.client} ${one.kind} ${one.status}${one.code ? ` ${one.code}` : ''}`;

/** @param {Operation[]} operations @param {boolean} mayBeAway */
function* answersOf(operations, mayBeAway) {
  const ends = operations.filter((each) => each.kind === 'end');
  for (const each of operations) {
    if (isDone(each) || (mayBeAway && isRefused(each))) continue;
    // An end that was sent before this was answered may have come first.
    const isExplained =
      each.status === 409 &&
      each.code === 'SESSION_ENDED' &&
      ends.some((end) => end !== each && end.invokedAt <= each.completedAt);
    if (!isExplained) yield `${said(each)} cannot be explained`;
  }
}

/** @param {Operation[]} operations */
function* endsOf(operations) {
  const ends = operations.filter((each) => each.kind === 'end' && isDone(each));
  if (ends.length > 1) yield `was ended ${ends.length} times`;
  for (const end of ends) {
    for (const later of operations.filter((each) => isBefore(end, each))) {
      if (later.seen && later.kind === 'read' && later.seen.status !== 'ended')
        yield `${said(later)} sees it ${later.seen.status} after its end`;
      if (later.kind !== 'read' && isDone(later)) yield `${said(later)} is taken after its end`;
    }
  }
}

/** @param {Operation[]} operations */
function* revisionsOf(operations) {
  const views = operations.filter((each) => each.seen);
  /** @type {Map<number, string>} */
  const states = new Map();
  for (const { seen } of views) {
    if (!seen) continue;
    const state = JSON.stringify([
      seen.status,
      seen.predictions,
      seen.mark,
      seen.lastActivity,
      seen.expiresAt,
    ]);
    if ((states.get(seen.revision) ?? state) !== state) yield `revision ${seen.revision} is two states`;
    states.set(seen.revision, state);
  }
  for (const one of views) {
    for (const other of views) {
      if (!one.seen || !other.seen || !isBefore(one, other)) continue;
      const isChange = other.kind === 'describe' || other.kind === 'end';
      const least = one.seen.revision + (isChange ? 1 : 0);
      if (other.seen.revision < least)
        yield `revision ${other.seen.revision} (${said(other)}) after ${one.seen.revision} (${said(one)})`;
      if (rank(other.seen) < rank(one.seen))
        yield `${other.seen.status} (${said(other)}) after ${one.seen.status} (${said(one)})`;
    }
  }
}

/** @param {SessionView} seen */
function rank(seen) {
  return RANK[/** @type {keyof typeof RANK} */ (seen.status)] ?? -1;
}

/** @param {Operation[]} operations */
function* picturesOf(operations) {
  const touches = operations.filter((each) => each.kind === 'touch');
  for (const each of operations) {
    if (!each.seen) continue;
    const least = touches.filter((touch) => touch.isRecorded && isBefore(touch, each)).length;
    const most = touches.filter(
      (touch) => touch.invokedAt <= each.completedAt && touch.code !== 'SESSION_ENDED',
    ).length;
    const count = each.seen.predictions;
    if (count < least) yield `${said(each)} shows ${count} pictures where ${least} were acknowledged`;
    if (count > most) yield `${said(each)} shows ${count} pictures where ${most} were sent`;
  }
}

/** @param {Operation[]} operations */
function* marksOf(operations) {
  const writes = operations.filter((each) => each.kind === 'describe');
  for (const each of operations) {
    if (!each.seen || each.seen.mark === 0) {
      if (each.seen && writes.some((write) => isDone(write) && isBefore(write, each)))
        yield `${said(each)} shows no description`;
      continue;
    }
    const source = writes.find((write) => write.mark === each.seen?.mark);
    if (!source || source.invokedAt > each.completedAt)
      yield `${said(each)} shows a description that nobody wrote`;
    else if (writes.some((write) => isDone(write) && isBefore(source, write) && isBefore(write, each))) {
      yield `${said(each)} shows a description that was replaced before`;
    }
  }
}

/** @param {Operation[]} operations @param {number} ttlMs */
function* livesOf(operations, ttlMs) {
  for (const { seen, ...each } of operations) {
    if (!seen) continue;
    if (seen.expiresAt - seen.lastActivity > ttlMs + ROUNDING_MS)
      yield `${said(each)} lives ${seen.expiresAt - seen.lastActivity} ms`;
    if (seen.lastActivity > each.completedAt + ROUNDING_MS)
      yield `${said(each)} shows activity of the future`;
  }
}
