import { predict, send, waitFor } from './support/http.js';
import { solid, startSmallServer } from './support/small-server.js';

/** The first page once it has at least `count` rows: the history is written behind the answers. */
async function written(url: string, query: string, count: number): Promise<any> {
  let page: any;
  await waitFor(
    async () => {
      page = (await send(`${url}/v1/predictions?${query}`)).body;
      return page.items?.length >= count;
    },
    { timeoutMs: 10_000, what: `${count} rows in the history for ${query}` },
  );
  return page;
}

describe('/v1/predictions', () => {
  let server: Awaited<ReturnType<typeof startSmallServer>>;

  beforeAll(async () => {
    server = await startSmallServer();
  });

  afterAll(() => server?.stop());

  it('keeps what was predicted and what failed, and finds it by request id', async () => {
    const requestId = 'history-check-0001';
    const send2 = (bytes: Uint8Array) =>
      predict(server.url, 'colours', { bytes, name: 'h.png' }, {}, { 'x-request-id': requestId });
    const good = await send2(await solid('#ff0101'));
    const bad = await send2((await solid('#ff0102')).subarray(0, 60));
    expect([good.status, bad.status]).toEqual([200, 400]);
    const page = await written(server.url, `request_id=${requestId}`, 2);
    expect(page).toMatchObject({
      items: [
        { status: 'failed', error_code: 'UNDECODABLE_IMAGE', result: null },
        {
          status: 'succeeded',
          prediction_id: good.body.prediction_id,
          label: 'red',
          result: good.body.result,
        },
      ],
      next_cursor: null,
    });
  });

  it('finds a prediction by its id as soon as it is answered', async () => {
    const { body } = await predict(server.url, 'colours', { bytes: await solid('#00fe00'), name: 'i.png' });
    const found = await send(`${server.url}/v1/predictions/${body.prediction_id}`);
    expect(found.status).toBe(200);
    expect(found.body).toMatchObject({
      prediction_id: body.prediction_id,
      result: body.result,
      input_sha256: expect.any(String),
    });
  });

  it('walks page by page and filters', async () => {
    for (const colour of ['#ff0000', '#fe0000', '#00ff00', '#00fe01']) {
      await predict(server.url, 'colours', { bytes: await solid(colour), name: 'w.png' });
    }
    await written(server.url, 'model=colours&label=green', 2);
    const all: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = `limit=3${cursor ? `&cursor=${cursor}` : ''}&model=colours&status=succeeded`;
      const { body } = await send(`${server.url}/v1/predictions?${query}`);
      all.push(...body.items.map((item: any) => item.prediction_id));
      cursor = body.next_cursor;
    } while (cursor);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(all.toSorted().toReversed());
    const { body } = await send(`${server.url}/v1/predictions?label=green&limit=200`);
    expect(body.items.every((item: any) => item.labels.includes('green'))).toBe(true);
    expect(body.items.length).toBeGreaterThan(0);
  });

  it.each([
    ['/v1/predictions?cursor=abc', 400, 'INVALID_CURSOR'],
    ['/v1/predictions?limit=0', 400, 'VALIDATION_FAILED'],
    ['/v1/predictions?colour=red', 400, 'VALIDATION_FAILED'],
    ['/v1/predictions?from=yesterday', 400, 'VALIDATION_FAILED'],
    ['/v1/predictions/unknown', 404, 'PREDICTION_NOT_FOUND'],
    ['/v1/predictions/01931f5e-8a3b-7c4d-9e2f-1a2b3c4d5e6f', 404, 'PREDICTION_NOT_FOUND'],
  ])('GET %s answers %s %s', async (path, status, code) => {
    const answer = await send(server.url + path);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });
});
