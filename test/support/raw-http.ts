import { connect } from 'node:net';

/** What a server answered to bytes of which no client would be the author. */
export interface RawAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/** Longest time for an answer; afterwards what has come so far is read. */
const PATIENCE_MS = 30_000;

/**
 * Sends bytes as they are over a connection of their own, and reads until the server closes it: say `Connection: close`.
 *
 * @param parts sent one after the other, each in a packet of its own as far as that can be had
 * @throws Error when nothing comes back that has a head
 */
export async function exchange(url: string, ...parts: (string | Uint8Array)[]): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  // What was answered before the connection broke is what counts.
  socket.on('error', () => undefined);
  // A write that fails is told of too: the server may have closed after the first ones.
  for (const part of parts) await new Promise<void>((resolve) => socket.write(part, () => resolve()));
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  await closed;
  return parsed(Buffer.concat(chunks).toString('latin1'));
}

function parsed(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) throw new Error(`no answer but ${JSON.stringify(text.slice(0, 200))}`);
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(headers),
    body: text.slice(end + 4),
  };
}
