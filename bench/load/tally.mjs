/** What came back: counts by status, and how long each answer took. */
export class Tally {
  statuses = {};
  #latencies = new Map();
  #serverTotals = [];

  /** @param latencyMs from when the request was due until the answer's last byte */
  add({ status, head }, latencyMs) {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    const latencies = this.#latencies.get(status) ?? [];
    latencies.push(latencyMs);
    this.#latencies.set(status, latencies);
    const total = /\r\nserver-timing: .*total;dur=([\d.]+)/i.exec(head)?.[1];
    if (total !== undefined) this.#serverTotals.push(Number(total));
  }

  /** Latencies of the answers with 200, of all others, and the server's own times; in milliseconds. */
  report() {
    const others = [...this.#latencies].filter(([status]) => status !== 200).flatMap(([, values]) => values);
    return {
      statuses: this.statuses,
      okMs: this.#latencies.get(200) ?? [],
      otherMs: others,
      serverMs: this.#serverTotals,
    };
  }
}
