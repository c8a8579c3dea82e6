import { EventEmitter, once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

import { fastify } from 'fastify';

import { annotateRequest, requestContext } from './request-context.js';
import { requestIdOf } from './request-id.js';
import { type FinishedRequest, registerRequestLifecycle } from './request-lifecycle.js';

const app = fastify({ genReqId: requestIdOf });
const finished: FinishedRequest[] = [];
const events = new EventEmitter();
let started = 0;

registerRequestLifecycle(app, [
  {
    started: () => (started += 1),
    finished: (request) => {
      finished.push(request);
      events.emit('finished');
    },
  },
]);
app.get('/models/:model', async () => {
  await Promise.resolve();
  annotateRequest({ model: 'mnist', cache: 'HIT' });
  return { id: requestContext()?.requestId };
});
app.post('/echo', async () => ({ id: requestContext()?.requestId }));
app.get('/slow', () => {
  events.emit('slow');
  return new Promise(() => undefined);
});

beforeEach(() => {
  finished.length = 0;
  started = 0;
});

afterAll(() => app.close());

describe('registerRequestLifecycle', () => {
  it('sees an answered request once, by its template and with what was noted on the way', async () => {
    await app.inject({ url: '/models/cat?token=abc' });
    expect(started).toBe(1);
    expect(finished).toHaveLength(1);
    expect(finished[0]).toMatchObject({
      method: 'GET',
      route: '/models/:model',
      status: 200,
      address: '127.0.0.1',
    });
    expect(finished[0]?.context).toMatchObject({ model: 'mnist', cache: 'HIT' });
    expect(finished[0]?.durationMs).toBeGreaterThan(0);
  });

  it('sees a request that no route matches', async () => {
    await app.inject({ url: '/nothing' });
    expect(finished).toMatchObject([{ route: '(none)', status: 404 }]);
  });

  it('gives the same id to the context and to the answer, also behind a body', async () => {
    for (const answer of [
      await app.inject({ url: '/models/cat', headers: { 'x-request-id': 'my-request-3' } }),
      await app.inject({
        method: 'POST',
        url: '/echo',
        payload: { a: 1 },
        headers: { 'x-request-id': 'my-request-3' },
      }),
    ]) {
      expect(answer.json()).toEqual({ id: 'my-request-3' });
      expect(answer.headers['x-request-id']).toBe('my-request-3');
    }
  });

  it('keeps requests at the same time apart', async () => {
    const ids = Array.from({ length: 50 }, (_, i) => `request-number-${i}`);
    const answers = await Promise.all(
      ids.map((id) => app.inject({ url: '/models/cat', headers: { 'x-request-id': id } })),
    );
    expect(answers.map((answer) => answer.json().id)).toEqual(ids);
  });

  it('sees a client that goes away once, with status 499', async () => {
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    const request = httpRequest({ port, host: '127.0.0.1', path: '/slow' });
    request.on('error', () => undefined);
    const arrived = once(events, 'slow');
    request.end();
    await arrived;
    const over = once(events, 'finished');
    request.destroy();
    await over;
    expect(finished).toMatchObject([{ route: '/slow', status: 499 }]);
  });

  it('sees nothing outside of a request', () => {
    expect(requestContext()).toBeUndefined();
    expect(() => annotateRequest({ model: 'mnist' })).not.toThrow();
  });
});
