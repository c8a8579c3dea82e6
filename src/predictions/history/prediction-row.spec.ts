import { newPredictionId, timeOfPredictionId } from './prediction-id.js';
import type { NewPrediction } from './prediction-record.js';
import { fromLine, inputFromLine, PREDICTION_COLUMNS, toLine } from './prediction-row.js';

const prediction: NewPrediction = {
  id: newPredictionId(),
  requestId: 'req-1',
  sessionId: null,
  subjectId: null,
  model: 'leaf',
  version: '2',
  digest: 'abc',
  task: 'image-classification',
  status: 'succeeded',
  errorCode: null,
  label: 'rust',
  score: 0.75,
  labels: ['rust', 'healthy'],
  confidenceStatus: 'MEDIUM',
  cached: false,
  result: { classes: [{ label: 'rust', score: 0.75 }] },
  inputDigest: 'def',
  inputBytes: 1024,
  timingsMs: { run: 1.5, total: 2 },
  totalMs: 2,
  shadowOf: null,
  storedInput: null,
  resultKey: null,
};

describe('toLine', () => {
  it('is read back whole, with the time of the id', () => {
    const { storedInput: _none, ...rest } = prediction;
    const createdAt = timeOfPredictionId(prediction.id);
    expect(fromLine(toLine(prediction))).toEqual({ ...rest, createdAt, hasInput: false });
  });

  it('holds what the prediction was made from', () => {
    const storedInput = { key: null, data: { row: { age: 31 } }, options: { top_k: 2 } };
    const line = toLine({ ...prediction, storedInput });
    expect(inputFromLine(line)).toEqual(storedInput);
    expect(fromLine(line).hasInput).toBe(true);
    expect(inputFromLine(toLine(prediction))).toBeNull();
  });

  it('names every column of the table and no other', () => {
    expect(Object.keys(JSON.parse(toLine(prediction)))).toEqual(Object.keys(PREDICTION_COLUMNS));
  });

  it('is one line', () => {
    expect(toLine({ ...prediction, label: 'a\nb\r\u2028c' })).not.toMatch(/[\n\r]/);
  });

  it.each([
    ['NUL', 'a\0b', 'a\ufffdb'],
    ['a high surrogate alone', 'a\ud83d', 'a\ufffd'],
    ['a low surrogate alone', '\ude00b', '\ufffdb'],
    ['a whole pair', '\u{1F600}', '\u{1F600}'],
    ['an escape that only looks like NUL', String.raw`\u0000`, String.raw`\u0000`],
  ])('holds %s as PostgreSQL can store it', (_what, given, stored) => {
    const row = fromLine(toLine({ ...prediction, label: given, result: { [given]: [given] } }));
    expect(row.label).toBe(stored);
    expect(row.result).toEqual({ [stored]: [stored] });
  });

  it('writes bigints as numbers where they fit, else as text', () => {
    const result = { small: 5n, large: 2n ** 60n };
    expect(fromLine(toLine({ ...prediction, result })).result).toEqual({
      small: 5,
      large: '1152921504606846976',
    });
  });

  it('refuses an id without a time', () => {
    expect(() => toLine({ ...prediction, id: '919108f7-52d1-4320-9bac-f847db4148a8' })).toThrow(
      'is not a prediction id',
    );
  });
});
