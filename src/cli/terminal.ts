/** Where a command writes. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** ECMA-48 SGR: what switches a style on, and what switches it off. */
const STYLES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof STYLES;

/** Readable on a wide screen too: beyond this a line is hard to follow. */
const WIDEST = 100;
const NARROWEST = 60;

/** stdout and stderr of a command, with what they can show. */
export class Terminal {
  /** Columns to fill, 60-100; 100 where the output is no terminal. */
  readonly width: number;
  private readonly hasColor: boolean;

  constructor(
    private readonly out: Output,
    private readonly err: Output,
    { isColorWanted }: { isColorWanted: boolean },
  ) {
    this.width = Math.min(WIDEST, Math.max(NARROWEST, out.columns ?? WIDEST));
    this.hasColor = isColorWanted && out.isTTY === true;
  }

  /** What was asked for. */
  line(text = ''): void {
    this.out.write(`${text}\n`);
  }

  /** What is to be known beside it. */
  note(text: string): void {
    this.err.write(`${text}\n`);
  }

  /** Whether somebody sees what is written beside it as it comes. */
  get isWatched(): boolean {
    return this.err.isTTY === true;
  }

  /** In place of the last line beside it; only where {@link isWatched}. */
  redraw(text: string): void {
    this.err.write(`\r\u001b[2K${text}`);
  }

  style(style: Style, text: string): string {
    if (!this.hasColor || text === '') return text;
    const [on, off] = STYLES[style];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  }
}

/** Text of a file or a model, fit for a terminal: nothing in it moves the cursor or changes a colour. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) as number;
    return `\\u{${code.toString(16)}}`;
  });
}
