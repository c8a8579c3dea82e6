import { Connection } from './connection.mjs';

const MAX_CONNECTIONS = 1500;
/** After the last arrival, unless the job says otherwise: what has not been answered then counts as status 0. */
const PATIENCE_MS = 35_000;

/**
 * Requests come when they are due, however slow the answers are, and their time counts from when they were due: a
 * stalled server cannot hide behind a client that waits for it. A connection is opened whenever none is free.
 */
export async function openLoop(
  { host, port, perSecond, seconds, isPoisson, seed, patienceMs = PATIENCE_MS },
  nextRequest,
  tally,
  onStart,
) {
  const arrivals = arrivalTimes(perSecond, seconds, isPoisson, seed);
  const free = [];
  /** Requests without an answer, with when they were due, in milliseconds from the start. */
  const pending = new Map();
  const sendings = [];
  let open = 0;
  let notSent = 0;
  let okInTime = 0;
  onStart();
  const started = performance.now();
  const end = started + seconds * 1000;

  const send = async (arrival, request) => {
    const dueAt = started + arrival;
    let connection = free.pop();
    while (connection && !connection.isReusable) {
      connection.close();
      open -= 1;
      connection = free.pop();
    }
    if (!connection) {
      if (open >= MAX_CONNECTIONS) {
        notSent += 1;
        pending.delete(request);
        tally.missed?.(arrival, request);
        return;
      }
      open += 1;
      connection = new Connection(port, host);
      await connection.opened;
    }
    const answer = await connection.exchange(request);
    const now = performance.now();
    if (pending.delete(request)) tally.add(answer, now - dueAt, arrival, request);
    // What is answered after the last arrival was worked off from the queue, not on the way.
    if (answer.status === 200 && now < end) okInTime += 1;
    if (connection.isOpen) await connection.flushed();
    if (connection.isReusable) free.push(connection);
    else {
      connection.close();
      open -= 1;
    }
  };

  for (const arrival of arrivals) {
    const dueAt = started + arrival;
    const waitMs = dueAt - performance.now();
    if (waitMs > 0.5) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const request = nextRequest();
    pending.set(request, arrival);
    sendings.push(send(arrival, request));
  }
  const patience = new Promise((resolve) => setTimeout(resolve, patienceMs).unref());
  await Promise.race([Promise.all(sendings), patience]);
  for (const [request, arrival] of pending)
    tally.add({ status: 0, head: '', reason: 'no answer' }, patienceMs, arrival, request);
  pending.clear();
  for (const connection of free) connection.close();
  const activeSeconds = (performance.now() - started) / 1000;
  return { notSent, okPerSecond: okInTime / seconds, activeSeconds };
}

/** In milliseconds from the start; with `isPoisson` as independent people come, else evenly. The same for a seed. */
function arrivalTimes(perSecond, seconds, isPoisson, seed) {
  let state = seed >>> 0 || 1;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const times = [];
  for (let at = 0; at < seconds * 1000;) {
    times.push(at);
    at += ((isPoisson ? -Math.log(1 - random()) : 1) * 1000) / perSecond;
  }
  return times;
}
