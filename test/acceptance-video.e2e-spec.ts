import { readFileSync } from 'node:fs';

import { hasFfmpeg } from './support/ffmpeg.js';
import { sendForm } from './support/http.js';
import { acceptancePath, describeWithAcceptance, makeModelDir, removeModelDir } from './support/models.js';
import { startServer, type RunningServer } from './support/server.js';

const CLIPS = [
  // The pictures of the first begin 0.84 s after its sound.
  ['face_recognition_short_hamilton_clip.mp4', 640, 360, 275, 29.97, 10.02, 0.844],
  ['roboflow_example_video.mp4', 426, 240, 431, 30, 14.367, 0],
] as const;

describeWithAcceptance('videos of others', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir([
      {
        name: 'yolo11n',
        files: { '1/model.onnx': { copyOf: acceptancePath('models/1-detection/yolo11n_int8.onnx') } },
      },
    ]);
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off' } });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it.each(CLIPS)(
    '%s is described and answered',
    async (name, width, height, frame_count, fps, seconds, first) => {
      const whole = readFileSync(acceptancePath(`video/${name}`));
      // The refusal comes before the body is read: a client that is still sending may find the connection closed.
      const bytes = hasFfmpeg ? whole : whole.subarray(0, 4096);
      const route = `${server.url}/v1/models/yolo11n/predict/video`;
      const fields = { strategy: 'every', every_n: 40 };
      const { status, body } = await sendForm(route, { bytes, name, type: 'video/mp4' }, fields);
      if (!hasFfmpeg) {
        expect([status, body.error.code]).toEqual([501, 'VIDEO_UNSUPPORTED']);
        return;
      }
      expect(status).toBe(200);
      expect(body.video).toMatchObject({ width, height, frame_count, codec: 'h264' });
      expect(body.video.fps).toBeCloseTo(fps, 1);
      expect(body.video.duration_seconds).toBeCloseTo(seconds, 2);
      const numbers = Array.from({ length: Math.ceil(frame_count / 40) }, (_, i) => i * 40);
      expect(body.frames.map(({ index }: any) => index)).toEqual(numbers);
      for (const { index, time_seconds } of body.frames)
        expect(time_seconds).toBeCloseTo(first + index / fps, 1);
      expect(body.failed).toBe(0);
      const person = body.aggregate.labels.find(({ label }: any) => label === 'person');
      expect(person.frames).toBeGreaterThan(3);
      expect(person.best_score).toBeGreaterThan(0.5);
    },
  );
});
