import { setTimeout as delay } from 'node:timers/promises';

import { Connection } from '../../../bench/load/connection.mjs';
import { requestMakers } from '../../../bench/load/mix.mjs';

const CLIENTS = 50;
const PAUSE_MS = 700;
const CHECK_MS = 100;

/**
 * Clients with kept-alive connections behind a balancer: it asks for readiness every 100 ms, and after the first no it sends
 * nothing more. What was sent until then has to be answered. Ends with that no.
 *
 * @param {{ url: string, model: string, picture: object }} stand @param {{ seed: string }} job
 * @returns {Promise<{ answered: number, failed: string[], toldAt: number }>} reasons of what was not answered, and when it said no
 */
export async function balancedLoad({ url, model, picture }, { seed }) {
  const { hostname, port, host } = new URL(url);
  const make = requestMakers({ host, model, picture, headers: {} });
  const failed = [];
  let answered = 0;
  const balancer = { isReady: true };
  const client = async (number) => {
    let connection;
    await delay((PAUSE_MS * number) / CLIENTS);
    for (let count = 0; balancer.isReady; count += 1) {
      if (!connection?.isReusable) {
        connection?.close();
        connection = new Connection(Number(port), hostname);
        await connection.opened;
      }
      const id = `${seed}-${number}-${count}`.padStart(16, '0');
      const { status, reason } = await connection.exchange(make.predict({ id, slot: id }));
      // A refusal with a status is an answer too.
      if (status > 0) answered += 1;
      else failed.push(reason);
      await delay(PAUSE_MS);
    }
    connection?.close();
  };
  const clients = Array.from({ length: CLIENTS }, (_, number) => client(number));
  while (balancer.isReady) {
    await delay(CHECK_MS);
    balancer.isReady = await fetch(`${url}/health/ready`).then(
      ({ status }) => status === 200,
      () => false,
    );
  }
  const toldAt = performance.now();
  await Promise.all(clients);
  return { answered, failed, toldAt };
}
