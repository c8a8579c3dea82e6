import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';

/** Longest time in which the rest of a refused upload is read and thrown away. */
const LINGER_MS = 5000;
/** Connections that linger at a time; a further one is cut off, as all were without this. */
const MAX_LINGERING = 256;

const lingering = new Set<Socket>();

/**
 * Closes the connection of a request that is answered before its body was read so that the client gets to see the answer: our
 * side ends with the answer, and what still comes is thrown away until the client has ended as well. A socket that is closed
 * with bytes unread is reset instead, and a client that is still sending takes that for a broken connection and never looks at
 * the answer (`fetch failed: EPIPE` of Node, `ERR_CONNECTION_RESET` of browsers). To be called before the answer is written; the
 * answer must have `connection: close`.
 *
 * @param limitMs after which the connection is cut off all the same
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-9.6
 */
export function lingerAfterAnswer(request: IncomingMessage, limitMs = LINGER_MS): void {
  const { socket } = request;
  // Nothing to close where a request is made up within the process.
  if (!(socket instanceof Socket)) return;
  const destroySoon = socket.destroySoon.bind(socket);
  // What Node's HTTP server calls when the last answer of a connection is out.
  socket.destroySoon = (): void => {
    socket.destroySoon = destroySoon;
    if (request.complete || request.destroyed || socket.destroyed || lingering.size >= MAX_LINGERING)
      return destroySoon();
    lingering.add(socket);
    const limit = setTimeout(() => socket.destroy(), limitMs);
    socket.once('close', () => {
      clearTimeout(limit);
      lingering.delete(socket);
    });
    // All of it has come: nothing is left that would make the close a reset.
    request.once('end', destroySoon);
    socket.end();
    request.resume();
  };
}

/** Cuts off what still lingers: a server that stops does not wait for it. */
export function endLingering(): void {
  for (const socket of lingering) socket.destroy();
}
