import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';

import type { JobInput } from './executor-protocol.js';

/** How long an input that ended two processes is refused. */
const REFUSED_MS = 600_000;
const CRASHES_TO_REFUSE = 2;
/** Most inputs that are remembered; the oldest are forgotten first. */
const CAPACITY = 1000;

interface Suspect {
  crashes: number;
  /** Unix time in milliseconds. */
  until: number;
}

/** Remembers inputs that were inside a process when it crashed: one that did so twice would go on taking processes down. */
export class PoisonRegister {
  private readonly suspects = new Map<string, Suspect>();

  /** @param now clock in milliseconds */
  constructor(private readonly now: () => number = Date.now) {}

  /** Counts a crash with this input inside. */
  crashed(input: JobInput): void {
    const key = digestOf(input);
    const known = this.suspects.get(key);
    this.suspects.delete(key);
    const isKnown = known !== undefined && known.until > this.now();
    this.suspects.set(key, { crashes: isKnown ? known.crashes + 1 : 1, until: this.now() + REFUSED_MS });
    if (this.suspects.size > CAPACITY) this.suspects.delete(this.suspects.keys().next().value as string);
  }

  /** For how long the input is refused, in whole seconds; 0 when it is not. Costs nothing while nothing has crashed. */
  refusedForSeconds(input: JobInput): number {
    if (this.suspects.size === 0) return 0;
    const suspect = this.suspects.get(digestOf(input));
    if (!suspect || suspect.crashes < CRASHES_TO_REFUSE) return 0;
    return Math.max(0, Math.ceil((suspect.until - this.now()) / 1000));
  }
}

function digestOf(input: JobInput): string {
  return createHash('sha256').update(serialize(input)).digest('base64');
}
