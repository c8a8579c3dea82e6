import { executorEnvironment } from './executor-environment.js';

describe('executorEnvironment', () => {
  it('hands on what a process needs, and no credential', () => {
    const environment = executorEnvironment({
      PATH: '/bin',
      NODE_ENV: 'production',
      DATABASE_URL: 'postgres://u:p@db/d',
      REDIS_URL: 'redis://:p@cache',
      AWS_SECRET_ACCESS_KEY: 'secret',
      NODE_OPTIONS: '--inspect',
    });
    expect(environment).toEqual({
      PATH: '/bin',
      NODE_ENV: 'production',
      VIPS_BLOCK_UNTRUSTED: '1',
      VIPS_CONCURRENCY: '1',
      ORT_DISABLE_TELEMETRY: '1',
      MALLOC_ARENA_MAX: '1',
    });
  });

  it('cannot be talked out of its own settings', () => {
    expect(executorEnvironment({ ORT_DISABLE_TELEMETRY: '0', VIPS_BLOCK_UNTRUSTED: '0' })).toMatchObject({
      ORT_DISABLE_TELEMETRY: '1',
      VIPS_BLOCK_UNTRUSTED: '1',
    });
  });
});
