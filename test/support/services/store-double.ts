import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StoredThing {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** What the store does instead of answering: an error of its own, or nothing at all. */
export type Trouble = 'none' | 'error' | 'black hole';

/** A store of objects over HTTP, in this process. */
export abstract class StoreDouble {
  readonly objects = new Map<string, StoredThing>();
  /** Keys in the order in which they were put or removed. */
  readonly history: string[] = [];
  trouble: Trouble = 'none';
  requests = 0;
  private server: Server | undefined;
  private port = 0;

  /** `127.0.0.1:1234`, once it has been started. */
  protected get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Again at the same address after {@link stop}. */
  async start(): Promise<this> {
    if (this.server) return this;
    this.server = createServer((request, response) => {
      void this.answer(request, response).catch((error: Error) => response.destroy(error));
    });
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  protected abstract answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}
