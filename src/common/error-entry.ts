/** How loudly an error is logged: a client's fault is information, a server's fault is an error. */
export type ErrorLevel = 'info' | 'warn' | 'error';

export interface ErrorEntry<D> {
  /** HTTP status of the answer. */
  readonly status: number;
  readonly level: ErrorLevel;
  /** What it means and what to do about it: shown in the documentation, never in an answer. */
  readonly help: string;
  /** The sentence in the answer: names the thing and says what would have been right. */
  readonly message: (details: D) => string;
}

/** One error of the catalogue, its message typed by its details. */
export const entry = <D>(
  status: number,
  level: ErrorLevel,
  help: string,
  message: (details: D) => string,
): ErrorEntry<D> => ({ status, level, help, message });

/** Names in a sentence. */
export const list = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'none');
