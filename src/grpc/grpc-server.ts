import { type AddressInfo, createServer, type Server as NetServer } from 'node:net';

import { Server, ServerCredentials, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

import { CallLifecycle } from './call-lifecycle.js';
import { HealthCalls } from './health-calls.js';
import { inferenceCalls, type InferenceServices } from './inference-calls.js';
import { heldBytes } from './messages/stream-message.js';
import { pacedStreams } from './paced-stream.js';
import { PROTO_FILES } from './proto-files.js';
import { StreamCalls } from './stream-calls.js';
import { UnaryCalls } from './unary-call.js';
import { keepRoom } from '../overload/connection-room.js';
import type { Env } from '../config/env.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Allowance } from '../throttling/allowance.js';
import { maxInferBytes } from '../open-inference/raw-body.js';

/** Calls of one connection at a time; a client with more of them waits. */
const MAX_STREAMS = 1000;
/** Requests of one stream that are under way: enough for a full batch, and never more than half of a queue. */
const MAX_UNDER_WAY = 32;
/** A connection whose client has not been heard of is asked for a sign of life, and closed when none comes: streams may be silent for long. */
const KEEPALIVE_MS = 60_000;

/** 64-bit integers as text, so that no digit is lost; fields that are absent have their defaults. */
const AS_IN_PROTO = { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true } as const;

export interface GrpcServerParts extends InferenceServices {
  readonly env: Env;
  readonly allowance: Allowance;
  readonly metrics: Metrics;
}

/** The gRPC server: GRPCInferenceService and the standard health service. */
export class GrpcServer {
  private readonly server: Server;
  private readonly health: HealthCalls;
  private readonly streams: StreamCalls;
  /** A port of our own, which hands every connection on: that of grpc-js takes any number of them. */
  private readonly listener: NetServer;
  private closed: Promise<void> = Promise.resolve();

  constructor(private readonly parts: GrpcServerParts) {
    const { env, allowance, metrics, readiness } = parts;
    const lifecycle = new CallLifecycle(env, allowance, metrics);
    const calls = new UnaryCalls(lifecycle, env.TRUST_PROXY);
    this.streams = new StreamCalls(lifecycle, env.TRUST_PROXY);
    this.health = new HealthCalls(readiness, lifecycle);
    const pacing = pacedStreams({
      messages: Math.max(1, Math.min(MAX_UNDER_WAY, Math.floor(env.MAX_REQUEST_QUEUE_SIZE / 2))),
      bytes: maxInferBytes(env),
      sizeOf: heldBytes,
    });
    this.server = new Server({
      'grpc.max_receive_message_length': maxInferBytes(env),
      'grpc.max_send_message_length': -1,
      'grpc.max_concurrent_streams': MAX_STREAMS,
      'grpc.keepalive_time_ms': KEEPALIVE_MS,
      'grpc.keepalive_timeout_ms': KEEPALIVE_MS,
      interceptors: [lifecycle.intercept, pacing],
    });
    this.server.addService(
      definition(PROTO_FILES.inference, 'inference.GRPCInferenceService'),
      inferenceCalls(calls, this.streams, parts),
    );
    this.server.addService(
      definition(PROTO_FILES.health, 'grpc.health.v1.Health'),
      this.health.methods(calls),
    );
    const injector = this.server.createConnectionInjector(ServerCredentials.createInsecure());
    // As Node opens the port of an HTTP/2 server.
    this.listener = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
      injector.injectConnection(socket),
    );
    keepRoom(this.listener, env);
  }

  /** @returns the port @throws Error with the code of Node and the name of the setting when the port cannot be had */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.listener.on('error', (error) => reject(Object.assign(error, { setting: 'GRPC_PORT' })));
      this.listener.listen(port, host, () => resolve((this.listener.address() as AddressInfo).port));
    });
  }

  /** Takes no new calls and tells every client so (GOAWAY); accepted ones are finished. Returns at once. */
  beginClose(): void {
    this.health.stop();
    this.streams.stop();
    this.listener.close();
    this.closed = new Promise((resolve) => {
      const limit = setTimeout(() => {
        this.server.forceShutdown();
        resolve();
      }, this.parts.env.DRAIN_TIMEOUT_MS);
      this.server.tryShutdown(() => {
        clearTimeout(limit);
        resolve();
      });
    });
  }

  /** Until the last accepted call is over, at most DRAIN_TIMEOUT_MS from the begin. */
  untilClosed(): Promise<void> {
    return this.closed;
  }
}

function definition(file: string, service: string): ServiceDefinition {
  return loadSync(file, AS_IN_PROTO)[service] as ServiceDefinition;
}
