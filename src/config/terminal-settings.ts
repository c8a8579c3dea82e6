/** What a terminal program has to know of the environment that no setting of the server says. */
export interface TerminalSettings {
  /** Whether colours are wanted where they can be shown. */
  readonly isColorWanted: boolean;
}

/** @see https://no-color.org: NO_COLOR counts when it is set to anything but nothing */
export function terminalSettings(source: Record<string, string | undefined> = process.env): TerminalSettings {
  const { NO_COLOR, TERM } = source;
  return { isColorWanted: (NO_COLOR === undefined || NO_COLOR === '') && TERM !== 'dumb' };
}
