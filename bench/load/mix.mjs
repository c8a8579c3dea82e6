const BOUNDARY = 'sibyl-mix-boundary';
/** Pictures that come again and again: all but the first of each are answered by the cache. */
const KNOWN_PICTURES = 8;

/**
 * Makes a function that gives the bytes of the next request of a mix, with its `kind` and its `id` (the request id, by
 * which the history finds it). The same sequence for the same seed.
 *
 * @param job.mix weights by kind: `predict` (a picture that nobody has sent), `cached` (a known one), `history` (a page of
 *   it), `detect` (a new picture into one of `sessions`), `session` (looks at one of them), `live`
 * @param job.headers sent along with each request, e.g. `{ 'x-request-timeout-ms': 1000 }`
 */
export function mixedRequests(job) {
  const { mix, seed, sessions = [], run = String(seed) } = job;
  const random = uniform(seed);
  const kinds = Object.entries(mix).filter(([, weight]) => weight > 0);
  const sum = kinds.reduce((total, [, weight]) => total + weight, 0);
  const make = requestMakers(job);
  let count = 0;
  return () => {
    let at = random() * sum;
    const [kind] = kinds.find(([, weight]) => (at -= weight) < 0) ?? kinds.at(-1);
    const id = `${run}-${(count += 1)}`.padStart(8, '0');
    const slot = kind === 'cached' ? `known-${Math.floor(random() * KNOWN_PICTURES)}` : id;
    const session = sessions[Math.floor(random() * sessions.length)];
    return Object.assign(make[kind]({ id, slot, session }), { kind, id });
  };
}

/** The bytes of one request by kind; `slot` decides the picture. */
export function requestMakers({ host, model, picture, headers = {} }) {
  const extra = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const head = (line, id) =>
    Buffer.from(`${line} HTTP/1.1\r\nhost: ${host}\r\nx-request-id: ${id}\r\n${extra}`);
  const get = (path, id) => [head(`GET ${path}`, id), Buffer.from('\r\n')];
  const postPicture = (path, id, slot) => {
    const body = pictureForm(picture, slot);
    const about =
      `content-type: multipart/form-data; boundary=${BOUNDARY}\r\n` +
      `content-length: ${body.reduce((length, part) => length + part.length, 0)}\r\n\r\n`;
    return [head(`POST ${path}`, id), Buffer.from(about), ...body];
  };
  const postJson = (path, id, value) => {
    const body = Buffer.from(JSON.stringify(value));
    const about = `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    return [head(`POST ${path}`, id), Buffer.from(about), body];
  };
  const predict = ({ id, slot }) => postPicture(`/v1/models/${model}/predict`, id, slot);
  return {
    predict,
    cached: predict,
    history: ({ id }) => get('/v1/predictions?limit=20', id),
    detect: ({ id, slot, session }) => postPicture(`/v1/sessions/${session}/detect?model=${model}`, id, slot),
    session: ({ id, session }) => get(`/v1/sessions/${session}`, id),
    create: ({ id }) => postJson('/v1/sessions', id, { model }),
    end: ({ id, session }) => postJson(`/v1/sessions/${session}/end`, id, {}),
    live: ({ id }) => get('/health/live', id),
  };
}

/** What stands in the slot changes the digest of a picture and not its pixels. */
function pictureForm({ before, after, slotLength }, slot) {
  return [
    Buffer.from(
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="picture.jpg"\r\n` +
        'content-type: image/jpeg\r\n\r\n',
    ),
    before,
    Buffer.from(slot.padStart(slotLength, '0').slice(-slotLength)),
    after,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ];
}

function uniform(seed) {
  let state = seed >>> 0 || 1;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
