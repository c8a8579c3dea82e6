import Fastify from 'fastify';

import { registerSecurityHeaders } from './security-headers.js';

describe('registerSecurityHeaders', () => {
  it('sets them on an answer of a route and on one that no route gives', async () => {
    const instance = Fastify();
    registerSecurityHeaders(instance);
    instance.get('/', () => 'ok');
    for (const url of ['/', '/nowhere']) {
      const { headers } = await instance.inject(url);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("script-src 'self'"),
      });
      expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
    }
    await instance.close();
  });
});
