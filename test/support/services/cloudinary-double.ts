import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { StoreDouble } from './store-double.js';

const CLOUD = 'testing';
const API_KEY = '123456789';
const API_SECRET = 'secret-of-the-cloud';
/** Parameters that no signature covers. */
const UNSIGNED = new Set(['file', 'api_key', 'signature', 'resource_type', 'cloud_name']);

/**
 * The part of Cloudinary's upload API that is used here; objects by resource type, delivery type and public id. Signatures are computed again by the documented rule.
 *
 * @see https://cloudinary.com/documentation/signatures#manual_signature_generation
 */
export class CloudinaryDouble extends StoreDouble {
  /** CLOUDINARY_URL for a client. */
  settings(secret = API_SECRET): string {
    return `cloudinary://${API_KEY}:${secret}@${CLOUD}?upload_prefix=http://${this.address}`;
  }

  protected async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.trouble === 'black hole') return;
    if (this.trouble === 'error') return json(response, 500, { error: { message: 'Internal error' } });
    const url = new URL(request.url ?? '', 'http://host');
    const [, version, cloud, kind = '', action = ''] = url.pathname.split('/');
    if (version !== 'v1_1' || cloud !== CLOUD)
      return json(response, 404, { error: { message: 'Unknown cloud' } });
    if (kind === 'ping') return this.ping(request, response);
    const fields =
      request.method === 'GET'
        ? new Map<string, string | Blob>(url.searchParams)
        : await formOf(Buffer.concat(chunks), request.headers['content-type'] ?? '');
    const refusal = refusalOf(fields);
    if (refusal) return json(response, 401, { error: { message: refusal } });
    await this.perform(action, kind, fields, response);
  }

  private ping(request: IncomingMessage, response: ServerResponse): void {
    const expected = `Basic ${Buffer.from(`${API_KEY}:${API_SECRET}`).toString('base64')}`;
    if (request.headers.authorization === expected) json(response, 200, { status: 'ok' });
    else json(response, 401, { error: { message: 'Invalid credentials' } });
  }

  private async perform(
    action: string,
    kind: string,
    fields: Map<string, string | Blob>,
    response: ServerResponse,
  ): Promise<void> {
    const name = [kind, fields.get('type'), fields.get('public_id')].join(' ');
    const file = fields.get('file');
    const found = this.objects.get(name);
    if (action === 'upload' && file instanceof Blob) {
      const bytes = Buffer.from(await file.arrayBuffer());
      if (bytes.length > 1_000_000) return json(response, 400, { error: { message: 'File size too large' } });
      this.objects.set(name, { bytes, contentType: '' });
      this.history.push(`put ${String(fields.get('public_id'))}`);
      return json(response, 200, { public_id: fields.get('public_id'), bytes: bytes.length });
    }
    if (action === 'destroy') {
      this.history.push(`delete ${String(fields.get('public_id'))}`);
      return json(response, 200, { result: this.objects.delete(name) ? 'ok' : 'not found' });
    }
    if (action === 'download' && found) {
      response.writeHead(200).end(found.bytes);
      return;
    }
    json(response, 404, { error: { message: 'Resource not found' } });
  }
}

async function formOf(body: Buffer, type: string): Promise<Map<string, string | Blob>> {
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  return new Map<string, string | Blob>(form as unknown as Iterable<[string, string | Blob]>);
}

function refusalOf(fields: Map<string, string | Blob>): string | undefined {
  if (fields.get('api_key') !== API_KEY) return 'Unknown API key';
  if (Math.abs(Date.now() / 1000 - Number(fields.get('timestamp'))) > 3600) return 'Stale request';
  const text = [...fields]
    .filter(([name, value]) => !UNSIGNED.has(name) && value !== '')
    .map(([name, value]) => `${name}=${String(value).replaceAll('&', '%26')}`)
    .toSorted()
    .join('&');
  const expected = createHash('sha1')
    .update(text + API_SECRET)
    .digest('hex');
  return fields.get('signature') === expected ? undefined : 'Invalid Signature';
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
