import { RemoteFault } from './remote-fault.js';

/**
 * All of a stream.
 *
 * @throws RemoteFault `away` when it is longer than `maxBytes`
 */
export async function readBounded(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new RemoteFault('away', `the store sends more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
