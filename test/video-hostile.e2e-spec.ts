import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { endlessFfmpeg } from './support/fake-ffmpeg.js';
import { describeWithFfmpeg, ffmpeg } from './support/ffmpeg.js';
import { send, sendForm, waitFor } from './support/http.js';
import { waitUntilGone } from './support/processes.js';
import { startServer, type RunningServer } from './support/server.js';

const ROUTE = '/v1/models/hazard-detector/predict/video';
const MP4_HEAD = Buffer.concat([
  Buffer.from('\0\0\0\x14ftypisom\0\0\x02\0isom', 'latin1'),
  Buffer.alloc(2000),
]);

const source = (size: string): string[] => ['-f', 'lavfi', '-i', `testsrc=s=${size}:r=10:d=3`];

describeWithFfmpeg('a hostile video', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sibyl-hostile-video-'));
  const clip = (name: string): string => join(folder, name);
  let server: RunningServer;
  /** Must never be asked for anything. */
  let canary: ReturnType<typeof createServer>;
  const visits: (string | undefined)[] = [];

  const ask = (bytes: Uint8Array, name = 'video.mp4', fields = {}) =>
    sendForm(server.url + ROUTE, { bytes, name, type: 'video/mp4' }, fields);
  const canaryUrl = (): string => `http://127.0.0.1:${(canary.address() as AddressInfo).port}/secret.ts`;

  beforeAll(async () => {
    canary = createServer(({ url }, response) => {
      visits.push(url);
      response.end();
    });
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
    ffmpeg(...source('320x240'), '-c:v', 'mpeg4', clip('plain.mp4'));
    ffmpeg(...source('320x240'), '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', clip('plain.mkv'));
    ffmpeg(...source('2000x1500'), '-frames:v', '1', '-c:v', 'mpeg4', clip('large.mp4'));
    ffmpeg('-f', 'lavfi', '-i', 'sine=d=1', '-c:a', 'aac', clip('sound.mp4'));
    ffmpeg(...source('64x48'), '-frames:v', '5', '-c:v', 'ffv1', clip('rare.mkv'));
    const env = {
      DATABASE_MODE: 'off',
      MAX_VIDEO_SECONDS: '60',
      MAX_VIDEO_SIZE: '2000000',
      MAX_IMAGE_MEGAPIXELS: '1',
    };
    server = await startServer({ env });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    canary.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each<[string, () => string]>([
    ['an HLS playlist', () => `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n${canaryUrl()}\n`],
    ['a list for concat', () => `ffconcat version 1.0\nfile '${canaryUrl()}'\n`],
    ['a text', () => 'This is no video.\n'.repeat(100)],
  ])('%s by the name of a video is not read as one', async (_name, text) => {
    const { status, body } = await ask(Buffer.from(text()));
    expect([status, body.error.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(visits).toEqual([]);
  });

  it('a playlist that begins like a video is read as a damaged video, and nothing is fetched', async () => {
    const text = Buffer.from(`#EXTftypM3U\n#EXTM3U\n#EXTINF:9,\n${canaryUrl()}\n`);
    const { status, body } = await ask(Buffer.concat([text, Buffer.alloc(1000)]));
    expect([status, body.error.code]).toEqual([400, 'UNDECODABLE_VIDEO']);
    expect(visits).toEqual([]);
  });

  it('a file that is cut off before its index is undecodable', async () => {
    const whole = readFileSync(clip('plain.mp4'));
    const { status, body } = await ask(whole.subarray(0, Math.floor(whole.length * 0.6)));
    expect([status, body.error.code]).toEqual([400, 'UNDECODABLE_VIDEO']);
    expect(body.error.message).toContain('the file ends too early');
    expect(body.error.message).not.toContain(server.dataDir);
  });

  it('a file that is cut off behind its index is answered as far as it goes', async () => {
    const whole = readFileSync(clip('plain.mkv'));
    const { status, body } = await ask(whole.subarray(0, Math.floor(whole.length / 2)), 'cut.mkv');
    expect(status).toBe(200);
    expect(body.video.frame_count).toBeLessThan(20);
    expect(body.video.frame_count).toBeGreaterThan(5);
    expect([body.succeeded, body.failed]).toEqual([8, 0]);
  });

  it('ten hours that a small file claims are refused', async () => {
    const bytes = Buffer.from(readFileSync(clip('plain.mp4')));
    for (const box of ['mvhd', 'tkhd', 'mdhd', 'elst'] as const) claimTenHours(bytes, box);
    const { status, body } = await ask(bytes);
    expect([status, body.error.code]).toEqual([413, 'VIDEO_TOO_LONG']);
    expect(body.error.details).toEqual({ seconds: expect.any(Number), max_seconds: 60 });
  });

  it.each([
    ['too many pixels', 'large.mp4', 413, 'TOO_MANY_PIXELS'],
    ['a rare codec', 'rare.mkv', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['sound only', 'sound.mp4', 400, 'UNDECODABLE_VIDEO'],
  ])('%s: %s is answered %i %s', async (_name, name, status, code) => {
    const answer = await ask(readFileSync(clip(name)), name);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  it('random bytes behind the head of a video are undecodable', async () => {
    const noise = Buffer.from(Uint8Array.from({ length: 50_000 }, (_, i) => (i * 7919 + (i >> 3)) % 256));
    const { status, body } = await ask(Buffer.concat([MP4_HEAD.subarray(0, 20), noise]));
    expect([status, body.error.code]).toEqual([400, 'UNDECODABLE_VIDEO']);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 400, 'EMPTY_FILE'],
    ['one that is too large', Buffer.concat([MP4_HEAD, Buffer.alloc(2_000_000)]), 413, 'FILE_TOO_LARGE'],
  ])('%s is refused', async (_name, bytes, status, code) => {
    const answer = await ask(bytes);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  it('leaves no process and no file, and the server as it was', async () => {
    expect(readdirSync(join(server.dataDir, 'video'))).toEqual([]);
    expect((await send(`${server.url}/health/ready`)).status).toBe(200);
    const { status, body } = await ask(readFileSync(clip('plain.mp4')), 'plain.mp4', { strategy: 'middle' });
    expect([status, body.succeeded]).toEqual([200, 1]);
  });
});

describe('a video that is decoded for ever', () => {
  const tool = endlessFfmpeg();
  let server: RunningServer;

  const ask = (headers: Record<string, string> = {}, init: RequestInit = {}) =>
    sendForm(server.url + ROUTE, { bytes: MP4_HEAD, name: 'endless.mp4' }, {}, headers, init);
  const spooled = (): string[] => {
    const folder = join(server.dataDir, 'video');
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  const start = async (dataDir?: string): Promise<RunningServer> => {
    const env = {
      DATABASE_MODE: 'off',
      FFMPEG_PATH: tool,
      MAX_VIDEO_REQUESTS: '1',
      VIDEO_TIMEOUT_SECONDS: '600',
    };
    const running = await startServer({ env, ...(dataDir === undefined ? {} : { dataDir }) });
    await running.waitUntilReady();
    return running;
  };
  const decoders = (): number[] =>
    readdirSync(dirname(tool)).flatMap((name) => (name.startsWith('pid-') ? [Number(name.slice(4))] : []));
  /** Waits until a decoder runs that was not there before. */
  const decoder = (before: number[]): Promise<number> =>
    waitFor(() => decoders().find((pid) => !before.includes(pid)), {
      what: 'the decoder',
      timeoutMs: 20_000,
    });

  beforeAll(async () => {
    server = await start();
  });

  afterAll(async () => {
    await server?.kill();
    rmSync(dirname(tool), { recursive: true, force: true });
  });

  it('ends at the deadline', async () => {
    const { status, body } = await ask({ 'x-request-timeout-ms': '3000' });
    expect([status, body.error.code]).toEqual([504, 'VIDEO_TIMEOUT']);
    expect(decoders()).toHaveLength(1);
    await waitUntilGone(decoders());
    expect(spooled()).toEqual([]);
  });

  it('ends when the client goes away; meanwhile another video is told to come again', async () => {
    const before = decoders();
    const client = new AbortController();
    const answer = ask({}, { signal: client.signal }).catch((error: Error) => error.name);
    const pid = await decoder(before);
    const second = await ask();
    expect([second.status, second.body.error.code]).toEqual([503, 'VIDEO_BUSY']);
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
    client.abort();
    expect(await answer).toBe('AbortError');
    await waitUntilGone([pid]);
    await waitFor(() => spooled().length === 0, { what: 'the upload to be removed' });
  });

  it('leaves a file behind only when the server is killed, until the next start', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'sibyl-data-'));
    await server.kill();
    server = await start(dataDir);
    const before = decoders();
    const answer = ask().catch((error: Error) => error.name);
    const pid = await decoder(before);
    await server.kill();
    // Nobody is left to end it but its limit on CPU time.
    process.kill(pid, 'SIGKILL');
    expect(await answer).toBe('TypeError');
    expect(readdirSync(join(dataDir, 'video'))).toHaveLength(1);
    server = await start(dataDir);
    expect(spooled()).toEqual([]);
    await server.kill();
    rmSync(dataDir, { recursive: true, force: true });
  });
});

/** Sets the duration in an MP4 box (version 0) to more than ten hours, in any unit of less than 50 000 a second. */
function claimTenHours(bytes: Buffer, box: 'mvhd' | 'tkhd' | 'mdhd' | 'elst'): void {
  // From the name of the box to its duration, as ISO/IEC 14496-12 section 8 lists the fields.
  const offset = { mvhd: 20, tkhd: 24, mdhd: 20, elst: 12 }[box];
  const at = bytes.indexOf(box, 0, 'latin1');
  if (at >= 0) bytes.writeUInt32BE(0x7fff_0000, at + offset);
}
