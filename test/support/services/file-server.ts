import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** How a server of files behaves, beside serving them well. */
export type Behaviour =
  | 'well'
  /** Half of what is asked for, then the connection breaks. */
  | 'breaks off'
  /** Half, then nothing more. */
  | 'falls silent'
  | 'no ranges'
  | 'redirects'
  | 'error'
  | 'missing'
  | 'wrong bytes'
  | 'too much';

/** Serves files by path on this machine, well or badly, and remembers what was asked for. */
export class FileServer {
  readonly files = new Map<string, Uint8Array>();
  behaviour: Behaviour = 'well';
  /** After so many requests it behaves well. */
  badTimes = Infinity;
  etag = '"one"';
  readonly ranges: (string | undefined)[] = [];
  private server: Server | undefined;
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<this> {
    this.server = createServer((request, response) => this.answer(request, response));
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  reset(): void {
    this.behaviour = 'well';
    this.badTimes = Infinity;
    this.etag = '"one"';
    this.ranges.length = 0;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const behaviour = this.ranges.length < this.badTimes ? this.behaviour : 'well';
    this.ranges.push(request.headers.range);
    const path = decodeURIComponent(request.url ?? '');
    if (behaviour === 'redirects' && !path.startsWith('/moved')) {
      response.writeHead(302, { location: `/moved${path}` }).end();
      return;
    }
    const found = this.files.get(path.replace(/^\/moved/, ''));
    if (behaviour === 'error' || behaviour === 'missing' || !found) {
      response.writeHead(behaviour === 'error' ? 503 : 404).end();
      return;
    }
    const bytes = changed(Buffer.from(found), behaviour);
    const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    const isSame = request.headers['if-range'] === undefined || request.headers['if-range'] === this.etag;
    const from = asked && isSame && behaviour !== 'no ranges' ? Number(asked[1]) : 0;
    const part = bytes.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      etag: this.etag,
      'content-length': part.length,
      ...(from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    if (behaviour !== 'breaks off' && behaviour !== 'falls silent') {
      response.end(part);
      return;
    }
    response.write(part.subarray(0, Math.ceil(part.length / 2)), () => {
      if (behaviour === 'breaks off') setImmediate(() => response.destroy());
    });
  }
}

function changed(bytes: Buffer, behaviour: Behaviour): Buffer {
  if (behaviour === 'too much') return Buffer.concat([bytes, Buffer.alloc(1000)]);
  if (behaviour === 'wrong bytes') bytes[0] = (bytes[0] ?? 0) ^ 1;
  return bytes;
}

/** An HTTP proxy that opens tunnels, and counts them. */
export async function startProxy(): Promise<{ url: string; tunnels: string[]; stop(): Promise<void> }> {
  const tunnels: string[] = [];
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, client) => {
    tunnels.push(request.url ?? '');
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const target = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    target.on('error', () => client.destroy());
    client.on('error', () => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
