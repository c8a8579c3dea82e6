/** One calendar month in UTC: its first instant and that of the next one. */
export interface Month {
  /** As in the names of partitions: `2026_11`. */
  readonly name: string;
  readonly from: Date;
  readonly to: Date;
}

const DAY_MS = 24 * 3600 * 1000;
const NAME = /^(\d{4})_(\d{2})$/;

/** The month of `at`, or the one `offset` months later. UTC, whatever the zones of the server and of the database. */
export function monthOf(at: Date, offset = 0): Month {
  const from = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset, 1));
  const to = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset + 1, 1));
  return { name: from.toISOString().slice(0, 7).replace('-', '_'), from, to };
}

/** The month of that name; undefined when it is the name of none. */
export function monthNamed(name: string): Month | undefined {
  const [, year, month] = NAME.exec(name) ?? [];
  if (year === undefined || Number(month) < 1 || Number(month) > 12) return undefined;
  return monthOf(new Date(Date.UTC(Number(year), Number(month) - 1, 1)));
}

/** Whether every row of a month is older than `days`. */
export function isExpired(month: Month, now: Date, days: number): boolean {
  return month.to.getTime() <= now.getTime() - days * DAY_MS;
}
