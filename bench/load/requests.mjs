const BOUNDARY = 'sibyl-bench-boundary';

/** Makes a function that gives the bytes of the next request; with `isUnique` no two bodies are the same. */
export function predictRequests({ host, model, picture, isUnique, seed }) {
  const { before, after, slotLength } = picture;
  const opening = Buffer.from(
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="picture.jpg"\r\n` +
      'content-type: image/jpeg\r\n\r\n',
  );
  const closing = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
  const length = opening.length + before.length + slotLength + after.length + closing.length;
  const head = Buffer.from(
    `POST /v1/models/${model}/predict HTTP/1.1\r\nhost: ${host}\r\n` +
      `content-type: multipart/form-data; boundary=${BOUNDARY}\r\ncontent-length: ${length}\r\n\r\n`,
  );
  const start = Buffer.concat([head, opening, before]);
  const end = Buffer.concat([after, closing]);
  let next = 0;
  return () => {
    const text = isUnique ? `${seed}-${(next += 1)}` : seed;
    return [start, Buffer.from(text.padStart(slotLength, '0').slice(-slotLength)), end];
  };
}

/** A GET of a path, always the same. */
export function getRequests({ host, path }) {
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
  return () => [request];
}
