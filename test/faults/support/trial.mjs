import { setTimeout as delay } from 'node:timers/promises';

import { generateLoad } from '../../../bench/load/generator.mjs';
import { openLoad } from './open-load.mjs';
import { Stand } from './stand.mjs';
import { failures, summary, table } from './timeline.mjs';

/** What a scenario gets: its length and seed, stands that end by themselves, load, and a place for what it finds. */
export class Trial {
  /** @type {{ ids: string[], what: string, measured: string, isMet: boolean, isFigure: boolean }[]} */
  findings = [];
  /** Tables and remarks, as printed. @type {string[]} */
  told = [];
  /** @type {Stand[]} */
  #stands = [];

  /** @param {{ seconds: number, seed: number, isSmoke: boolean, say: (text: string) => void }} settings */
  constructor({ seconds, seed, isSmoke, say }) {
    this.seconds = seconds;
    this.seed = seed;
    this.isSmoke = isSmoke;
    this.print = say;
  }

  say(text) {
    this.told.push(text);
    this.print(text);
  }

  /** @param {Parameters<typeof Stand.make>[0]} [wanted] */
  async stand(wanted = {}) {
    const stand = await Stand.make({ seed: this.seed, ...wanted });
    this.#stands.push(stand);
    if (wanted.isStarted !== false) await this.warmUp(stand);
    return stand;
  }

  /** Every executor is started and every path compiled, as in a server of yesterday. */
  async warmUp(stand) {
    const job = { model: stand.model, picture: stand.picture, isUnique: true, seed: `warm-${Date.now()}` };
    for (const { url } of stand.servers)
      await generateLoad({ kind: 'closed', url, ...job, connections: 8, seconds: 2, warmupSeconds: 0 });
  }

  /** Requests a second that one server answers with 200 in a closed loop. */
  async capacityOf({ url, model, picture }, { connections = 16, seconds = 4 } = {}) {
    const job = { model, picture, isUnique: true, seed: `cap-${Date.now()}`, connections, seconds };
    const { okMs } = await generateLoad({ kind: 'closed', url, ...job, warmupSeconds: 1 });
    return okMs.length / seconds;
  }

  async end() {
    for (const stand of this.#stands.splice(0)) await stand.end();
  }

  /** Something that has to hold on any machine. @param {string} ids e.g. `C1 C2` @param {string} what @param {unknown} measured */
  holds(ids, what, measured, isMet) {
    this.#find(ids, what, measured, isMet, false);
  }

  /** A figure that a busy machine may miss: told, and no reason to fail. */
  figure(ids, what, measured, isMet) {
    this.#find(ids, what, measured, isMet, true);
  }

  /**
   * Load of a mix while `script` does its worst. Its steps run in turn; each is given when it begins, as a share of the time.
   *
   * @param {Stand} stand
   * @param {{ perSecond: number, mix: Record<string, number>, seconds?: number, script?: [number, string, () => unknown][], url?: string }} job
   */
  async load(stand, { script = [], seconds = this.seconds, ...job }) {
    const events = [];
    const { startedAt, done } = await openLoad(stand, { seed: this.seed, seconds, ...job });
    const now = () => performance.now() - startedAt;
    for (const [share, what, step] of script) {
      await delay(Math.max(0, share * seconds * 1000 - now()));
      events.push({ atMs: now(), what });
      await step();
    }
    const records = await done;
    const result = { records, events, seconds };
    this.say(table(records, events));
    const counts = failures(records);
    if (Object.keys(counts).length > 0) this.say(`failed: ${JSON.stringify(counts)}`);
    this.say(`together: ${JSON.stringify(summary(records))}`);
    return result;
  }

  #find(ids, what, measured, isMet, isFigure) {
    this.findings.push({ ids: ids.split(' '), what, measured: String(measured), isMet, isFigure });
    this.print(`${isMet ? 'yes' : isFigure ? 'NOT MET' : 'FAILED'}  ${ids}: ${what}: ${measured}`);
  }
}

/** Records between two shares of the time. */
export function between({ records, seconds }, from, to) {
  return records.filter(({ dueMs }) => dueMs >= from * seconds * 1000 && dueMs < to * seconds * 1000);
}
