/** What became of every single request: for tables by second, and to find each of them again in the history. */
export class RecordTally {
  records = [];

  add({ status, head, reason }, latencyMs, dueMs, { kind, id }) {
    const cache = status === 200 ? /\r\nx-cache: (\w+)/i.exec(head)?.[1] : undefined;
    this.records.push({ kind, id, dueMs, status, latencyMs, reason, cache });
  }

  /** The generator had no connection left: nothing was sent. */
  missed(dueMs, { kind, id }) {
    this.records.push({ kind, id, dueMs, status: 0, latencyMs: 0, reason: 'not sent' });
  }

  report() {
    return { records: this.records };
  }
}
