import { once } from 'node:events';
import { connect, createServer } from 'node:net';

import { Link } from './link.mjs';
import { seededRandom } from './toxics.mjs';

/** @typedef {import('./toxics.mjs').Toxic} Toxic */

/** Stands between a client and a TCP server of this machine and does to their connections what networks do, on demand. */
export class FaultProxy {
  #server;
  #port = 0;
  /** @type {Map<string, Toxic>} */
  #toxics = new Map();
  /** @type {Set<{ end: (how: 'close' | 'reset') => void, poison: (toxic: Toxic) => void }>} */
  #connections = new Set();
  #accepted = 0;

  /** @param {{ host?: string, port: number, seed?: number }} target @private use FaultProxy.start */
  constructor({ host = '127.0.0.1', port, seed = 1 }) {
    this.target = { host, port };
    this.seed = seed;
    this.#server = this.#makeServer();
  }

  /** @param {{ host?: string, port: number, seed?: number }} target `seed` decides jitter and sizes of pieces */
  static async start(target) {
    const proxy = new FaultProxy(target);
    await proxy.up();
    return proxy;
  }

  /** Of 127.0.0.1; it stays the same over `down` and `up`. */
  get port() {
    return this.#port;
  }

  /** Connections that are open now. */
  get connections() {
    return this.#connections.size;
  }

  /** Connections that were accepted since the start. */
  get accepted() {
    return this.#accepted;
  }

  /** Works from now on, also on open connections. @param {string} name @param {Toxic} toxic */
  add(name, toxic) {
    this.#toxics.set(name, toxic);
    for (const connection of this.#connections) connection.poison(toxic);
  }

  /** @param {string} name */
  remove(name) {
    this.#toxics.delete(name);
  }

  clear() {
    this.#toxics.clear();
  }

  /** Nobody listens any more, and open connections are reset. */
  async down() {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.resetAll();
    await closed;
  }

  async up() {
    if (this.#server.listening) return;
    this.#server = this.#makeServer();
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address && typeof address === 'object') this.#port = address.port;
  }

  resetAll() {
    for (const connection of this.#connections) connection.end('reset');
  }

  async close() {
    this.clear();
    await this.down();
  }

  #makeServer() {
    return createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  }

  /** @param {import('node:net').Socket} client */
  #accept(client) {
    this.#accepted += 1;
    const server = connect({ ...this.target, allowHalfOpen: true });
    /** @type {Set<NodeJS.Timeout>} */
    const timers = new Set();
    const end = (/** @type {'close' | 'reset'} */ how) => {
      if (!this.#connections.delete(connection)) return;
      for (const timer of timers) clearTimeout(timer);
      for (const link of links) link.stop();
      for (const socket of [client, server]) {
        if (how === 'reset' && !socket.connecting) socket.resetAndDestroy();
        else socket.destroy();
      }
    };
    const links = /** @type {const} */ (['up', 'down']).map((direction) => {
      const [source, target] = direction === 'up' ? [client, server] : [server, client];
      const random = seededRandom(this.seed + 2 * this.#accepted + (direction === 'up' ? 0 : 1));
      return new Link(source, target, () => this.#toxicsOf(direction), random, end);
    });
    /** Toxics that end a connection by themselves. @param {Toxic} toxic */
    const poison = ({ kind, ms }) => {
      if (kind === 'reset') timers.add(setTimeout(end, ms ?? 0, 'reset'));
      if (kind === 'black-hole' && ms !== undefined) timers.add(setTimeout(end, ms, 'close'));
    };
    const connection = { end, poison };
    this.#connections.add(connection);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => end('reset'));
      // What one side sent before it closed may still be on its way to the other.
      socket.once('close', () => client.destroyed && server.destroyed && end('close'));
    }
    for (const toxic of this.#toxics.values()) poison(toxic);
  }

  /** @param {'up' | 'down'} direction */
  #toxicsOf(direction) {
    return [...this.#toxics.values()].filter(
      (toxic) => (toxic.direction ?? 'both') === 'both' || toxic.direction === direction,
    );
  }
}
