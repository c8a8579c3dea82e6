import { waitFor } from './http.js';

/** One server-sent event. */
export interface SentEvent {
  readonly type: string;
  readonly id: string | undefined;
  // oxlint-disable-next-line no-explicit-any
  readonly data: any;
}

/** An open feed of server-sent events. */
export interface EventFeed {
  readonly status: number;
  /** What has come so far; comments are left out. */
  readonly events: SentEvent[];
  /** Settles when the server ends it. */
  readonly ended: Promise<void>;
  /** Until an event of that type, that fits, has come. */
  until(type: string, isFit?: (event: SentEvent) => boolean): Promise<SentEvent>;
  close(): void;
}

/** Follows a feed. @param lastId as a browser sends it when it comes back */
export async function followEvents(url: string, lastId?: string): Promise<EventFeed> {
  const controller = new AbortController();
  const headers: Record<string, string> = lastId === undefined ? {} : { 'last-event-id': lastId };
  const response = await fetch(url, { signal: controller.signal, headers });
  const events: SentEvent[] = [];
  const ended = read(response, events).catch(() => undefined);
  return {
    status: response.status,
    events,
    ended,
    until: (type, isFit = () => true) =>
      waitFor(() => events.find((event) => event.type === type && isFit(event)), {
        timeoutMs: 30_000,
        what: `an event ${type}; there were ${JSON.stringify(events.map((event) => event.type))}`,
      }),
    close: () => controller.abort(),
  };
}

async function read(response: Response, events: SentEvent[]): Promise<void> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
      const data = fields.get('data');
      if (data === undefined) continue;
      events.push({ type: fields.get('event') ?? 'message', id: fields.get('id'), data: JSON.parse(data) });
    }
  }
}
