import { createHash } from 'node:crypto';

/**
 * The Content-Security-Policy of a page that is one file: only its own script and styles run, it talks to its own server, and
 * shows what that has or the visitor chose. Anything that were to get into the page would have another hash.
 */
export function pagePolicy(html: string): string {
  const hashesOf = (tag: string): string =>
    [...html.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))]
      .map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
      .join(' ');
  return [
    "default-src 'none'",
    `script-src ${hashesOf('script')}`,
    `style-src ${hashesOf('style')}`,
    "connect-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
