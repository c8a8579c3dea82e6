import { percentiles, round } from '../../../bench/statistics.mjs';

/** Statuses by which a server says that it will not do something now; everything else that is no success is a failure. */
const SHED = new Set([429, 503]);

/** @typedef {{ kind: string, id: string, dueMs: number, status: number, latencyMs: number, reason?: string }} Record */

export const isAnswered = ({ status }) => status >= 200 && status < 300;
export const isShed = ({ status }) => SHED.has(status);
export const isFailed = (record) => !isAnswered(record) && !isShed(record);

/** What became of requests, by the second in which they were due. @param {Record[]} records */
export function bySecond(records) {
  const seconds = Math.floor(Math.max(0, ...records.map(({ dueMs }) => dueMs)) / 1000) + 1;
  return Array.from({ length: seconds }, (_, second) => ({
    second,
    ...summary(records.filter(({ dueMs }) => Math.floor(dueMs / 1000) === second)),
  }));
}

/** @param {Record[]} records */
export function summary(records) {
  const answered = records.filter(isAnswered);
  const { p50, p95, p99, max } = percentiles(answered.map(({ latencyMs }) => latencyMs));
  return {
    offered: records.length,
    answered: answered.length,
    shed: records.filter(isShed).length,
    failed: records.filter(isFailed).length,
    p50,
    p95,
    p99,
    max,
  };
}

/** How often each kind of failure occurred: `500` or the reason for no answer. @param {Record[]} records */
export function failures(records) {
  const counts = {};
  for (const record of records.filter(isFailed)) {
    const name = `${record.kind} ${record.status || record.reason}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/**
 * A table by second, with what was done meanwhile beside it. Seconds in which nothing changed are told together.
 *
 * @param {Record[]} records @param {{ atMs: number, what: string }[]} events
 */
export function table(records, events) {
  const head = ['second', 'offered', 'answered', 'shed', 'failed', 'P50 ms', 'P95 ms', 'max ms', ''];
  const lines = bySecond(records).map(({ second, offered, answered, shed, failed, p50, p95, max }) => [
    second,
    offered,
    answered,
    shed,
    failed,
    ...[p50, p95, max].map((value) => (Number.isNaN(value) ? '-' : round(value, 1))),
    events
      .filter(({ atMs }) => Math.floor(atMs / 1000) === second)
      .map(({ what }) => what)
      .join('; '),
  ]);
  const widths = head.map((text, column) =>
    Math.max(text.length, ...lines.map((line) => String(line[column]).length)),
  );
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, column) =>
          column === head.length - 1 ? String(cell) : String(cell).padStart(widths[column]),
        )
        .join('  '),
    )
    .join('\n');
}
