import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { latencyOf, slice } from './toxics.mjs';

/** Received and not yet passed on; above it the sender has to wait. */
const MAX_HELD_BYTES = 1024 * 1024;

/**
 * One direction of a connection: takes what `source` sends, lets the toxics at it and gives it to `target`, in order.
 * Toxics are looked up for each piece, so that they can be added to and taken from a connection that lives.
 */
export class Link {
  /** @type {{ chunk: Buffer | undefined, at: number }[]} undefined for the end */
  #held = [];
  #heldBytes = 0;
  #passed = 0;
  #wake = () => {};
  #gone = new AbortController();

  /**
   * @param {import('node:net').Socket} source @param {import('node:net').Socket} target
   * @param {() => import('./toxics.mjs').Toxic[]} toxics of this direction
   * @param {() => number} random
   * @param {(how: 'close' | 'reset') => void} endConnection both directions of it
   */
  constructor(source, target, toxics, random, endConnection) {
    this.source = source;
    this.target = target;
    this.toxics = toxics;
    this.random = random;
    this.endConnection = endConnection;
    source.on('data', (chunk) => this.#take(chunk));
    source.once('end', () => this.#take(undefined));
    void this.#pass().catch(() => endConnection('close'));
  }

  /** Nothing more is passed on. */
  stop() {
    this.#gone.abort();
    this.#wake();
  }

  /** @param {Buffer | undefined} chunk */
  #take(chunk) {
    this.#held.push({ chunk, at: performance.now() });
    this.#heldBytes += chunk?.length ?? 0;
    if (this.#heldBytes > MAX_HELD_BYTES) this.source.pause();
    this.#wake();
  }

  async #pass() {
    while (!this.#gone.signal.aborted) {
      const next = this.#held.shift();
      if (!next) {
        await new Promise((resolve) => (this.#wake = () => resolve(undefined)));
        continue;
      }
      if (!next.chunk) {
        for (const { kind, ms } of this.toxics()) if (kind === 'slow-close') await this.#wait(ms ?? 0);
        if (!this.toxics().some(({ kind }) => kind === 'black-hole')) this.target.end();
        return;
      }
      this.#heldBytes -= next.chunk.length;
      if (this.#heldBytes <= MAX_HELD_BYTES) this.source.resume();
      for (const piece of this.#cut(next.chunk)) await this.#passPiece(piece, next.at);
    }
  }

  /** @param {Buffer} chunk */
  #cut(chunk) {
    const slicer = this.toxics().find(({ kind }) => kind === 'slicer');
    return slicer ? slice(chunk, slicer, this.random) : [chunk];
  }

  /** @param {Buffer} piece @param {number} at when it came */
  async #passPiece(piece, at) {
    let rest = piece;
    for (const toxic of this.toxics()) {
      if (toxic.kind === 'black-hole') return;
      if (toxic.kind === 'latency') await this.#wait(at + latencyOf(toxic, this.random) - performance.now());
      if (toxic.kind === 'slicer') await this.#wait(toxic.ms ?? 0);
      if (toxic.kind === 'bandwidth') await this.#wait((1000 * rest.length) / (toxic.bytesPerSecond ?? 1));
      if (toxic.kind === 'limit-data')
        rest = rest.subarray(0, Math.max(0, (toxic.bytes ?? 0) - this.#passed));
    }
    if (this.#gone.signal.aborted) return;
    this.#passed += rest.length;
    if (rest.length > 0 && !this.target.write(rest)) {
      await once(this.target, 'drain', { signal: this.#gone.signal });
    }
    const limit = this.toxics().find(({ kind }) => kind === 'limit-data');
    if (limit && this.#passed >= (limit.bytes ?? 0)) this.endConnection('close');
  }

  /** @param {number} ms */
  async #wait(ms) {
    if (ms > 0) await delay(ms, undefined, { signal: this.#gone.signal });
  }
}
