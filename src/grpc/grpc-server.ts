import { Server, ServerCredentials, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

import { CallLifecycle } from './call-lifecycle.js';
import { HealthCalls } from './health-calls.js';
import { inferenceCalls, type InferenceServices } from './inference-calls.js';
import { PROTO_FILES } from './proto-files.js';
import { UnaryCalls } from './unary-call.js';
import type { Env } from '../config/env.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Allowance } from '../throttling/allowance.js';
import { maxInferBytes } from '../open-inference/raw-body.js';

/** Calls of one connection at a time; a client with more of them waits. */
const MAX_STREAMS = 1000;

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
  private closed: Promise<void> = Promise.resolve();

  constructor(private readonly parts: GrpcServerParts) {
    const { env, allowance, metrics, readiness } = parts;
    const lifecycle = new CallLifecycle(env, allowance, metrics);
    const calls = new UnaryCalls(lifecycle, env.TRUST_PROXY);
    this.health = new HealthCalls(readiness, lifecycle);
    this.server = new Server({
      'grpc.max_receive_message_length': maxInferBytes(env),
      'grpc.max_send_message_length': -1,
      'grpc.max_concurrent_streams': MAX_STREAMS,
      interceptors: [lifecycle.intercept],
    });
    this.server.addService(
      definition(PROTO_FILES.inference, 'inference.GRPCInferenceService'),
      inferenceCalls(calls, parts),
    );
    this.server.addService(
      definition(PROTO_FILES.health, 'grpc.health.v1.Health'),
      this.health.methods(calls),
    );
  }

  /** @returns the port @throws Error with code EADDRINUSE and the name of the setting when somebody else has it */
  listen(host: string, port: number): Promise<number> {
    const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    return new Promise((resolve, reject) => {
      this.server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
        if (!error) resolve(bound);
        else if (!error.message.includes('EADDRINUSE')) reject(error);
        else reject(Object.assign(error, { code: 'EADDRINUSE', address: host, port, setting: 'GRPC_PORT' }));
      });
    });
  }

  /** Takes no new calls and tells every client so (GOAWAY); accepted ones are finished. Returns at once. */
  beginClose(): void {
    this.health.stop();
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
