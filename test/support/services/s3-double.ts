import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { StoreDouble } from './store-double.js';

export const S3_CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret/of+the=test' };
export const S3_REGION = 'eu-test-1';
export const S3_BUCKET = 'pictures';
/** Larger objects are refused for good. */
const MAX_OBJECT_BYTES = 1_000_000;

/**
 * A store with the part of S3's API that is used here, in this process. Every request has to carry a signature that it computes
 * again by itself.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export class S3Double extends StoreDouble {
  get url(): string {
    return `http://${this.address}`;
  }

  protected async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (this.trouble === 'black hole') return;
    if (this.trouble === 'error') return fail(response, 500, 'InternalError');
    const refusal = checkSignature(request, body);
    if (refusal) return fail(response, 403, refusal);
    const [, bucket, ...rest] = decodeURIComponent(new URL(request.url ?? '', this.url).pathname).split('/');
    if (bucket !== S3_BUCKET) return fail(response, 404, 'NoSuchBucket');
    this.perform(request, rest.join('/'), body, response);
  }

  private perform(request: IncomingMessage, key: string, bytes: Buffer, response: ServerResponse): void {
    const found = this.objects.get(key);
    switch (request.method) {
      case 'HEAD':
        response.writeHead(200).end();
        return;
      case 'PUT':
        if (bytes.length > MAX_OBJECT_BYTES) return fail(response, 400, 'EntityTooLarge');
        this.objects.set(key, { bytes, contentType: request.headers['content-type'] ?? '' });
        this.history.push(`put ${key}`);
        response.writeHead(200, { etag: `"${createHash('md5').update(bytes).digest('hex')}"` }).end();
        return;
      case 'GET':
        if (!found) return fail(response, 404, 'NoSuchKey');
        response.writeHead(200, { 'content-type': found.contentType, 'content-length': found.bytes.length });
        response.end(found.bytes);
        return;
      case 'DELETE':
        this.objects.delete(key);
        this.history.push(`delete ${key}`);
        response.writeHead(204).end();
        return;
      default:
        fail(response, 405, 'MethodNotAllowed');
    }
  }
}

function fail(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** The code of S3's refusal; undefined when the signature is right, covers these bytes and is of now. */
function checkSignature(request: IncomingMessage, body: Buffer): string | undefined {
  const [, accessKey, scope, names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    ) ?? [];
  if (scope === undefined) return 'AccessDenied';
  if (accessKey !== S3_CREDENTIALS.accessKeyId) return 'InvalidAccessKeyId';
  const at = String(request.headers['x-amz-date']);
  const day = at.slice(0, 8);
  if (scope !== `${day}/${S3_REGION}/s3/aws4_request`) return 'AuthorizationHeaderMalformed';
  const time = Date.parse(at.replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:'));
  if (Math.abs(Date.now() - time) > 900_000) return 'RequestTimeTooSkewed';
  const digest = String(request.headers['x-amz-content-sha256']);
  if (digest !== sha256(body)) return 'XAmzContentSHA256Mismatch';
  for (const needed of ['host', 'x-amz-date', 'x-amz-content-sha256'])
    if (!names.split(';').includes(needed)) return 'AccessDenied';
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://host');
  const query = [...searchParams].map((pair) => pair.map(encodeURIComponent).join('=')).toSorted();
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const canonical = [request.method, pathname, query.join('&'), headers.join(''), names, digest].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n');
  const key = [day, S3_REGION, 's3', 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${S3_CREDENTIALS.secretAccessKey}`,
  );
  return hmac(key, toSign).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch';
}
