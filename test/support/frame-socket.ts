import { WebSocket } from 'ws';

import { waitFor } from './http.js';

/** A message of a stream. */
// oxlint-disable-next-line no-explicit-any
export type StreamMessage = { type: string; frame?: number | null } & Record<string, any>;

/** An open stream of frames. */
export interface FrameSocket {
  readonly socket: WebSocket;
  /** What has come so far. */
  readonly messages: StreamMessage[];
  readonly closed: Promise<{ code: number; reason: string }>;
  /** A picture, and before it what is to be said of it. */
  send(bytes: Uint8Array, header?: object): void;
  /** Until a message that fits has come. */
  until(isFit: (message: StreamMessage) => boolean): Promise<StreamMessage>;
}

/** @param url of the server @throws Error when the handshake is refused, with the status in its message */
export async function openStream(
  { url }: { url: string },
  sessionId: string,
  options: { query?: string; headers?: Record<string, string> } = {},
): Promise<FrameSocket> {
  const path = `/v1/sessions/${sessionId}/stream${options.query ?? ''}`;
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers: options.headers ?? {} });
  const messages: StreamMessage[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as StreamMessage));
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  return {
    socket,
    messages,
    closed,
    send: (bytes, header) => {
      if (header) socket.send(JSON.stringify(header));
      socket.send(bytes);
    },
    until: (isFit) =>
      waitFor(() => messages.find(isFit), {
        timeoutMs: 30_000,
        what: `a message; there were ${JSON.stringify(messages).slice(0, 2000)}`,
      }),
  };
}

/** What a refused handshake is answered with. */
export async function refusal(
  { url }: { url: string },
  sessionId: string,
  options: { query?: string; headers?: Record<string, string> } = {},
  // oxlint-disable-next-line no-explicit-any
): Promise<{ status: number; headers: Record<string, unknown>; body: any }> {
  const path = `/v1/sessions/${sessionId}/stream${options.query ?? ''}`;
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers: options.headers ?? {} });
  return new Promise((resolve, reject) => {
    socket.once('open', () => reject(new Error('the handshake was accepted')));
    socket.on('error', () => undefined);
    socket.once('unexpected-response', (_request, response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
  });
}
