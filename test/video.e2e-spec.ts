import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describeWithFfmpeg, ffmpeg } from './support/ffmpeg.js';
import { predict, send, sendForm, waitFor } from './support/http.js';
import { startServer } from './support/server.js';
import { startSmallServer, STARTER } from './support/small-server.js';

const MISSING = join(tmpdir(), 'there-is-no-ffmpeg-here');

/** Half a second red, a whole one green, half a second blue: 20 frames, told apart by the colours model. */
const COLOURS = ['red:d=0.5', 'lime:d=1', 'blue:d=0.5'];
const INPUTS = COLOURS.flatMap((colour) => ['-f', 'lavfi', '-i', `color=c=${colour}:s=64x48:r=10`]);
const CONCAT = '[0][1][2]concat=n=3';

type Fields = Record<string, string | number>;

const labels = (body: any): string[] =>
  body.frames.map(({ prediction }: any) => prediction.result.classes[0].label);
const indexes = (body: any): number[] => body.frames.map(({ index }: any) => index);

describeWithFfmpeg('POST /v1/models/{model}/predict/video', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sibyl-video-'));
  const clip = (name: string): string => join(folder, name);
  let server: Awaited<ReturnType<typeof startSmallServer>>;

  const ask = (name: string, fields: Fields = {}, model = 'colours', headers: Record<string, string> = {}) =>
    sendForm(
      `${server.url}/v1/models/${model}/predict/video`,
      { bytes: readFileSync(clip(name)), name, type: 'video/mp4' },
      fields,
      headers,
    );
  beforeAll(async () => {
    const make = (name: string, ...options: string[]): void => {
      ffmpeg(...INPUTS, '-filter_complex', CONCAT, '-q:v', '2', ...options, clip(name));
    };
    make('colours.mp4', '-c:v', 'mpeg4', '-bf', '2');
    make('colours.avi', '-c:v', 'mpeg4', '-bf', '2');
    make('colours.mkv', '-c:v', 'mjpeg', '-pix_fmt', 'yuvj444p');
    ffmpeg('-i', clip('colours.mp4'), '-c', 'copy', '-metadata:s:v', 'rotate=90', clip('turned.mp4'));
    // Ten frames of 0.1 s, then ten that are shown for a second each.
    const slower = 'setpts=if(lt(N\\,10)\\,N\\,10+(N-10)*10)/10/TB';
    ffmpeg('-i', clip('colours.mkv'), '-vf', slower, '-vsync', 'vfr', '-c:v', 'mjpeg', clip('variable.mkv'));
    const signs = join(STARTER, 'samples/corridor.jpg');
    ffmpeg('-loop', '1', '-i', signs, '-t', '1', '-r', '5', '-c:v', 'mpeg4', '-q:v', '2', clip('signs.mp4'));
    server = await startSmallServer();
  });

  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('describes the video, and answers each frame and all together', async () => {
    const { status, body } = await ask('colours.mp4', { strategy: 'every', every_n: 4, top_k: 1 });
    expect(status).toBe(200);
    expect(body.video).toEqual({
      duration_seconds: 2,
      width: 64,
      height: 48,
      fps: 10,
      frame_count: 20,
      codec: 'mpeg4',
    });
    expect(body.frames.map(({ index, time_seconds }: any) => [index, time_seconds])).toEqual([
      [0, 0],
      [4, 0.4],
      [8, 0.8],
      [12, 1.2],
      [16, 1.6],
    ]);
    expect(labels(body)).toEqual(['red', 'red', 'green', 'green', 'blue']);
    expect(body.frames[0].prediction).toMatchObject({
      task: 'image-classification',
      model: { name: 'colours' },
    });
    expect(body.frames[0].prediction.result.image).toEqual({ width: 64, height: 48 });
    expect(body.aggregate.classes.map(({ label, votes }: any) => [label, votes])).toEqual([
      ['red', 2],
      ['green', 2],
      ['blue', 1],
    ]);
    expect(body.aggregate.majority).toMatchObject({ votes: 2, share: 0.4 });
    expect([body.succeeded, body.failed]).toEqual([5, 0]);
  });

  it.each<[Fields, number[], string[]]>([
    [{ strategy: 'middle' }, [10], ['green']],
    [{ strategy: 'at', position_seconds: 1.75 }, [17], ['blue']],
    [{ strategy: 'at', position_fraction: 0 }, [0], ['red']],
    [{ strategy: 'evenly', frames: 4 }, [2, 7, 12, 17], ['red', 'green', 'green', 'blue']],
    [{}, [1, 3, 6, 8, 11, 13, 16, 18], ['red', 'red', 'green', 'green', 'green', 'green', 'blue', 'blue']],
  ])('chooses frames by %j', async (fields, expected, colours) => {
    const { status, body } = await ask('colours.mp4', fields);
    expect([status, indexes(body), labels(body)]).toEqual([200, expected, colours]);
  });

  it.each(['colours.avi', 'colours.mkv'])('counts the frames of %s rightly', async (name) => {
    const { body } = await ask(name, { strategy: 'every', every_n: 1 });
    const expected = [...Array(5).fill('red'), ...Array(10).fill('green'), ...Array(5).fill('blue')];
    expect(labels(body)).toEqual(expected);
  });

  it('tells true times where the rate varies', async () => {
    const { body } = await ask('variable.mkv', { strategy: 'evenly', frames: 4 });
    expect(body.video.frame_count).toBe(20);
    expect(body.video.duration_seconds).toBeGreaterThan(10);
    const { body: all } = await ask('variable.mkv', { strategy: 'every', every_n: 1 });
    const times = all.frames.map(({ time_seconds }: any) => time_seconds);
    expect(times.slice(8, 13)).toEqual([0.8, 0.9, 1, 2, 3]);
    const { body: at } = await ask('variable.mkv', { strategy: 'at', position_seconds: 4.9 });
    expect(at.frames[0]).toMatchObject({ index: 13, time_seconds: 4 });
  });

  it('turns frames upright', async () => {
    const { body } = await ask('turned.mp4', { strategy: 'middle' });
    expect(body.video).toMatchObject({ width: 48, height: 64 });
    expect(body.frames[0].prediction.result.image).toEqual({ width: 48, height: 64 });
  });

  it('answers a frame as the picture of that frame is answered', async () => {
    const { body } = await ask('signs.mp4', { strategy: 'at', position_seconds: 0.4 }, 'hazard-detector');
    const [{ index, prediction }] = body.frames;
    const select = ['-vf', `select=eq(n\\,${index})`, '-frames:v', '1'];
    const asPng = ['-f', 'image2pipe', '-c:v', 'png', 'pipe:1'];
    const picture = ffmpeg('-i', clip('signs.mp4'), ...select, ...asPng);
    const alone = await predict(server.url, 'hazard-detector', { bytes: picture, name: 'frame.png' });
    expect(alone.body.result.detections.length).toBeGreaterThan(0);
    expect(prediction.result).toEqual(alone.body.result);
    const [best] = alone.body.result.detections;
    expect(body.aggregate.labels.find(({ label }: any) => label === best.label)).toMatchObject({
      frames: 1,
      best_score: best.score,
      first_seen_seconds: 0.4,
      last_seen_seconds: 0.4,
    });
  });

  it('keeps a row for each frame under the id of the request', async () => {
    const id = 'video-history-0001';
    const fields = { strategy: 'every', every_n: 7 };
    const { body } = await ask('colours.mp4', fields, 'colours', { 'x-request-id': id });
    const query = `${server.url}/v1/predictions?request_id=${id}`;
    const rows = await waitFor(
      async () => {
        const { items } = (await send(query)).body;
        return items.length === 3 ? items : undefined;
      },
      { what: 'three rows in the history' },
    );
    const ids = body.frames.map(({ prediction }: any) => prediction.prediction_id);
    expect(rows.map(({ prediction_id }: any) => prediction_id).toSorted()).toEqual(ids.toSorted());
  });

  it('leaves nothing in the data folder', () => {
    expect(readdirSync(join(server.dataDir, 'video'))).toEqual([]);
  });

  it.each<[string, Fields, number, string]>([
    ['colours.mp4', { strategy: 'best' }, 400, 'VALIDATION_FAILED'],
    ['colours.mp4', { strategy: 'at', position_seconds: 3 }, 400, 'VALIDATION_FAILED'],
    ['colours.mp4', { frames: 4, top_q: 1 }, 400, 'VALIDATION_FAILED'],
    ['colours.mp4', { frames: 1000 }, 400, 'VALIDATION_FAILED'],
  ])('refuses %s with %j', async (name, fields, status, code) => {
    const answer = await ask(name, fields);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  it('refuses a model that takes no pictures, and a request without a video', async () => {
    expect((await ask('colours.mp4', {}, 'echo')).body.error.code).toBe('NO_INPUT');
    const url = `${server.url}/v1/models/colours/predict/video`;
    const empty = await send(url, { method: 'POST', body: new FormData() });
    expect([empty.status, empty.body.error.code]).toEqual([400, 'NO_INPUT']);
  });
});

describe('without ffmpeg', () => {
  it('says how to get it, and serves everything else', async () => {
    const env = { FFMPEG_PATH: MISSING, DATABASE_MODE: 'off' };
    const server = await startServer({ env });
    try {
      await server.waitUntilReady();
      const route = `${server.url}/v1/models/hazard-detector/predict`;
      const bytes = readFileSync(join(STARTER, 'samples/street.jpg'));
      const video = await sendForm(`${route}/video`, { bytes, name: 'a.mp4' });
      expect([video.status, video.body.error.code]).toEqual([501, 'VIDEO_UNSUPPORTED']);
      expect(video.body.error.message).toContain('apt-get install ffmpeg');
      expect(video.body.error.message).not.toContain(tmpdir());
      expect((await sendForm(route, { bytes, name: 'street.jpg' })).status).toBe(200);
    } finally {
      await server.stop();
    }
  });
});
