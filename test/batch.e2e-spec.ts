import { predict, send, sendForm, type UploadFile, waitFor } from './support/http.js';
import { solid, startSmallServer } from './support/small-server.js';

type Server = Awaited<ReturnType<typeof startSmallServer>>;

/** Pictures that differ by a shade, so that none is answered from the cache. */
async function shades(count: number, from = 0): Promise<UploadFile[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const shade = (from + i).toString(16).padStart(4, '0');
      return { bytes: await solid(`#ff${shade}`), name: `shade-${i}.png` };
    }),
  );
}

const labelsOf = (body: any): string[] =>
  body.items.map(({ prediction }: any) => prediction?.result.classes[0].label);

describe('POST /v1/models/{model}/predict/batch', () => {
  let server: Server;
  const route = (model = 'colours'): string => `${server.url}/v1/models/${model}/predict/batch`;
  const json = (body: unknown, model?: string) =>
    send(route(model), {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });

  beforeAll(async () => {
    server = await startSmallServer({
      MAX_BATCH_FILES: '60',
      MAX_UPLOAD_FILES: '4',
      MAX_UPLOAD_SIZE: '100000',
      MAX_REQUEST_QUEUE_SIZE: '8',
    });
  });

  afterAll(() => server?.stop());

  it('answers more pictures than /predict takes and than the queue holds, in their order', async () => {
    const files = await shades(60);
    const { status, body } = await sendForm(route(), files);
    expect(status).toBe(200);
    expect([body.succeeded, body.failed]).toEqual([60, 0]);
    expect(body.items.map(({ index, filename }: any) => [index, filename])).toEqual(
      files.map(({ name }, index) => [index, name]),
    );
    const single = await predict(server.url, 'colours', files[17] as UploadFile);
    expect(body.items[17].prediction.result).toEqual(single.body.result);
    expect(single.body.cached).toBe(true);
  });

  it('fails one by one', async () => {
    const files = [
      { bytes: await solid('#ff0000'), name: 'red.png' },
      { bytes: Buffer.from('no picture'), name: 'text.png' },
      { bytes: new Uint8Array(), name: 'empty.png' },
      { bytes: (await solid('#00ff00')).subarray(0, 60), name: 'cut.png' },
      { bytes: Buffer.concat([await solid('#0000ff'), Buffer.alloc(200_000)]), name: 'large.png' },
      { bytes: await solid('#0000ff'), name: 'blue.png' },
    ];
    const { status, body } = await sendForm(route(), files, { top_k: 1 });
    expect([status, body.succeeded, body.failed]).toEqual([200, 2, 4]);
    expect(body.items.map(({ error }: any) => error?.code)).toEqual([
      undefined,
      'UNSUPPORTED_MEDIA_TYPE',
      'EMPTY_FILE',
      'UNDECODABLE_IMAGE',
      'FILE_TOO_LARGE',
      undefined,
    ]);
    expect(labelsOf(body)).toEqual(['red', undefined, undefined, undefined, undefined, 'blue']);
    expect(body.items[0].prediction.result.classes).toHaveLength(1);
  });

  it('takes pictures in JSON, and fails there one by one too', async () => {
    const images = [(await solid('#00ff00')).toString('base64'), 'not base64!', 7];
    const { status, body } = await json({ images, top_k: 2 });
    expect(status).toBe(200);
    expect(body.items[0].prediction.result.classes).toHaveLength(2);
    expect(body.items.map(({ filename, error }: any) => [filename, error?.code])).toEqual([
      ['images[0]', undefined],
      ['images[1]', 'VALIDATION_FAILED'],
      ['images[2]', 'VALIDATION_FAILED'],
    ]);
  });

  it('keeps the queue free for single requests', async () => {
    const batch = sendForm(route('hazard-detector'), await shades(40, 1000));
    const state = { isDone: false };
    const ended = batch.finally(() => (state.isDone = true));
    const statuses: number[] = [];
    for (let i = 0; !state.isDone && i < 100; i += 1) {
      const [file] = await shades(1, 5000 + i);
      statuses.push((await predict(server.url, 'hazard-detector', file as UploadFile)).status);
    }
    expect((await ended).body).toMatchObject({ succeeded: 40, failed: 0 });
    expect(statuses.length).toBeGreaterThan(0);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('answers what the deadline left, and says so for the rest', async () => {
    const files = await shades(50, 9000);
    const { status, body } = await sendForm(
      route('hazard-detector'),
      files,
      {},
      { 'x-request-timeout-ms': '1' },
    );
    expect(status).toBe(200);
    expect(body.items).toHaveLength(50);
    expect(body.failed).toBeGreaterThan(0);
    const codes = body.items.flatMap(({ error }: any) => (error ? [error.code] : []));
    expect(codes.filter((code: string) => !/^(DEADLINE_EXCEEDED|INFERENCE_TIMEOUT)$/.test(code))).toEqual([]);
    expect(codes).toContain('DEADLINE_EXCEEDED');
  });

  it('records each item under the id of the request', async () => {
    const id = 'batch-history-0001';
    const { body } = await sendForm(route(), await shades(5, 20_000), {}, { 'x-request-id': id });
    const rows = await waitFor(
      async () => {
        const { items } = (await send(`${server.url}/v1/predictions?request_id=${id}`)).body;
        return items.length === 5 ? items : undefined;
      },
      { what: 'five rows in the history' },
    );
    const ids = body.items.map(({ prediction }: any) => prediction.prediction_id);
    expect(rows.map(({ prediction_id }: any) => prediction_id).toSorted()).toEqual(ids.toSorted());
  });

  it('wants the fields before the files', async () => {
    const form = new FormData();
    form.append('file', new Blob([Uint8Array.from(await solid('#ff0000'))]), 'red.png');
    form.append('top_k', '1');
    const { status, body } = await send(route(), { method: 'POST', body: form });
    expect([status, body.error.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(body.error.message).toContain('top_k: stands behind a file');
  });

  it('refuses as a whole what is wrong as a whole', async () => {
    const [file] = await shades(1);
    expect((await sendForm(route(), [], {})).body.error.code).toBe('NO_INPUT');
    expect((await json({ images: [] })).body.error.code).toBe('NO_INPUT');
    expect((await json({ inputs: [] }, 'echo')).body.error.code).toBe('NO_INPUT');
    expect((await sendForm(route(), file as UploadFile, { top_q: 1 })).body.error.code).toBe(
      'VALIDATION_FAILED',
    );
    expect((await sendForm(route('nothing'), file as UploadFile)).body.error.code).toBe('MODEL_NOT_FOUND');
    const many = await sendForm(route(), await shades(61));
    expect([many.status, many.body.error.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(many.body.error.message).toContain('60');
  });
});
