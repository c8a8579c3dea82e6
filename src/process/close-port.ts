import type { Server } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Turns of the event loop in a row in which nobody came and little else happened. */
const QUIET_TURNS = 3;
const QUICK_MS = 1;
const LONGEST_MS = 500;

/**
 * Stops listening at a moment at which nobody waits at the port. What the kernel has taken for the server when its port closes is
 * reset, although the client was let in; the event loop takes one connection a turn, so under load there are mostly some.
 * What still comes between the last look and the close is a matter of microseconds.
 */
export async function closePort(server: Server): Promise<void> {
  let came = 0;
  const note = (): void => void (came += 1);
  server.on('connection', note);
  const end = performance.now() + LONGEST_MS;
  for (let quiet = 0, now = performance.now(); quiet < QUIET_TURNS && now < end;) {
    const [cameBefore, before] = [came, now];
    await nextTurn();
    now = performance.now();
    quiet = came === cameBefore && now - before < QUICK_MS ? quiet + 1 : 0;
  }
  server.off('connection', note);
  // Whoever closes the server later waits for its connections all the same.
  server.close();
}
