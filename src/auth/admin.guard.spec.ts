import { Controller, Global, Module, Post } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';

import { ErrorFilter } from '../common/error.filter.js';
import { Env } from '../config/env.js';
import { AdminName, AdminOnly } from './admin-only.decorator.js';

@Controller()
class Routes {
  @Post('guarded')
  @AdminOnly()
  guarded(@AdminName() admin: string): object {
    return { admin };
  }
}

describe('AdminOnly', () => {
  let app: NestFastifyApplication;

  async function start(tokens: string[]): Promise<void> {
    const env = Object.assign(new Env(), { ADMIN_TOKENS: tokens });
    @Global()
    @Module({ providers: [{ provide: Env, useValue: env }], exports: [Env] })
    class Surroundings {}
    const testing = await Test.createTestingModule({
      imports: [Surroundings],
      controllers: [Routes],
    }).compile();
    app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    app.useGlobalFilters(new ErrorFilter(env));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  }

  afterEach(() => app.close());

  const call = (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
    app.inject({ method: 'POST', url: '/guarded', headers, remoteAddress });

  it('lets a local caller in where there are no tokens, and says how others get in', async () => {
    await start([]);
    expect((await call()).json()).toEqual({ admin: 'local' });
    const refused = await call({}, '192.0.2.1');
    expect(refused.statusCode).toBe(403);
    expect(refused.json().error).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('ADMIN_TOKENS'),
    });
  });

  it('lets the holder of a token in from anywhere, and nobody else', async () => {
    await start(['ann:0123456789abcdef']);
    const held = await call({ authorization: 'Bearer 0123456789abcdef' }, '192.0.2.1');
    expect(held.json()).toEqual({ admin: 'ann' });
    const without = await call();
    expect(without.statusCode).toBe(401);
    expect(without.headers['www-authenticate']).toBe('Bearer');
    expect(without.json().error.code).toBe('UNAUTHORIZED');
    const wrong = await call({ authorization: 'Bearer fedcba9876543210' });
    expect(wrong.statusCode).toBe(401);
    expect(wrong.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
    expect(wrong.body).not.toContain('fedcba9876543210');
  });
});
