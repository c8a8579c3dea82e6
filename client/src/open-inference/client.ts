import { encodeRequest, type InferRequest } from './request.js';
import { InferAnswer } from './response.js';
import type { Datatype } from './tensor.js';

const HEADER_LENGTH = 'inference-header-content-length';

export interface OpenInferenceClientOptions {
  /** Where the server is, without a path: `https://sibyl.example.org`. */
  baseUrl: string;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** The global one where absent. */
  fetch?: typeof globalThis.fetch;
}

export interface CallOptions {
  /** A version's number or alias; the newest ready one where absent. */
  version?: string | number;
  /** Ends the call; the server drops the request if it still waits. */
  signal?: AbortSignal;
}

export interface ServerMetadata {
  name: string;
  version: string;
  extensions: string[];
}

export interface TensorMetadata {
  name: string;
  datatype: Datatype;
  /** -1 for a size that may vary. */
  shape: number[];
}

export interface ModelMetadata {
  name: string;
  versions?: string[];
  platform: string;
  inputs: TensorMetadata[];
  outputs: TensorMetadata[];
}

export interface IndexItem {
  name: string;
  version?: string;
  state: string;
  reason: string;
}

/** The server's refusal, in its words. */
export class OpenInferenceError extends Error {
  override readonly name = 'OpenInferenceError';

  /**
   * @param status HTTP status
   * @param code name of the error in the server's catalogue; undefined from another server
   * @param requestId under which the server's log has the rest
   * @param retryAfterSeconds when the server asks to be asked again; undefined when it does not say
   */
  constructor(
    message: string,
    readonly status: number,
    readonly code: string | undefined,
    readonly requestId: string | undefined,
    readonly retryAfterSeconds: number | undefined,
  ) {
    super(message);
  }
}

/**
 * A client of the Open Inference Protocol v2 with binary tensors. Works with every server of the protocol, in Node from
 * version 20 and in browsers, without a dependency.
 *
 * @example
 * const client = new OpenInferenceClient({ baseUrl: 'http://localhost:8080' });
 * const answer = await client.infer('hazard-detector', { inputs: [pictures(jpeg)] });
 * const [result] = answer.results();
 */
export class OpenInferenceClient {
  private readonly baseUrl: string;
  private readonly headers: Record<string, string>;
  private readonly send: typeof globalThis.fetch;

  constructor({ baseUrl, headers = {}, fetch = globalThis.fetch }: OpenInferenceClientOptions) {
    this.baseUrl = baseUrl.replace(/\/+$/, '');
    this.headers = headers;
    // Browsers refuse a fetch that is called as a method of something else.
    this.send = (input, init) => fetch(input, init);
  }

  /** Runs a model. @throws OpenInferenceError when the server refuses; as `fetch` when there is no answer */
  async infer(model: string, request: InferRequest, options: CallOptions = {}): Promise<InferAnswer> {
    const { pieces, headerLength } = encodeRequest(request);
    const response = await this.call('POST', `${path(model, options.version)}/infer`, options.signal, {
      // One Blob: pieces without a copy, and a length that fetch knows.
      body: new Blob(pieces as unknown as ConstructorParameters<typeof Blob>[0]),
      headers: { 'content-type': 'application/octet-stream', [HEADER_LENGTH]: String(headerLength) },
    });
    const length = response.headers.get(HEADER_LENGTH);
    return new InferAnswer(
      new Uint8Array(await response.arrayBuffer()),
      length === null ? null : Number(length),
    );
  }

  /** Whether the process answers. */
  isServerLive(signal?: AbortSignal): Promise<boolean> {
    return this.isOk('health/live', signal);
  }

  /** Whether the server takes requests. */
  isServerReady(signal?: AbortSignal): Promise<boolean> {
    return this.isOk('health/ready', signal);
  }

  /** Whether a model takes requests; false for one that there is not. */
  isModelReady(model: string, { version, signal }: CallOptions = {}): Promise<boolean> {
    return this.isOk(`${path(model, version)}/ready`, signal);
  }

  serverMetadata(signal?: AbortSignal): Promise<ServerMetadata> {
    return this.json('GET', '', signal);
  }

  modelMetadata(model: string, { version, signal }: CallOptions = {}): Promise<ModelMetadata> {
    return this.json('GET', path(model, version), signal);
  }

  /** Every version of every model with its state. */
  repositoryIndex(signal?: AbortSignal): Promise<IndexItem[]> {
    return this.json('POST', 'repository/index', signal);
  }

  /** Resolves when the model is ready. */
  async loadModel(model: string, signal?: AbortSignal): Promise<void> {
    await this.call('POST', `repository/models/${encodeURIComponent(model)}/load`, signal);
  }

  /** Resolves when the model has finished its work and is unloaded. */
  async unloadModel(model: string, signal?: AbortSignal): Promise<void> {
    await this.call('POST', `repository/models/${encodeURIComponent(model)}/unload`, signal);
  }

  private async isOk(route: string, signal: AbortSignal | undefined): Promise<boolean> {
    try {
      await this.call('GET', route, signal);
      return true;
    } catch (error) {
      if (error instanceof OpenInferenceError) return false;
      throw error;
    }
  }

  private async json<T>(method: string, route: string, signal: AbortSignal | undefined): Promise<T> {
    return (await this.call(method, route, signal)).json() as Promise<T>;
  }

  private async call(
    method: string,
    route: string,
    signal: AbortSignal | undefined,
    { body, headers = {} }: { body?: Blob; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const url = `${this.baseUrl}/v2${route === '' ? '' : `/${route}`}`;
    const response = await this.send(url, {
      method,
      headers: { ...this.headers, ...headers },
      body: body ?? null,
      signal: signal ?? null,
    });
    if (response.status === 200) return response;
    throw await refusal(response);
  }
}

function path(model: string, version: string | number | undefined): string {
  const name = `models/${encodeURIComponent(model)}`;
  return version === undefined ? name : `${name}/versions/${encodeURIComponent(String(version))}`;
}

async function refusal(response: Response): Promise<OpenInferenceError> {
  const text = await response.text();
  let body: { error?: unknown; code?: string; request_id?: string } = {};
  try {
    body = JSON.parse(text) as typeof body;
  } catch {
    // A proxy in between answers in its own words.
  }
  const message = typeof body?.error === 'string' ? body.error : `HTTP ${response.status}`;
  const retryAfter = Number(response.headers.get('retry-after') ?? NaN);
  const { code, request_id: requestId } = body ?? {};
  return new OpenInferenceError(
    message,
    response.status,
    code,
    requestId,
    Number.isFinite(retryAfter) ? retryAfter : undefined,
  );
}
