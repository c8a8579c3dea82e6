import { AccessLog } from './access-log.js';
import { createLogger, NestLogger } from './logger.js';
import type { RequestContext } from './request-context.js';
import { runInRequestContext } from './request-context.js';
import type { FinishedRequest } from './request-lifecycle.js';

type Line = Record<string, unknown>;

function logger(level = 'info') {
  const lines: Line[] = [];
  const stream = { write: (text: string) => void lines.push(JSON.parse(text) as Line) };
  return { lines, pino: createLogger({ LOG_LEVEL: level, LOG_FORMAT: 'json' }, stream) };
}

const context: RequestContext = { requestId: 'my-request-4', method: 'POST', startedMs: 0 };

function request(changes: Partial<FinishedRequest> = {}): FinishedRequest {
  return {
    context,
    method: 'POST',
    route: '/v1/models/:model/predict',
    status: 200,
    durationMs: 12.345_678,
    address: '192.0.2.1',
    ...changes,
  };
}

describe('AccessLog', () => {
  it('writes one line a request', () => {
    const { lines, pino } = logger();
    const noted = {
      model: 'mnist',
      version: '1',
      cache: 'MISS' as const,
      timings: { queue: 0.1234, run: 4.5 },
    };
    new AccessLog(pino).finished(request({ context: { ...context, ...noted } }));
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        request_id: 'my-request-4',
        method: 'POST',
        route: '/v1/models/:model/predict',
        status: 200,
        duration_ms: 12.35,
        address: '192.0.2.1',
        model: 'mnist',
        version: '1',
        cache: 'MISS',
        timings_ms: { queue: 0.12, run: 4.5 },
        msg: 'request',
      },
    ]);
  });

  it.each(['/health', '/health/live', '/ready', '/metrics', '/v2/health/ready'])(
    'hides %s below info',
    (route) => {
      const { lines, pino } = logger();
      new AccessLog(pino).finished(request({ route }));
      expect(lines).toEqual([]);
      new AccessLog(pino).finished(request({ route, status: 503 }));
      expect(lines).toMatchObject([{ route, status: 503 }]);
    },
  );

  it('shows probes at debug', () => {
    const { lines, pino } = logger('debug');
    new AccessLog(pino).finished(request({ route: '/health/live' }));
    expect(lines).toMatchObject([{ level: 'debug', route: '/health/live' }]);
  });
});

describe('NestLogger', () => {
  it('takes the context from the last text and the fields from an object', () => {
    const { lines, pino } = logger();
    new NestLogger(pino).log('model loaded', { model: 'mnist', load_ms: 12 }, 'Models');
    expect(lines).toMatchObject([
      { level: 'info', msg: 'model loaded', context: 'Models', model: 'mnist', load_ms: 12 },
    ]);
  });

  it('writes an error with its stack and its cause', () => {
    const { lines, pino } = logger();
    const error = new Error('outer', { cause: new Error('inner') });
    new NestLogger(pino).error('failed', { err: error }, 'Errors');
    new NestLogger(pino).error(error);
    new NestLogger(pino).error('failed', error.stack, 'Errors');
    expect(lines[0]).toMatchObject({
      level: 'error',
      msg: 'failed',
      err: { message: expect.stringContaining('inner') },
    });
    expect(lines[1]).toMatchObject({
      msg: 'outer',
      err: { type: 'Error', stack: expect.stringContaining('at ') },
    });
    expect(lines[2]).toMatchObject({ msg: 'failed', context: 'Errors', stack: error.stack });
  });

  it('names the request in whose course it writes', () => {
    const { lines, pino } = logger();
    runInRequestContext(context, () => new NestLogger(pino).warn('slow'));
    expect(lines).toMatchObject([{ msg: 'slow', request_id: 'my-request-4' }]);
  });

  it('writes nothing below its level', () => {
    const { lines, pino } = logger('warn');
    const nest = new NestLogger(pino);
    nest.log('a');
    nest.debug('b');
    nest.verbose('c');
    nest.warn('d');
    expect(lines.map((line) => line['msg'])).toEqual(['d']);
  });
});

describe('secrets', () => {
  const canary = 'hunter2hunter2';
  const connection = `postgres://sibyl:${canary}@db.internal:5432/app`;
  const signed = `https://files.example/a.png?X-Amz-Credential=${canary}&X-Amz-Signature=${canary}&size=1`;

  it.each<[string, Line]>([
    [
      'headers',
      {
        headers: {
          authorization: `Bearer ${canary}`,
          cookie: canary,
          'set-cookie': [canary],
          'x-api-key': canary,
        },
      },
    ],
    ['headers of a request', { req: { headers: { authorization: canary, 'x-api-key': canary } } }],
    ['fields', { password: canary, token: canary, secret: canary, apiKey: canary }],
    ['an error with a connection string', { err: new Error(`cannot connect to ${connection}`) }],
    ['an error with fields', { err: Object.assign(new Error('x'), { config: { token: canary } }) }],
    ['a list', { items: [{ name: 'a', token: canary }] }],
    ['a signed URL', { url: signed }],
    ['a query', { url: `/v1/models?api_key=${canary}&sig=${canary}&token=${canary}` }],
    ['a picture', { image: canary, nested: { bytes: Buffer.from(canary) } }],
  ])('never reach a log: %s', (_where, fields) => {
    const { lines, pino } = logger();
    new NestLogger(pino).log('something', fields);
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain(canary);
    expect(JSON.stringify(lines)).not.toContain(Buffer.from(canary).toJSON().data.join(','));
  });

  it('leave the rest as it was', () => {
    const { lines, pino } = logger();
    const fields = { items: [{ name: 'a', token: canary }], sizes: [1, 2], count: 3 };
    new NestLogger(pino).log('something', fields);
    expect(lines).toMatchObject([{ items: [{ name: 'a', token: '[hidden]' }], sizes: [1, 2], count: 3 }]);
    expect(fields.items[0]?.token).toBe(canary);
  });

  it('never reach a log in a message', () => {
    const { lines, pino } = logger();
    new NestLogger(pino).error(`authorization: Bearer ${canary} to ${connection} and ${signed}`);
    expect(JSON.stringify(lines)).not.toContain(canary);
    expect(lines[0]?.['msg']).toContain('@db.internal:5432/app');
    expect(lines[0]?.['msg']).toContain('size=1');
  });

  it('are not files either', () => {
    const { lines, pino } = logger();
    new NestLogger(pino).log(`got ${'iVBORw0KGgoAAAA'.repeat(1000)}`);
    expect(JSON.stringify(lines).length).toBeLessThan(200);
  });
});
