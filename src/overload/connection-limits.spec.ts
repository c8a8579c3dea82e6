import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import { limitConnections } from './connection-limits.js';

const REQUEST = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
/** More than the kernel holds for a client that does not read. */
const LARGE = Buffer.alloc(32 * 1024 * 1024);

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(5);
}

describe('limitConnections', () => {
  let server: Server;
  let waiting: ServerResponse[];
  let client: Socket;

  beforeEach(async () => {
    waiting = [];
    server = createServer((_request, response) => void waiting.push(response));
    limitConnections(server, { unreadMs: 200 });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => undefined);
  });

  afterEach(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });

  const closed = () => new Promise<void>((resolve) => client.once('close', () => resolve()));

  it('takes sixteen requests of a connection at a time, and answers them in order', async () => {
    client.write(REQUEST.repeat(16));
    await until(() => waiting.length === 16);
    let text = '';
    client.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
    for (const [index, response] of waiting.toReversed().entries()) response.end(`<${15 - index}>`);
    await until(() => text.includes('<15>'));
    expect(text.match(/<\d+>/g)).toEqual(Array.from({ length: 16 }, (_, index) => `<${index}>`));
    client.write(REQUEST);
    await until(() => waiting.length === 17);
  });

  it('closes a connection with more of them, and passes none of the rest on', async () => {
    client.resume().write(REQUEST.repeat(1000));
    await closed();
    expect(waiting).toHaveLength(16);
  });

  it('closes the connection of a client that takes nothing of its answer', async () => {
    client.pause().write(REQUEST);
    await until(() => waiting.length === 1);
    const [response] = waiting as [ServerResponse];
    const gone = new Promise<void>((resolve) => response.once('close', () => resolve()));
    response.end(LARGE);
    await gone;
    expect(client.bytesRead).toBeLessThan(LARGE.length);
  });

  it('lets a request take longer than that', async () => {
    let text = '';
    client.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
    client.write(REQUEST.repeat(2));
    await until(() => waiting.length === 2);
    await wait(300);
    waiting[0]!.end('<first>');
    await until(() => text.includes('<first>'));
    await wait(300);
    waiting[1]!.end('<second>');
    await until(() => text.includes('<second>'));
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  });
});
