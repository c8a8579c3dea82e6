/**
 * Fields whose value never reaches a log, at the top level and one or two levels down (paths of pino's `redact`).
 * Lower-case names, as Node gives headers.
 */
export const REDACTED_FIELDS: readonly string[] = [
  'authorization',
  'cookie',
  '"set-cookie"',
  '"x-api-key"',
  '"proxy-authorization"',
  'password',
  'secret',
  'token',
  'apiKey',
  'api_key',
  'image',
  'images',
  'bytes',
  'body',
].flatMap((field) => {
  const step = field.startsWith('"') ? `[${field}]` : `.${field}`;
  const own = field.startsWith('"') ? `[${field}]` : field;
  return [own, `*${step}`, `*.*${step}`];
});

const HIDDEN = '[hidden]';

/** `user:password@` of a connection string. */
const URL_CREDENTIALS = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/"'@]*@/gi;
/** Secrets in a query: signatures of presigned URLs, keys and tokens. */
const URL_SECRETS =
  /([?&][^=&\s"']*(?:signature|credential|token|secret|password|passwd|api[-_]?key|auth|\bsig\b|\bkey\b)[^=&\s"']*=)[^&\s"'\\]+/gi;
/** Values of an Authorization header, wherever they are quoted. */
const SCHEMES = /\b(bearer|basic)\s+[a-z0-9._~+/=-]{8,}/gi;
/** A picture or another file as text. */
const LONG_BASE64 = /[A-Za-z0-9+/]{512,}={0,2}/g;

/** Takes secrets and file contents out of a finished log line. The text stays valid JSON if it was. */
export function scrub(line: string): string {
  return line
    .replace(URL_CREDENTIALS, `$1${HIDDEN}@`)
    .replace(URL_SECRETS, `$1${HIDDEN}`)
    .replace(SCHEMES, `$1 ${HIDDEN}`)
    .replace(LONG_BASE64, (text) => `[${text.length} characters]`);
}
