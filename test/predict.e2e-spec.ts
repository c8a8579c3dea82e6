import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import sharp from 'sharp';

import { predict, predictJson } from './support/http.js';
import { solid, STARTER, startSmallServer } from './support/small-server.js';

type Samples = Record<
  string,
  {
    detections: {
      label: string;
      score: number;
      box: { x: number; y: number; width: number; height: number };
    }[];
  }
>;

describe('POST /v1/models/{model}/predict', () => {
  let server: Awaited<ReturnType<typeof startSmallServer>>;

  beforeAll(async () => {
    server = await startSmallServer();
  });

  afterAll(() => server?.stop());

  const ask = (bytes: Uint8Array, headers: Record<string, string> = {}) =>
    predict(server.url, 'colours', { bytes, name: 'x.png' }, {}, headers);

  const askFor = async (accept: string, model = 'hazard-detector') =>
    predict(server.url, model, { bytes: await solid('#999999'), name: 'a.png' }, {}, { accept });

  it.each(['png', 'jpeg', 'webp'] as const)('labels a %s picture and rates the answer', async (format) => {
    const { status, body, headers } = await predict(server.url, 'colours', {
      bytes: await solid('#ff0000', format),
      name: `red.${format}`,
    });
    expect(status).toBe(200);
    expect(headers.get('x-cache')).toBe('MISS');
    expect(headers.get('server-timing')).toMatch(/run;dur=\d/);
    expect(body).toMatchObject({
      model: { name: 'colours', version: '1', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      task: 'image-classification',
      confidence_status: 'HIGH',
      retake_message: null,
      cached: false,
      request_id: headers.get('x-request-id'),
    });
    expect(body.result.classes[0]).toMatchObject({
      label: 'red',
      class_id: 0,
      description: 'Mostly red',
      severity: 'high',
      recommendation: 'Stop',
    });
    expect(body.result.image).toEqual({ width: 48, height: 32 });
  });

  it('asks for another picture when the answer is not sure', async () => {
    const grey = { bytes: await solid('#808080'), name: 'grey.png' };
    const { body } = await predict(server.url, 'colours', grey);
    expect(body).toMatchObject({ confidence_status: 'LOW', retake_message: 'Show one colour alone.' });
  });

  it('answers base64 in JSON, plain, URL-safe and as a data URL, as it answers the file', async () => {
    const bytes = await solid('#00ff00');
    const fromFile = await predict(server.url, 'colours', { bytes, name: 'green.png' });
    const base64 = bytes.toString('base64');
    for (const image of [base64, bytes.toString('base64url'), `data:image/png;base64,${base64}`]) {
      const { status, body, headers } = await predictJson(server.url, 'colours', { image });
      expect(status).toBe(200);
      expect(body.result).toEqual(fromFile.body.result);
      expect(headers.get('x-cache')).toBe('HIT');
    }
  });

  it('answers several files each by itself, in their order', async () => {
    const { status, body } = await predict(server.url, 'colours', [
      { bytes: await solid('#0000ff'), name: 'blue.png' },
      { bytes: Buffer.from('no picture'), name: 'notes.jpg' },
      { bytes: new Uint8Array(0), name: 'empty.png' },
      { bytes: (await solid('#ff0000', 'jpeg')).subarray(0, -40), name: 'cut.jpg' },
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ succeeded: 1, failed: 3 });
    expect(
      body.items.map((item: any) => [
        item.index,
        item.filename,
        item.error?.code ?? item.prediction.result.classes[0].label,
      ]),
    ).toEqual([
      [0, 'blue.png', 'blue'],
      [1, 'notes.jpg', 'UNSUPPORTED_MEDIA_TYPE'],
      [2, 'empty.png', 'EMPTY_FILE'],
      [3, 'cut.jpg', 'UNDECODABLE_IMAGE'],
    ]);
  });

  it('takes options as form fields and as JSON', async () => {
    const bytes = await solid('#ff8000');
    const form = await predict(server.url, 'colours', { bytes, name: 'a.png' }, { top_k: 2 });
    const json = await predictJson(server.url, 'colours', { image: bytes.toString('base64'), top_k: 2 });
    expect(form.body.result.classes).toHaveLength(2);
    expect(json.headers.get('x-cache')).toBe('HIT');
  });

  it('keeps 64-bit integers exact on their way through a model of raw tensors', async () => {
    const inputs = [{ name: 'x', shape: [3], data: ['9007199254740993', -1, '-9223372036854775808'] }];
    const { status, body } = await predictJson(server.url, 'echo', { inputs });
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    expect(body.confidence_status).toBeNull();
    expect(body.result.outputs).toEqual([
      { name: 'y', datatype: 'int64', shape: [3], data: ['9007199254740993', -1, '-9223372036854775808'] },
    ]);
  });

  it('serves the newest version by default and any served one by its number', async () => {
    const picture = { bytes: await solid('#ffffff'), name: 'white.png' };
    const newest = await predict(server.url, 'hazard-detector', picture);
    expect(newest.body.model.version).toBe('2');
    const missing = await predict(server.url, 'hazard-detector/versions/1', picture);
    expect(missing.body.error).toMatchObject({ code: 'VERSION_NOT_FOUND', details: { available: ['2'] } });
  });

  describe('Accept', () => {
    it.each([
      ['image/png', 'png'],
      ['image/jpeg', 'jpeg'],
      ['text/html, image/jpeg;q=0.9, application/json;q=0.1', 'jpeg'],
    ])('%s gives the picture with what was found', async (accept, format) => {
      const { status, headers, bytes } = await askFor(accept);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe(`image/${format}`);
      expect(headers.get('x-prediction-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(await sharp(bytes).metadata()).toMatchObject({ format, width: 48, height: 32 });
    });

    it.each(['*/*', 'application/json', 'application/problem+json', 'text/html, */*;q=0.1'])(
      '%s gives JSON',
      async (accept) => {
        expect((await askFor(accept)).body).toMatchObject({ task: 'object-detection' });
      },
    );

    it('draws the class of a classifier on its picture', async () => {
      const { status, bytes } = await askFor('image/png', 'colours');
      expect(status).toBe(200);
      const pixels = await sharp(bytes).raw().toBuffer();
      const at = (x: number, y: number): number[] => [
        ...pixels.subarray((y * 48 + x) * 3, (y * 48 + x) * 3 + 3),
      ];
      // Below the tag the picture is as it was; its frame has the colour of the class.
      expect(at(24, 24)).toEqual([153, 153, 153]);
      expect(at(0, 24)).toEqual(at(47, 24));
      expect(at(0, 24)).not.toEqual([153, 153, 153]);
    });

    it('refuses what a model of raw tensors cannot give', async () => {
      const { status, body } = await askFor('image/png', 'echo');
      expect(status).toBe(406);
      expect(body.error).toMatchObject({
        code: 'NOT_ACCEPTABLE',
        details: { available: ['application/json'] },
      });
    });
  });

  describe('cache', () => {
    it('answers the same input again without running the model', async () => {
      const bytes = await solid('#123456');
      const fresh = await ask(bytes);
      const again = await ask(bytes);
      expect([fresh, again].map(({ headers }) => headers.get('x-cache'))).toEqual(['MISS', 'HIT']);
      expect(again.headers.get('age')).toMatch(/^\d+$/);
      expect(again.body).toMatchObject({ cached: true, timings_ms: { run: 0 } });
      const {
        prediction_id: _a,
        request_id: _b,
        cached: _c,
        timings_ms: _d,
        created_at: _e,
        ...answer
      } = fresh.body;
      expect(again.body).toMatchObject(answer);
    });

    it.each([['no-cache'], ['no-store'], ['max-age=0, no-cache']])(
      'computes anew for Cache-Control: %s',
      async (value) => {
        const bytes = await solid('#654321');
        await ask(bytes);
        const { headers, body } = await ask(bytes, { 'cache-control': value });
        expect(headers.get('x-cache')).toBe('BYPASS');
        expect(body.cached).toBe(false);
      },
    );
  });

  const samples = join(STARTER, 'samples');
  const { pictures } = JSON.parse(readFileSync(join(samples, 'expected.json'), 'utf8')) as {
    pictures: Samples;
  };

  it.each(Object.entries(pictures))(
    'finds on the starter sample %s what its makers computed',
    async (file, expected) => {
      const { body } = await predict(server.url, 'hazard-detector', {
        bytes: readFileSync(join(samples, file)),
        name: file,
      });
      const found = body.result.detections as Samples[string]['detections'];
      expect(found.map(({ label }) => label)).toEqual(expected.detections.map(({ label }) => label));
      for (const [index, { score, box }] of expected.detections.entries()) {
        expect(found[index]?.score).toBeCloseTo(score, 1);
        for (const side of ['x', 'y', 'width', 'height'] as const) {
          expect(Math.abs((found[index]?.box[side] ?? NaN) - box[side])).toBeLessThan(4);
        }
      }
    },
  );
});
