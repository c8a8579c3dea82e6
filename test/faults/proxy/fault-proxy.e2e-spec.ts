import { connect, createServer, type Server, type Socket } from 'node:net';

import { waitFor } from '../../support/services/wait-for.mjs';
import { FaultProxy } from './fault-proxy.mjs';
import { latencyOf, seededRandom, slice } from './toxics.mjs';

/** Repeats what it gets, and ends when its client ends. */
let echo: Server;
let proxy: FaultProxy;
const sockets: Socket[] = [];

beforeAll(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => echo.close(resolve)));

beforeEach(async () => {
  proxy = await FaultProxy.start({ port: (echo.address() as { port: number }).port, seed: 7 });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await proxy.close();
});

/** A connection through the proxy; `received` grows, `ended` says how it went. */
function client() {
  const socket = connect(proxy.port, '127.0.0.1');
  sockets.push(socket);
  const seen = { socket, chunks: [] as Buffer[], ended: '', received: () => Buffer.concat(seen.chunks) };
  socket.on('data', (chunk) => seen.chunks.push(chunk));
  socket.once('end', () => (seen.ended ||= 'end'));
  socket.once('error', (error: NodeJS.ErrnoException) => (seen.ended = error.code ?? 'error'));
  return seen;
}

const until = (what: string, condition: () => unknown) => waitFor(condition, { timeoutMs: 20_000, what });

async function repeated({ socket, received }: ReturnType<typeof client>, text: string): Promise<void> {
  const before = received().length;
  socket.write(text);
  await until('the echo', () => received().length >= before + text.length);
  expect(received().subarray(before).toString()).toBe(text);
}

describe('FaultProxy', () => {
  it('passes a megabyte on unchanged in both directions, and the end after it', async () => {
    const bytes = Buffer.from(Array.from({ length: 1024 * 1024 }, (_, index) => index % 251));
    const one = client();
    one.socket.end(bytes);
    await until('the end', () => one.ended === 'end');
    expect(one.received().equals(bytes)).toBe(true);
    await until('the end of both sides', () => proxy.connections === 0);
  });

  it('delays, and keeps the order', async () => {
    const one = client();
    await repeated(one, 'first');
    proxy.add('slow', { kind: 'latency', ms: 60, jitterMs: 40, direction: 'down' });
    const startedAt = performance.now();
    for (let i = 0; i < 10; i += 1) one.socket.write(`${i}`);
    await until('the digits', () => one.received().length === 15);
    expect(performance.now() - startedAt).toBeGreaterThan(15);
    expect(one.received().toString()).toBe('first0123456789');
    proxy.clear();
    await repeated(one, 'quick');
  });

  it('lets so many bytes pass in a second', async () => {
    proxy.add('narrow', { kind: 'bandwidth', bytesPerSecond: 100_000, direction: 'up' });
    const one = client();
    const startedAt = performance.now();
    await repeated(one, 'x'.repeat(20_000));
    expect(performance.now() - startedAt).toBeGreaterThan(190);
  });

  it('passes slices that are the whole together', async () => {
    proxy.add('slices', { kind: 'slicer', bytes: 7, variation: 5 });
    await repeated(client(), 'the quick brown fox jumps over the lazy dog');
  });

  it('closes after so many bytes', async () => {
    proxy.add('limit', { kind: 'limit-data', bytes: 10, direction: 'down' });
    const one = client();
    one.socket.write('0123456789abcdef');
    await until('the end', () => one.ended !== '');
    expect(one.received().toString()).toBe('0123456789');
  });

  it('resets a connection that is open', async () => {
    const one = client();
    await repeated(one, 'hello');
    proxy.add('reset', { kind: 'reset', ms: 0 });
    await until('the reset', () => one.ended !== '');
    expect(one.ended).toBe('ECONNRESET');
  });

  it('swallows everything while it is a black hole, and passes on what comes later', async () => {
    const one = client();
    await repeated(one, 'before');
    proxy.add('hole', { kind: 'black-hole', direction: 'up' });
    one.socket.write('lost');
    const other = client();
    other.socket.write('lost too');
    await until('both connections', () => proxy.connections === 2);
    await new Promise((resolve) => one.socket.write('', resolve));
    proxy.remove('hole');
    await waitFor(
      async () => {
        one.socket.write('.');
        return one.received().toString().endsWith('.');
      },
      { timeoutMs: 20_000, what: 'the passage' },
    );
    expect(one.received().toString()).toMatch(/^before(lost)?\.+$/);
    expect(other.ended).toBe('');
  });

  it('closes a black hole after its time', async () => {
    proxy.add('hole', { kind: 'black-hole', ms: 20 });
    const one = client();
    one.socket.write('lost');
    await until('the end', () => one.ended !== '');
    expect(one.received()).toHaveLength(0);
  });

  it('holds the end back', async () => {
    proxy.add('lingering', { kind: 'slow-close', ms: 80, direction: 'down' });
    const one = client();
    await repeated(one, 'bye');
    const startedAt = performance.now();
    one.socket.end();
    await until('the end', () => one.ended === 'end');
    expect(performance.now() - startedAt).toBeGreaterThan(70);
  });

  it('refuses while it is down, resets what was open, and is up again on the same port', async () => {
    const one = client();
    await repeated(one, 'hello');
    const { port } = proxy;
    await proxy.down();
    await until('the reset', () => one.ended === 'ECONNRESET');
    const refused = client();
    await until('the refusal', () => refused.ended === 'ECONNREFUSED');
    await proxy.up();
    expect(proxy.port).toBe(port);
    await repeated(client(), 'again');
  });

  it('resets its client when the server behind it is away', async () => {
    const nowhere = await FaultProxy.start({ port: 9 });
    const socket = connect(nowhere.port, '127.0.0.1');
    const code = await new Promise((resolve) =>
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code)),
    );
    expect(code).toBe('ECONNRESET');
    await nowhere.close();
  });
});

const drawn = (seed: number) => Array.from({ length: 100 }, seededRandom(seed));

describe('the chance in toxics', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7)).not.toEqual(drawn(8));
    for (const number of drawn(7)) expect(number >= 0 && number < 1).toBe(true);
  });

  it('cuts pieces of about the size', () => {
    const chunk = Buffer.alloc(1000, 'a');
    const pieces = slice(chunk, { bytes: 10, variation: 4 }, seededRandom(3));
    expect(Buffer.concat(pieces).equals(chunk)).toBe(true);
    const sizes = pieces.slice(0, -1).map(({ length }) => length);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(6);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(14);
    expect(new Set(sizes).size).toBeGreaterThan(1);
  });

  it('keeps jitter within its bounds and never below none', () => {
    const random = seededRandom(5);
    const times = Array.from({ length: 200 }, () => latencyOf({ ms: 20, jitterMs: 30 }, random));
    expect(Math.min(...times)).toBe(0);
    expect(Math.max(...times)).toBeLessThanOrEqual(50);
    expect(Math.max(...times)).toBeGreaterThan(40);
  });
});
