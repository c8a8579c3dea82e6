import { addAbortSignal, type Readable } from 'node:stream';

import type { S3Client } from '@aws-sdk/client-s3';

import { contentTypeOf } from './object-key.js';
import { readBounded } from './read-bounded.js';
import type { RemoteStore } from './remote-store.js';
import { s3Fault } from './s3-fault.js';

type Sdk = typeof import('@aws-sdk/client-s3');

export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  /** For stores that are not Amazon's; undefined asks Amazon. */
  readonly endpoint: string | undefined;
  readonly forcePathStyle: boolean;
  /** In front of every key; empty or ending in a slash. */
  readonly prefix: string;
  /** Undefined leaves it to the SDK's own chain: AWS_ variables, profile, role of the machine or pod. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  readonly timeoutMs: number;
  readonly maxObjectBytes: number;
}

/** The client is loaded here and nowhere else: who keeps nothing in S3 pays neither its memory nor its start. */
export async function openS3(settings: S3Settings): Promise<RemoteStore> {
  const sdk = await import('@aws-sdk/client-s3');
  const { region, endpoint, forcePathStyle, credentials, timeoutMs } = settings;
  const client = new sdk.S3Client({
    region,
    forcePathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    // The second attempt is for a kept connection that the store closed meanwhile; waiting it out is the outbox' business.
    maxAttempts: 2,
    // Other makers' stores do not all know Amazon's newer checksums; the signature covers the bytes in any case.
    ...(endpoint === undefined
      ? {}
      : { requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' }),
    requestHandler: {
      connectionTimeout: timeoutMs,
      requestTimeout: timeoutMs,
      httpsAgent: { maxSockets: 16 },
    },
  });
  return new S3Store(sdk, client, settings);
}

class S3Store implements RemoteStore {
  readonly driver = 's3';
  readonly place: string;

  constructor(
    private readonly sdk: Sdk,
    private readonly client: S3Client,
    private readonly settings: S3Settings,
  ) {
    this.place = `s3://${settings.bucket}/${settings.prefix}`;
  }

  async put(key: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const { PutObjectCommand } = this.sdk;
    const ContentType = contentTypeOf(key);
    await this.asked(() =>
      this.client.send(new PutObjectCommand({ ...this.at(key), Body: bytes, ContentType }), {
        abortSignal: signal,
      }),
    );
  }

  async get(key: string, signal: AbortSignal): Promise<Buffer | undefined> {
    const { GetObjectCommand } = this.sdk;
    return this.asked(async () => {
      try {
        const { Body } = await this.client.send(new GetObjectCommand(this.at(key)), { abortSignal: signal });
        // Its own signal ends the request at the headers.
        const body = addAbortSignal(signal, Body as Readable);
        return await readBounded(body as AsyncIterable<Uint8Array>, this.settings.maxObjectBytes);
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined;
        throw error;
      }
    });
  }

  async delete(key: string, signal: AbortSignal): Promise<void> {
    const { DeleteObjectCommand } = this.sdk;
    await this.asked(() => this.client.send(new DeleteObjectCommand(this.at(key)), { abortSignal: signal }));
  }

  async check(signal: AbortSignal): Promise<void> {
    const { HeadBucketCommand } = this.sdk;
    const Bucket = this.settings.bucket;
    await this.asked(() => this.client.send(new HeadBucketCommand({ Bucket }), { abortSignal: signal }));
  }

  close(): void {
    this.client.destroy();
  }

  private at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.settings.bucket, Key: this.settings.prefix + key };
  }

  private async asked<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw s3Fault(error);
    }
  }
}
