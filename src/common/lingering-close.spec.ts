import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

import { endLingering, lingerAfterAnswer } from './lingering-close.js';

/** Resolves to how many bytes had been read when it was closed. */
async function untilClosed(socket: Socket): Promise<number> {
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  return socket.bytesRead;
}

describe('lingerAfterAnswer', () => {
  let server: Server;
  /** Far longer than a test may take. */
  const PATIENT_MS = 600_000;
  let limitMs: number;
  let accepted: Socket[];

  beforeEach(async () => {
    limitMs = PATIENT_MS;
    accepted = [];
    server = createServer((request, response) => {
      accepted.push(request.socket);
      lingerAfterAnswer(request, limitMs);
      response.writeHead(503, { connection: 'close' }).end('no');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const port = (): number => (server.address() as AddressInfo).port;

  /** A client that has sent its headers and reads; what it got when the server has ended its side. */
  async function afterHeaders(contentLength: number): Promise<{ socket: Socket; text: string }> {
    const socket = connect({ port: port(), host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => undefined);
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
    socket.write(`POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${contentLength}\r\n\r\n`);
    await new Promise((resolve) => socket.once('end', resolve));
    return { socket, text };
  }

  it('answers before the body has come, and closes when all of it has', async () => {
    const { socket, text } = await afterHeaders(1_000_000);
    expect(text).toMatch(/^HTTP\/1\.1 503 /);
    expect(accepted[0]?.closed).toBe(false);
    socket.write(Buffer.alloc(1_000_000));
    expect(await untilClosed(accepted[0] as Socket)).toBeGreaterThan(1_000_000);
    socket.destroy();
  });

  it('cuts off a client that never ends', async () => {
    limitMs = 20;
    const { socket } = await afterHeaders(1_000_000);
    expect(await untilClosed(accepted[0] as Socket)).toBeLessThan(1000);
    socket.destroy();
  });

  it('ends at once when the server stops', async () => {
    const { socket } = await afterHeaders(1_000_000);
    endLingering();
    expect(await untilClosed(accepted[0] as Socket)).toBeLessThan(1000);
    socket.destroy();
  });

  it('does not wait for a body that has come already', async () => {
    const { socket, text } = await afterHeaders(0);
    expect(text).toContain('503');
    expect(await untilClosed(accepted[0] as Socket)).toBeLessThan(1000);
    socket.destroy();
  });
});
