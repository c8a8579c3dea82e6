import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { RefusalGate } from './refusal-gate.js';

const TEXT = '{"error":{"code":"QUEUE_FULL","request_id":"the-first-one"}}';

describe('RefusalGate', () => {
  let nowMs: number;
  let isFull: boolean;
  let told: string[];
  let gate: RefusalGate;
  let server: Server;
  let url: string;

  beforeEach(async () => {
    nowMs = 0;
    isFull = true;
    told = [];
    gate = new RefusalGate(
      (route, status) => told.push(`${route} ${status}`),
      () => nowMs,
    );
    server = createServer((incoming, response) => {
      if (!gate.refuse(incoming, response)) response.writeHead(200).end('the long way');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  function learn(times: number): void {
    for (let i = 0; i < times; i += 1) {
      gate.learn('/predict', {
        route: '/:model',
        status: 503,
        headers: { 'x-request-id': 'the-first-one', 'retry-after': '7', 'content-length': 1, vary: 'accept' },
        text: TEXT,
        requestId: 'the-first-one',
        stillHolds: () => isFull,
        mayPass: ({ 'content-length': bytes }) => bytes === '7',
      });
    }
  }

  const post = (headers: Record<string, string> = {}, path = '/predict') =>
    fetch(url + path, { method: 'POST', headers, body: 'x' });

  it('gives the same answer again with another request id', async () => {
    learn(20);
    const response = await post({ 'x-request-id': 'one-of-the-client' });
    expect(response.status).toBe(503);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'retry-after': '7',
      vary: 'accept',
      'x-request-id': 'one-of-the-client',
    });
    expect(await response.text()).toBe(TEXT.replace('the-first-one', 'one-of-the-client'));
    expect(told).toEqual(['/:model 503']);
  });

  it.each([
    ['the first refusals of a second', () => learn(19)],
    ['when there is room again', () => (learn(20), (isFull = false))],
    ['after a second in which nobody was refused', () => (learn(20), (nowMs = 1000))],
  ])('goes the long way: %s', async (_what, prepare) => {
    prepare();
    expect((await post()).status).toBe(200);
    expect(told).toEqual([]);
  });

  it('has forgotten nothing when a place that was free for a moment is taken', async () => {
    learn(20);
    isFull = false;
    expect((await post()).status).toBe(200);
    isFull = true;
    expect((await post()).status).toBe(503);
  });

  it('lets one a second go the long way under a flood, and repeats the refusal that is made there', async () => {
    learn(20);
    nowMs = 900;
    expect((await post()).status).toBe(503);
    nowMs = 1100;
    expect((await post()).status).toBe(200);
    expect((await post()).status).toBe(503);
    learn(1);
    nowMs = 2000;
    expect((await post()).status).toBe(503);
    expect(told).toHaveLength(3);
  });

  it.each([
    ['another address', {}, '/other'],
    ['a browser of another origin', { origin: 'https://example.org' }, '/predict'],
    ['problem details', { accept: 'application/problem+json' }, '/predict'],
  ])('goes the long way for %s', async (_what, headers, path) => {
    learn(20);
    expect((await post(headers as Record<string, string>, path)).status).toBe(200);
  });

  it('lets those pass that may, and refuses the others', async () => {
    learn(20);
    const passed = await fetch(`${url}/predict`, { method: 'POST', body: '7 bytes' });
    expect(passed.status).toBe(200);
    expect((await post()).status).toBe(503);
  });

  it('closes the connection instead of reading a large body', async () => {
    learn(20);
    const announced = request(`${url}/predict`, { method: 'POST', headers: { 'content-length': 300_000 } });
    announced.flushHeaders();
    const response = await new Promise<IncomingMessage>((resolve) => {
      announced.once('response', resolve);
    });
    announced.once('error', () => undefined);
    announced.destroy();
    expect([response.statusCode, response.headers.connection]).toEqual([503, 'close']);
    expect((await post()).headers.get('connection')).not.toBe('close');
  });

  it('remembers a bounded number of addresses', () => {
    const headers = {};
    for (let i = 0; i < 1000; i += 1)
      gate.learn(`/predict?${i}`, {
        route: '',
        status: 503,
        headers,
        text: TEXT,
        requestId: 'x',
        stillHolds: () => true,
      });
    expect(gate.size).toBeLessThanOrEqual(200);
  });
});
