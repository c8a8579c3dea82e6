import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { EnvHttpProxyAgent, fetch, type Response } from 'undici';

import { networkReason } from '../../storage/remote-fault.js';
import { CliError, EXIT } from '../command.js';

export interface Download {
  readonly url: string;
  /** Beside it lie `.part` and `.part.json` while it is incomplete. */
  readonly path: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** Longest time without a byte. */
  readonly timeoutMs: number;
  /** @param done of `bytes` */
  readonly progress: (done: number) => void;
}

/** A try that may be followed by another one. */
class Interrupted extends Error {}

const TRIES = 5;
const FIRST_PAUSE_MS = 300;

/**
 * Fetches a file whose size and digest are known. What an earlier try has left is completed, not fetched again, as long as the
 * server still has the same; a file with another digest never gets its name.
 *
 * @throws CliError with the reason and what would help
 */
export async function downloadFile(download: Download): Promise<void> {
  const { path, bytes, url } = download;
  await mkdir(dirname(path), { recursive: true });
  // HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in either case of letters.
  const dispatcher = new EnvHttpProxyAgent({
    headersTimeout: download.timeoutMs,
    bodyTimeout: download.timeoutMs,
    connectTimeout: download.timeoutMs,
  });
  try {
    for (let attempt = 1; (await sizeAt(`${path}.part`)) < bytes; attempt++) {
      try {
        await fetchRest(download, dispatcher);
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        if (attempt === TRIES)
          throw new CliError(
            EXIT.fault,
            `${url} ${error.message}; what has come is kept: call it again to go on`,
          );
        await delay(FIRST_PAUSE_MS * 2 ** (attempt - 1));
      }
    }
  } finally {
    await dispatcher.destroy();
  }
  await accept(download);
}

async function fetchRest(download: Download, dispatcher: EnvHttpProxyAgent): Promise<void> {
  const part = `${download.path}.part`;
  const from = await sizeAt(part);
  const validator = from > 0 ? await readValidator(part) : undefined;
  let response: Response;
  try {
    // As it lies there: a compressed answer could not be continued.
    const headers: Record<string, string> = { 'accept-encoding': 'identity' };
    if (from > 0) headers['range'] = `bytes=${from}-`;
    if (validator !== undefined) headers['if-range'] = validator;
    response = await fetch(download.url, { headers, dispatcher });
  } catch (error) {
    throw new Interrupted(networkReason(error) ?? 'cannot be reached');
  }
  const start = startOf(response, from, download.url);
  if (start === 0) await writeFile(`${part}.json`, JSON.stringify({ validator: validatorOf(response) }));
  const file = await open(part, start === 0 ? 'w' : 'a');
  let done = start;
  try {
    for await (const chunk of response.body ?? []) {
      const piece = chunk as Uint8Array;
      done += piece.byteLength;
      if (done > download.bytes)
        throw await refused(download, `sends more than the ${download.bytes} bytes it should`);
      await file.write(piece);
      download.progress(done);
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new Interrupted(networkReason(error) ?? 'broke off');
  } finally {
    await file.close();
  }
  if (done < download.bytes) throw new Interrupted('broke off');
}

/** Where the bytes of an answer belong. @throws CliError, Interrupted */
function startOf(response: Response, from: number, url: string): number {
  const { status } = response;
  if (status === 200) return 0;
  if (status === 206) {
    const [, start] = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '') ?? [];
    if (Number(start) === from) return from;
    throw new Interrupted('answers with another part than was asked for');
  }
  void response.body?.cancel();
  if (status >= 500 || status === 429 || status === 408) throw new Interrupted(`answers ${status}`);
  throw new CliError(
    EXIT.fault,
    `${url} answers ${status}; --base-url names another place with the same files`,
  );
}

/** A weak tag does not say that the bytes are the same. */
function validatorOf(response: Response): string | undefined {
  const tag = response.headers.get('etag');
  if (tag !== null && !tag.startsWith('W/')) return tag;
  return response.headers.get('last-modified') ?? undefined;
}

async function readValidator(part: string): Promise<string | undefined> {
  try {
    const { validator } = JSON.parse(await readFile(`${part}.json`, 'utf8')) as { validator?: unknown };
    return typeof validator === 'string' ? validator : undefined;
  } catch {
    return undefined;
  }
}

async function accept(download: Download): Promise<void> {
  const part = `${download.path}.part`;
  const hash = createHash('sha256');
  await pipeline(createReadStream(part), hash);
  const digest = hash.digest('hex');
  if (digest !== download.sha256)
    throw await refused(
      download,
      `has another content than it should (sha256 ${digest} instead of ${download.sha256})`,
    );
  await rename(part, download.path);
  await rm(`${part}.json`, { force: true });
}

/** What is wrong is thrown away, so that the next call begins anew. */
async function refused({ path, url }: Download, reason: string): Promise<CliError> {
  await Promise.all([`${path}.part`, `${path}.part.json`].map((each) => rm(each, { force: true })));
  return new CliError(EXIT.fault, `${url} ${reason}; nothing of it is kept`);
}

async function sizeAt(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}
