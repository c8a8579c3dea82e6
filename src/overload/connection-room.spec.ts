import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { connectionRoom, keepRoom } from './connection-room.js';

const POOL = { DATABASE_POOL_SIZE: 20, DATABASE_POOL_OVERFLOW: 30 };

describe('connectionRoom', () => {
  it.each([
    [1024, 768],
    [600, 390],
    [20_000, 15_000],
    // Better a server that is short of files than one that nobody can ask.
    [200, 64],
  ])('of %d open files leaves clients %d', (limit, room) => {
    expect(connectionRoom(limit, POOL)).toBe(room);
  });

  it('is smaller by the connections that the database may take', () => {
    expect(connectionRoom(1024, { ...POOL, DATABASE_POOL_SIZE: 400 })).toBe(434);
  });

  it('is shared out where there is a port of gRPC too', () => {
    expect(connectionRoom(1024, { ...POOL, GRPC_PORT: 0 })).toBe(384);
  });
});

describe('keepRoom', () => {
  let server: Server;
  const clients: Socket[] = [];

  beforeEach(async () => {
    server = createServer();
    keepRoom(server, POOL, 274);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });

  afterEach(() => {
    for (const client of clients) client.destroy();
    server.close();
  });

  it('closes a connection that is one too many, and takes the next one when another has gone', async () => {
    const closed: Socket[] = [];
    const come = (): Promise<Socket> =>
      new Promise((resolve) => {
        const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
        clients.push(client);
        client.on('error', () => undefined);
        client.once('close', () => {
          closed.push(client);
          resolve(client);
        });
        server.once('connection', () => resolve(client));
      });
    for (let count = 0; count < 64; count += 1) await come();
    expect(closed).toEqual([]);
    const tooMany = await come();
    expect(closed).toEqual([tooMany]);
    const gone = new Promise((resolve) => clients[0]?.once('close', resolve));
    clients[0]?.destroy();
    await gone;
    let last: Socket;
    // The server hears of the end a moment later than its client.
    do last = await come();
    while (closed.includes(last));
    expect(server.listening).toBe(true);
  });
});
