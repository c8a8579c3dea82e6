import { Readable } from 'node:stream';

import { Injectable, Logger } from '@nestjs/common';

import { AppError } from '../../common/errors.js';
import { HistoryQueries, type PredictionFilters } from '../history/history-queries.js';
import { type ExportFormat, exportHead, exportRows } from './export-format.js';

/** One page in memory while the one before goes out; each holds a connection only while it is read. */
const PAGE_ROWS = 250;
/** More would take connections from those who read single pages. */
const MAX_EXPORTS = 2;
const RETRY_AFTER_SECONDS = 5;
/** A client that takes nothing for so long has forgotten us, and others wait for its place. */
const STALL_MS = 60_000;

/** Writes any number of recorded predictions, newest first, with the memory of two pages. */
@Injectable()
export class PredictionExport {
  readonly #logger = new Logger('Export');
  #running = 0;

  constructor(private readonly queries: HistoryQueries) {}

  /**
   * Begins an export; the first page has been read when the stream comes back, so what fails early fails as an error
   * and not as an empty file. Destroying the stream ends it. A database that stays away in the middle destroys it, so
   * that the client sees a broken answer instead of a short one.
   *
   * @throws AppError EXPORT_BUSY, HISTORY_UNAVAILABLE
   */
  async start(filters: PredictionFilters, format: ExportFormat): Promise<Readable> {
    if (this.#running >= MAX_EXPORTS) {
      throw new AppError('EXPORT_BUSY', { limit: MAX_EXPORTS }, { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    this.#running += 1;
    const pages = this.queries.walk(filters, PAGE_ROWS);
    try {
      const first = await pages.next();
      return this.#stream(text(first.done ? [] : first.value, pages, format), pages);
    } catch (error) {
      this.#running -= 1;
      throw error;
    }
  }

  #stream(lines: AsyncGenerator<string>, pages: AsyncGenerator): Readable {
    const stall = setTimeout(() => stream.destroy(new Error('the client does not read')), STALL_MS).unref();
    const watched = async function* (): AsyncGenerator<string> {
      for await (const line of lines) {
        stall.refresh();
        yield line;
      }
    };
    // Pages are large: one of them waits, not sixteen.
    const stream = Readable.from(watched(), { highWaterMark: 1 });
    stream.once('close', () => {
      clearTimeout(stall);
      this.#running -= 1;
      void pages.return(undefined);
    });
    stream.on('error', (error) => this.#logger.warn(`an export broke off: ${error.message}`));
    return stream;
  }
}

async function* text(
  first: Parameters<typeof exportRows>[1],
  pages: AsyncGenerator<Parameters<typeof exportRows>[1]>,
  format: ExportFormat,
): AsyncGenerator<string> {
  const head = exportHead(format) + exportRows(format, first);
  if (head !== '') yield head;
  for await (const page of pages) yield exportRows(format, page);
}
