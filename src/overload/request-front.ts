import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Puts a look at every request in front of what listens for them now. @param isTaken whether nobody else is to see the request */
export function inFrontOfRequests(
  server: Server,
  isTaken: (request: IncomingMessage, response: ServerResponse) => boolean,
): void {
  const handlers = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (isTaken(request, response)) return;
    for (const handle of handlers) handle.call(server, request, response);
  });
}
