const HIDDEN = '[hidden]';

/** Fields whose value never reaches a log. Lower-case names, as Node gives headers. */
const HIDDEN_FIELDS: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'proxy-authorization',
  'password',
  'secret',
  'token',
  'apiKey',
  'api_key',
  'image',
  'images',
  'bytes',
  'body',
]);

/** The object itself and two levels below it. */
const HIDDEN_LEVELS = 3;

/** `user:password@` of a connection string. */
const URL_CREDENTIALS = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/"'@]*@/gi;
/** Secrets in a query: signatures of presigned URLs, keys and tokens. */
const URL_SECRETS =
  /([?&][^=&\s"']*(?:signature|credential|token|secret|password|passwd|api[-_]?key|auth|\bsig\b|\bkey\b)[^=&\s"']*=)[^&\s"'\\]+/gi;
/** Values of an Authorization header, wherever they are quoted. */
const SCHEMES = /\b(bearer|basic)\s+[a-z0-9._~+/=-]{8,}/gi;
/** A picture or another file as text. */
const LONG_BASE64 = /[A-Za-z0-9+/]{512,}={0,2}/g;

/**
 * The same fields without the values of those that are never logged, at the top level and two levels down. Copies only
 * what it changes: nearly every line has nothing to hide, and pino's own `redact`, which copies all of them, was half of
 * what the HTTP process allocated.
 *
 * @param except a field that is left alone, since it is hidden in later
 */
export function hideFields(fields: object, except?: string): object {
  return hidden(fields, HIDDEN_LEVELS, except) as object;
}

function hidden(value: unknown, levels: number, except?: string): unknown {
  if (typeof value !== 'object' || value === null || levels === 0 || ArrayBuffer.isView(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [name, member] of Object.entries(value)) {
    if (name === except) continue;
    const safe = HIDDEN_FIELDS.has(name) ? HIDDEN : hidden(member, levels - 1);
    if (safe === member) continue;
    copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
    copy[name] = safe;
  }
  return copy ?? value;
}

/** Takes secrets and file contents out of a finished log line. The text stays valid JSON if it was. */
export function scrub(line: string): string {
  return line
    .replace(URL_CREDENTIALS, `$1${HIDDEN}@`)
    .replace(URL_SECRETS, `$1${HIDDEN}`)
    .replace(SCHEMES, `$1 ${HIDDEN}`)
    .replace(LONG_BASE64, (text) => `[${text.length} characters]`);
}
