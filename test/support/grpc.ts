import { join } from 'node:path';

import {
  type ClientDuplexStream,
  type ClientReadableStream,
  credentials,
  loadPackageDefinition,
  Metadata,
  type ServiceClientConstructor,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

import type { RunningServer } from './server.js';

const PROTO = join(__dirname, '../../src/grpc');
/** A call of a test is answered or has failed. */
const PATIENCE_MS = 30_000;

/** The compiled descriptions, as a client of another language reads them. */
export const protoFile = (name: 'inference' | 'health'): string => join(PROTO, `${name}.proto`);

export const AS_JSON = { keepCase: true, longs: String, enums: String, oneofs: false } as const;

/** What came back of one call: the message, or the status it failed with. */
export interface Reply {
  code: keyof typeof status;
  details: string;
  message: any;
  headers: Metadata;
  trailers: Metadata;
}

export interface CallOptions {
  service?: 'inference.GRPCInferenceService' | 'grpc.health.v1.Health';
  metadata?: Record<string, string>;
  deadlineMs?: number;
  /** Called with what takes the call back. */
  started?: (cancel: () => void) => void;
}

/** A stream of ModelStreamInfer: its answers as they come, and how it ended. */
export interface InferStream {
  answers: { error_message: string; infer_response: any }[];
  ended: Promise<Pick<Reply, 'code' | 'details' | 'headers' | 'trailers'>>;
  send(message: object): void;
  /** Says that no more requests come. */
  finish(): void;
  cancel(): void;
}

/** `host:port` of a server that was started with GRPC_PORT=0. */
export function grpcAddress(server: RunningServer): string {
  const line = server.logs().find(({ msg }) => msg === 'gRPC is listening');
  if (!line) throw new Error('the server does not listen for gRPC');
  return String(line['address']);
}

/** A client on one connection. */
export class GrpcClient {
  private readonly clients: Record<string, InstanceType<ServiceClientConstructor>> = {};

  constructor(address: string) {
    for (const [name, file] of [
      ['inference.GRPCInferenceService', protoFile('inference')],
      ['grpc.health.v1.Health', protoFile('health')],
    ] as const) {
      const root = loadPackageDefinition(loadSync(file, { ...AS_JSON, defaults: true }));
      const Client = name.split('.').reduce<any>((at, part) => at[part], root) as ServiceClientConstructor;
      this.clients[name] = new Client(address, credentials.createInsecure(), {
        'grpc.max_receive_message_length': -1,
        'grpc.enable_retries': 0,
      });
    }
  }

  call(method: string, message: object = {}, options: CallOptions = {}): Promise<Reply> {
    const { service = 'inference.GRPCInferenceService', deadlineMs = PATIENCE_MS } = options;
    const client = this.clients[service] as any;
    return new Promise((resolve) => {
      let headers = new Metadata();
      let failure: ServiceError | null = null;
      let answer: any;
      const call = client[method](
        message,
        metadataOf(options.metadata),
        { deadline: Date.now() + deadlineMs },
        (error: ServiceError | null, value: any) => {
          failure = error;
          answer = value;
        },
      );
      call.on('metadata', (given: Metadata) => (headers = given));
      call.on(
        'status',
        ({ code, details, metadata }: { code: status; details: string; metadata: Metadata }) =>
          setImmediate(() =>
            resolve({
              code: status[code] as Reply['code'],
              details: code === status.OK ? '' : details,
              message: failure ? undefined : answer,
              headers,
              trailers: metadata,
            }),
          ),
      );
      options.started?.(() => call.cancel());
    });
  }

  infer(message: object, options: CallOptions = {}): Promise<Reply> {
    return this.call('ModelInfer', message, options);
  }

  inferStream({ deadlineMs = PATIENCE_MS, metadata }: CallOptions = {}): InferStream {
    const client = this.clients['inference.GRPCInferenceService'] as any;
    const stream = client.ModelStreamInfer(metadataOf(metadata), {
      deadline: Date.now() + deadlineMs,
    }) as ClientDuplexStream<object, InferStream['answers'][number]>;
    const answers: InferStream['answers'] = [];
    let headers = new Metadata();
    stream.on('metadata', (given: Metadata) => (headers = given));
    stream.on('data', (answer) => answers.push(answer));
    // Its status says the same.
    stream.on('error', () => undefined);
    const ended: InferStream['ended'] = new Promise((resolve) => {
      stream.on('status', ({ code, details, metadata: trailers }) =>
        resolve({ code: status[code] as Reply['code'], details, headers, trailers }),
      );
    });
    return {
      answers,
      ended,
      send: (message) => void stream.write(message),
      finish: () => stream.end(),
      cancel: () => stream.cancel(),
    };
  }

  /** Opens a stream to a method that there may not be, and never ends it from this side. @returns how it ended */
  openTo(path: string): Promise<Reply['code']> {
    const client = this.clients['inference.GRPCInferenceService'] as any;
    const stream = client.makeBidiStreamRequest(path, asIs, asIs) as ClientDuplexStream<Buffer, Buffer>;
    stream.write(Buffer.of());
    return new Promise((resolve) => {
      stream.on('error', ({ code }: ServiceError) => resolve(status[code] as Reply['code']));
    });
  }

  /** The states that the health service tells, as they come, and how the stream ended. */
  watch(service = ''): { states: string[]; ended: Promise<Reply['code']>; cancel(): void } {
    const states: string[] = [];
    const stream = (this.clients['grpc.health.v1.Health'] as any).Watch({
      service,
    }) as ClientReadableStream<any>;
    stream.on('data', ({ status: state }: { status: string }) => states.push(state));
    const ended = new Promise<Reply['code']>((resolve) => {
      stream.on('error', ({ code }: ServiceError) => resolve(status[code] as Reply['code']));
      stream.on('end', () => resolve('OK'));
    });
    return { states, ended, cancel: () => stream.cancel() };
  }

  close(): void {
    for (const client of Object.values(this.clients)) client.close();
  }
}

const asIs = (bytes: Buffer): Buffer => bytes;

function metadataOf(values: Record<string, string> = {}): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(values)) metadata.set(name, value);
  return metadata;
}
