import { once } from 'node:events';
import { createServer } from 'node:net';

const ATTEMPTS = 3;

/**
 * Starts a server on a port that was free a moment ago, and again on another one where somebody was faster.
 *
 * @template T @param {(port: number) => Promise<T>} start @returns {Promise<T>}
 */
export async function onFreePort(start) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (attempt === ATTEMPTS || !/address already in use/i.test(String(error))) throw error;
    }
  }
}

/** A port of 127.0.0.1 on which nothing listens at this moment. */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string')
    throw new Error('The probe for a free port has no port.');
  return address.port;
}
