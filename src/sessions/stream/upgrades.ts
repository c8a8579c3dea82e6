import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import type { FastifyInstance, FastifyReply } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';

interface Upgrade {
  readonly socket: Duplex;
  readonly head: Buffer;
}

const upgrades = new WeakMap<IncomingMessage, Upgrade>();

/**
 * Lets requests for a WebSocket go the way of every other request: hooks, limits, guards, and a handler, which takes the connection
 * over or answers as usual. Without this Node hands them out beside the router.
 */
export function registerUpgrades(instance: FastifyInstance): void {
  instance.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const response = new ServerResponse(request);
    // A plain answer is the last thing on this connection: its parser is gone.
    response.shouldKeepAlive = false;
    response.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0]);
    response.once('finish', () => socket.end());
    socket.on('error', () => socket.destroy());
    upgrades.set(request, { socket, head });
    instance.routing(request, response);
  });
}

/** Whether the request asks for a WebSocket. */
export function isUpgrade(request: IncomingMessage): boolean {
  return upgrades.has(request);
}

/**
 * Takes the connection over. The request is over for Fastify: logged with status 101 when the WebSocket is closed.
 *
 * @param maxBytes of one message; a longer one closes the connection with 1009
 * @returns undefined when it is no proper WebSocket handshake, which has been answered
 */
export function acceptUpgrade(
  request: IncomingMessage,
  reply: FastifyReply,
  maxBytes: number,
): Promise<WebSocket | undefined> {
  const { socket, head } = upgrades.get(request) as Upgrade;
  upgrades.delete(request);
  reply.hijack();
  const response = reply.raw;
  response.detachSocket(socket as Parameters<ServerResponse['detachSocket']>[0]);
  // Compression of pictures gains nothing, and each connection would keep a dictionary.
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxBytes,
    perMessageDeflate: false,
    clientTracking: false,
  });
  return new Promise((resolve) => {
    socket.once('close', () => {
      // Fastify has let go of the answer: whoever waits for its end is told here.
      response.emit('close');
      resolve(undefined);
    });
    server.once('wsClientError', (_error, _socket) => (_socket as Duplex).destroy());
    server.handleUpgrade(request, socket, head, (webSocket) => {
      response.statusCode = 101;
      resolve(webSocket);
    });
  });
}
