/** A value written as Python prints it: numbers, texts, True/False/None, lists, tuples and dicts. Dict keys become text. */
export type PythonValue = string | number | boolean | null | PythonValue[] | Map<string, PythonValue>;

const MAX_DEPTH = 16;
const WORDS: Readonly<Record<string, boolean | null>> = {
  True: true,
  False: false,
  None: null,
  true: true,
  false: false,
  null: null,
};
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '0': '\0',
  '/': '/',
  '\n': '',
};

/** A recursive-descent reader; nothing is evaluated. */
class LiteralReader {
  private position = 0;

  constructor(private readonly text: string) {}

  whole(): PythonValue {
    const value = this.value(0);
    this.space();
    if (this.position < this.text.length) throw this.unexpected();
    return value;
  }

  private value(depth: number): PythonValue {
    if (depth > MAX_DEPTH) throw new SyntaxError(`nested more than ${MAX_DEPTH} deep`);
    this.space();
    const char = this.text[this.position];
    if (char === '{') return this.dict(depth);
    if (char === '[') return this.list(depth, ']');
    if (char === '(') return this.list(depth, ')');
    if (char === "'" || char === '"') return this.quoted(char);
    return this.bare();
  }

  private dict(depth: number): Map<string, PythonValue> {
    const map = new Map<string, PythonValue>();
    this.position += 1;
    while (!this.takes('}')) {
      const key = this.value(depth + 1);
      if (typeof key === 'object') throw this.unexpected();
      if (!this.takes(':')) throw this.unexpected();
      map.set(String(key), this.value(depth + 1));
      if (!this.takes(',') && !this.peeks('}')) throw this.unexpected();
    }
    return map;
  }

  private list(depth: number, close: string): PythonValue[] {
    const items: PythonValue[] = [];
    this.position += 1;
    while (!this.takes(close)) {
      items.push(this.value(depth + 1));
      if (!this.takes(',') && !this.peeks(close)) throw this.unexpected();
    }
    return items;
  }

  private quoted(quote: string): string {
    let result = '';
    for (this.position += 1; this.position < this.text.length; this.position += 1) {
      const char = this.text[this.position]!;
      if (char === quote) {
        this.position += 1;
        return result;
      }
      result += char === '\\' ? this.escape() : char;
    }
    throw new SyntaxError('a text without its closing quote');
  }

  /** At the backslash; leaves the position on the last character of the escape. */
  private escape(): string {
    this.position += 1;
    const kind = this.text[this.position] ?? '';
    const digits = { x: 2, u: 4, U: 8 }[kind];
    if (digits === undefined) return ESCAPES[kind] ?? (`'"\\`.includes(kind) ? kind : `\\${kind}`);
    const hex = this.text.slice(this.position + 1, this.position + 1 + digits);
    const code = /^[0-9a-fA-F]+$/.test(hex) && hex.length === digits ? Number.parseInt(hex, 16) : -1;
    if (code < 0 || code > 0x10ffff) throw this.unexpected();
    this.position += digits;
    // \u escapes of JSON come in surrogate pairs, which join again as UTF-16.
    return kind === 'u' ? String.fromCharCode(code) : String.fromCodePoint(code);
  }

  private bare(): PythonValue {
    const word = /^[-+.\w]+/.exec(this.text.slice(this.position, this.position + 64))?.[0] ?? '';
    if (word === '') throw this.unexpected();
    this.position += word.length;
    if (Object.hasOwn(WORDS, word)) return WORDS[word]!;
    const number = Number(word.replaceAll('_', ''));
    if (Number.isNaN(number)) throw new SyntaxError(`'${word}' is neither a number nor in quotes`);
    return number;
  }

  private peeks(char: string): boolean {
    this.space();
    return this.text[this.position] === char;
  }

  private takes(char: string): boolean {
    const isThere = this.peeks(char);
    if (isThere) this.position += 1;
    return isThere;
  }

  private space(): void {
    while (' \t\r\n'.includes(this.text[this.position] ?? '_')) this.position += 1;
  }

  private unexpected(): SyntaxError {
    const found = this.text[this.position];
    return new SyntaxError(`unexpected ${found === undefined ? 'end' : `'${found}'`} at ${this.position}`);
  }
}

/**
 * Reads a Python literal, e.g. the `names` of an Ultralytics export: `{0: 'person', 1: "rabbit's"}`. JSON is read too.
 *
 * @throws SyntaxError with the position
 */
export function parsePythonLiteral(text: string): PythonValue {
  return new LiteralReader(text).whole();
}
