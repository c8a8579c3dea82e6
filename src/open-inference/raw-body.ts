import type { IncomingMessage } from 'node:http';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import { AppError } from '../common/errors.js';
import { sizeInWords } from '../common/multipart-limits.js';
import { isOpenInference } from '../common/open-inference-path.js';
import type { Env } from '../config/env.js';
import { CODINGS, codingOf } from './codec/content-coding.js';
import { declaredHeaderLength, HEADER_LENGTH } from './codec/header-length.js';

/** What requests are marked with, so that no parser but ours is chosen by what their Content-Type claims. */
const RAW_BODY = 'application/x-open-inference';
/** For the largest element of a tensor: 64 bits. */
const ALIGNMENT = 8;
/** Bodies of the other routes are a few words of JSON. */
const MAX_SMALL_BODY = 1_048_576;

/** Largest body of an infer request, in bytes. */
export function maxInferBytes(env: Pick<Env, 'MAX_TENSOR_REQUEST_SIZE' | 'MAX_REQUEST_QUEUE_MB'>): number {
  return Math.min(env.MAX_TENSOR_REQUEST_SIZE, env.MAX_REQUEST_QUEUE_MB * 1_048_576);
}

/**
 * Reads bodies below /v2 as bytes, whatever their Content-Type: clients send JSON with a binary tail as
 * `application/json`, as a form, or with no type at all. The handler finds a Buffer in `request.body`, whose binary
 * tensors start on a multiple of eight bytes.
 */
export function registerRawBodies(instance: FastifyInstance, env: Env): void {
  const inferBytes = maxInferBytes(env);
  instance.addHook('onRequest', (request, _reply, done) => {
    if (isOpenInference(request.raw.url)) request.raw.headers['content-type'] = RAW_BODY;
    done();
  });
  // Some clients read an answer only where its type says exactly this, without a charset.
  instance.addHook('onSend', (request, reply, payload, done) => {
    const type = reply.getHeader('content-type');
    if (isOpenInference(request.raw.url) && typeof type === 'string' && type.startsWith('application/json'))
      void reply.header('content-type', 'application/json');
    if (isOpenInference(request.raw.url) && reply.statusCode === 415)
      void reply.header('accept-encoding', CODINGS.join(', '));
    done(null, payload);
  });
  instance.addContentTypeParser(RAW_BODY, async (request: FastifyRequest, payload: IncomingMessage) => {
    if (!isOpenInference(request.raw.url))
      throw new AppError('UNSUPPORTED_MEDIA_TYPE', {
        got: `Content-Type '${RAW_BODY}'`,
        accepted: ['application/json', 'multipart/form-data'],
      });
    const isInfer = request.routeOptions.url?.endsWith('/infer') ?? false;
    const isPacked = codingOf(request.headers['content-encoding']) !== null;
    const header = declaredHeaderLength(request.headers[HEADER_LENGTH]);
    const declared = request.headers['content-length'];
    // Left as it is when too much comes: the answer goes out over the same connection.
    return readBody(payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>, {
      limit: isInfer ? inferBytes : MAX_SMALL_BODY,
      length: declared === undefined ? null : Number(declared),
      binaryAt: isPacked ? 0 : (header ?? 0),
    });
  });
}

interface BodyFacts {
  /** Most bytes. */
  readonly limit: number;
  /** Content-Length; null for a chunked body. */
  readonly length: number | null;
  /** Where the binary tensors start, which is to be a multiple of eight in memory. */
  readonly binaryAt: number;
}

/** The body in memory of its own: each byte is copied once, from the socket's buffer to its place. */
async function readBody(stream: AsyncIterable<Buffer>, facts: BodyFacts): Promise<Buffer> {
  const { limit, length, binaryAt } = facts;
  const lead = (ALIGNMENT - (binaryAt % ALIGNMENT)) % ALIGNMENT;
  const tooLarge = (): AppError =>
    new AppError('PAYLOAD_TOO_LARGE', { what: 'the request body', limit: sizeInWords(limit) });
  if (length !== null && length > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let memory = Buffer.allocUnsafeSlow(lead + (length ?? 0));
  let end = lead;
  for await (const chunk of stream) {
    if (end - lead + chunk.length > limit) throw tooLarge();
    if (length === null) chunks.push(chunk);
    else memory.set(chunk, end);
    end += chunk.length;
  }
  if (length === null) {
    memory = Buffer.allocUnsafeSlow(end);
    let at = lead;
    for (const chunk of chunks) {
      memory.set(chunk, at);
      at += chunk.length;
    }
  }
  return memory.subarray(lead, end);
}
