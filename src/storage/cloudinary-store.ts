import { readBounded } from './read-bounded.js';
import { cloudinaryFault } from './cloudinary-fault.js';
import type { RemoteStore } from './remote-store.js';

type Api = (typeof import('cloudinary'))['v2'];

export interface CloudinarySettings {
  /** In front of every key; empty or ending in a slash. */
  readonly prefix: string;
  readonly timeoutMs: number;
  readonly maxObjectBytes: number;
}

/** How Cloudinary names an object: pictures have their format beside their name, other files in it. */
interface Asset {
  readonly publicId: string;
  readonly format: string;
  readonly kind: 'image' | 'raw';
}

/** Nobody reads an object by guessing its address: only by a signature. */
const TYPE = 'authenticated';
const PICTURES = new Set(['jpg', 'png', 'webp', 'gif', 'avif']);
const LINK_SECONDS = 60;

/**
 * The client is loaded here and nowhere else. It reads CLOUDINARY_URL by itself while it is being loaded, which is the only
 * way to give it another address (`?upload_prefix=`).
 */
export async function openCloudinary(settings: CloudinarySettings): Promise<RemoteStore> {
  const { v2 } = await import('cloudinary');
  return new CloudinaryStore(v2, settings);
}

/** The SDK takes no signal: a call that nobody waits for any more ends by `timeoutMs`, unseen. */
class CloudinaryStore implements RemoteStore {
  readonly driver = 'cloudinary';
  readonly place: string;

  constructor(
    private readonly api: Api,
    private readonly settings: CloudinarySettings,
  ) {
    this.place = `cloudinary ${String(api.config().cloud_name)}/${settings.prefix}`;
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const { publicId, kind } = this.assetOf(key);
    await this.asked(async () => {
      await new Promise<void>((resolve, reject) => {
        const options = {
          public_id: publicId,
          resource_type: kind,
          type: TYPE,
          overwrite: true,
          timeout: this.settings.timeoutMs,
        };
        const done = (error?: object): void => (error ? reject(error) : resolve());
        this.api.uploader
          .upload_stream(options, done)
          .end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      });
    });
  }

  async get(key: string, signal: AbortSignal): Promise<Buffer | undefined> {
    const { publicId, format, kind } = this.assetOf(key);
    return this.asked(async () => {
      const expires = Math.round(Date.now() / 1000) + LINK_SECONDS;
      const link = this.api.utils.private_download_url(publicId, kind === 'raw' ? '' : format, {
        resource_type: kind,
        type: TYPE,
        expires_at: expires,
      });
      const answer = await fetch(link, { signal });
      if (answer.status === 404) return undefined;
      if (!answer.ok || !answer.body) throw Object.assign(new Error('not ok'), { http_code: answer.status });
      return readBounded(answer.body, this.settings.maxObjectBytes);
    });
  }

  async delete(key: string): Promise<void> {
    const { publicId, kind } = this.assetOf(key);
    const options = { resource_type: kind, type: TYPE, invalidate: true, timeout: this.settings.timeoutMs };
    await this.asked(() => this.api.uploader.destroy(publicId, options) as Promise<unknown>);
  }

  async check(): Promise<void> {
    await this.asked(() => this.api.api.ping({ timeout: this.settings.timeoutMs }) as Promise<unknown>);
  }

  close(): void {
    // It keeps nothing open.
  }

  private assetOf(key: string): Asset {
    const dot = key.lastIndexOf('.');
    const format = key.slice(dot + 1);
    const name = this.settings.prefix + key;
    return PICTURES.has(format)
      ? { publicId: name.slice(0, -format.length - 1), format, kind: 'image' }
      : { publicId: name, format, kind: 'raw' };
  }

  private async asked<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw cloudinaryFault(error);
    }
  }
}
