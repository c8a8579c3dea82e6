import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { Logger } from '@nestjs/common';

import { Seldom } from '../common/seldom.js';
import { inFrontOfRequests } from './request-front.js';

/** Requests of one connection under way at a time. Hardly any client sends a second one before its first answer. */
const MAX_UNDER_WAY = 16;
/** An answer of which nobody takes anything for so long is given up with its connection. */
const UNREAD_MS = 60_000;

/**
 * Keeps one connection from holding the memory of many answers: Node takes every request that has come in one piece, a thousand of
 * forty bytes each, and a client that reads none of the answers has them kept for as long as it likes.
 */
export function limitConnections(server: Server, { unreadMs = UNREAD_MS } = {}): void {
  const logger = new Logger('Connections');
  const told = new Seldom();
  const underWay = new WeakMap<Socket, number>();
  inFrontOfRequests(server, (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    // Those that came in one piece with the last one that was too many.
    if (socket.destroyed) return true;
    const count = (underWay.get(socket) ?? 0) + 1;
    if (count > MAX_UNDER_WAY) {
      if (told.take()) {
        logger.warn('a connection with too many requests at a time was closed', { limit: MAX_UNDER_WAY });
      }
      socket.destroy();
      return true;
    }
    underWay.set(socket, count);
    response.once('close', () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1));
    // Its end has been written, and its connection closes unless something of it is taken meanwhile. Node itself sets another limit
    // once all of it has gone, but not while another request is under way, which may take its time.
    response.once('prefinish', () => socket.setTimeout(unreadMs));
    response.once('finish', () => {
      if ((underWay.get(socket) ?? 0) > 1) socket.setTimeout(0);
    });
    return false;
  });
}
