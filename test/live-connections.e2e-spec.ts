import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

import { WebSocket, WebSocketServer } from 'ws';

import { EventStream } from '../src/sessions/feed/event-stream.js';
import { FrameStream, type FrameStreamOptions } from '../src/sessions/stream/frame-stream.js';
import { waitFor } from './support/http.js';

const MB = 1024 * 1024;
const PIECE = 'x'.repeat(256 * 1024);
const WAIT_MS = 60_000;
const SHORT_MS = 20;

let server: Server;

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** @returns the port of a server that speaks what `serve` makes of it */
async function listen(serve: (server: Server) => void): Promise<number> {
  server = createServer();
  serve(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A client and the server's side of its connection. */
async function connected(
  options: Partial<FrameStreamOptions>,
  clientOptions: WebSocket.ClientOptions = {},
): Promise<{ client: WebSocket; side: WebSocket }> {
  const sides: WebSocket[] = [];
  const streams: FrameStream[] = [];
  const port = await listen((http) => {
    new WebSocketServer({ server: http }).on('connection', (socket) => {
      sides.push(socket);
      const rest = { look: () => Promise.resolve({}), newRequestId: () => 'a-request' };
      streams.push(new FrameStream(socket, { ...rest, ...options }));
    });
  });
  const client = new WebSocket(`ws://127.0.0.1:${port}`, clientOptions);
  client.on('error', () => undefined);
  await once(client, 'open');
  const side = await waitFor(() => sides[0], { what: 'the connection' });
  return { client, side };
}

describe('a stream of frames', () => {
  it('is cut off when its client answers no ping any more', async () => {
    const { client, side } = await connected({ pingMs: SHORT_MS }, { autoPong: false });
    const [[code]] = await Promise.all([once(client, 'close'), once(side, 'close')]);
    expect(code).toBe(1006);
  });

  it('stays open while its client answers them, and says nothing else', async () => {
    const { client } = await connected({ pingMs: SHORT_MS });
    let pings = 0;
    client.on('ping', () => (pings += 1));
    await waitFor(() => pings > 10, { timeoutMs: WAIT_MS, what: 'ten pings' });
    expect(client.readyState).toBe(WebSocket.OPEN);
    client.terminate();
  });

  it(
    'lets go of a client that reads too slowly instead of keeping its answers',
    async () => {
      const { client, side } = await connected({ look: () => Promise.resolve({ much: PIECE }) });
      client.pause();
      let most = 0;
      while (side.readyState !== WebSocket.CLOSED) {
        client.send(Buffer.from('a frame'));
        most = Math.max(most, side.bufferedAmount);
        await new Promise(setImmediate);
      }
      expect(most).toBeGreaterThan(MB / 2);
      expect(most).toBeLessThan(2 * MB);
      client.terminate();
    },
    WAIT_MS,
  );
});

describe('a feed of events', () => {
  it('says that it lives while nothing happens', async () => {
    const stream = new EventStream(SHORT_MS);
    const port = await listen((http) => http.on('request', (_, response) => stream.body.pipe(response)));
    const response = await fetch(`http://127.0.0.1:${port}`);
    let text = '';
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      if (text.split(':\n\n').length > 5) stream.end();
    }
    expect(text).toMatch(/^retry: \d+\n\n(:\n\n)+$/);
  });

  it(
    'ends for a client that reads too slowly, which may come back, instead of keeping its events',
    async () => {
      const stream = new EventStream();
      const port = await listen((http) => http.on('request', (_, response) => stream.body.pipe(response)));
      const client = connect(port, '127.0.0.1');
      client.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
      await once(client, 'readable');
      let most = 0;
      while (stream.isOpen) {
        stream.send('prediction', { much: PIECE });
        most = Math.max(most, stream.body.readableLength);
        await new Promise(setImmediate);
      }
      expect(most).toBeLessThan(2 * MB);
      client.destroy();
    },
    WAIT_MS,
  );
});
