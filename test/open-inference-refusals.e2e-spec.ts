import { loopsFromOneOn } from './fixtures/behaving-models.js';
import { channelMeanClassifier } from './fixtures/onnx-writer.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { identityEntry, infer, twoByTwo, withBlocks } from './support/open-inference.js';
import { type RunningServer, startServer } from './support/server.js';

/** What a request may wish for, and what it is told when it is wrong. */
describe('POST /v2/models/{model}/infer: wishes and refusals', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir([
      identityEntry('row', 'float32', ['n', 2]),
      identityEntry('echo-UINT8', 'uint8'),
      identityEntry('echo-BYTES', 'string'),
      { name: 'two', files: { '1/model.onnx': twoByTwo() } },
      { name: 'loops', files: { '1/model.onnx': loopsFromOneOn() } },
      {
        name: 'colours',
        files: {
          '1/model.onnx': channelMeanClassifier({ batch: 'n', channels: 3, height: 2, width: 2 }),
          'model.yaml': 'labels: [red, green, blue]',
        },
      },
    ]);
    server = await startServer({
      modelDir,
      env: { DATABASE_MODE: 'off', MAX_TENSOR_BYTES: '40000', KILL_GRACE_MS: '0' },
    });
    await server.waitUntilReady(60_000);
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  describe('classification', () => {
    /** Two pictures of 2 x 2 whose channels have these means. */
    const data = [
      [3, 1, 2],
      [-1, 0.5, 0.25],
    ].flatMap((means) => means.flatMap((mean) => [mean, mean, mean, mean]));
    const inputs = [{ name: 'image', shape: [2, 3, 2, 2], datatype: 'FP32', data }];

    it.each([
      [1, [2, 1], ['3.000000:0:red', '0.500000:1:green']],
      [2, [2, 2], ['3.000000:0:red', '2.000000:2:blue', '0.500000:1:green', '0.250000:2:blue']],
      [9, [2, 3], expect.arrayContaining(['-1.000000:0:red'])],
    ])('gives the top %s', async (classification, shape, texts) => {
      const outputs = [{ name: 'logits', parameters: { classification } }];
      const { body } = await infer(server.url, 'colours', { inputs, outputs });
      expect(body.outputs).toEqual([{ name: 'logits', datatype: 'BYTES', shape, data: texts }]);
    });
  });

  describe('parameters', () => {
    const looping = { inputs: [{ name: 'x', shape: [1], datatype: 'FP32', data: [2] }] };

    it('end a request after its timeout in microseconds', async () => {
      const { status, body } = await infer(server.url, 'loops', {
        ...looping,
        parameters: { timeout: 300_000 },
      });
      expect(status).toBe(504);
      expect(body).toMatchObject({
        code: 'INFERENCE_TIMEOUT',
        error: "model 'loops' did not finish within 300 ms",
      });
    });

    it('are tolerated where they mean nothing here', async () => {
      const parameters = {
        sequence_id: 'cam-1',
        sequence_start: true,
        priority: 1,
        threshold: 0.4,
        flag: true,
      };
      const answer = await infer(server.url, 'row', {
        model_name: 'row',
        inputs: [
          { name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2], parameters: { content_type: 'np' } },
        ],
        parameters,
        more: {},
      });
      expect(answer.status).toBe(200);
    });
  });

  it('tolerates what is set to null', async () => {
    const answer = await infer(server.url, 'row', {
      id: null,
      inputs: [
        { name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2], parameters: { content_type: null } },
      ],
      outputs: [{ name: 'y', parameters: { classification: null, binary_data: null } }],
      parameters: { sequence_id: null, timeout: null, headers: null },
    });
    expect(answer.body).toMatchObject({ outputs: [{ datatype: 'FP32', data: [1, 2] }] });
  });

  describe('refusals', () => {
    it.each<[string, string, object, string, string]>([
      [
        'an unknown input',
        'row',
        { inputs: [{ name: 'z', shape: [1, 2], datatype: 'FP32', data: [1, 2] }] },
        'INVALID_TENSOR',
        "input 'z' expects one of the names x; got an unknown name",
      ],
      [
        'a missing input',
        'two',
        { inputs: [] },
        'VALIDATION_FAILED',
        "input 'a' FP32[-1] is missing; input 'b' FP32[-1] is missing",
      ],
      [
        'another datatype',
        'row',
        { inputs: [{ name: 'x', shape: [1, 2], datatype: 'INT32', data: [1, 2] }] },
        'INVALID_TENSOR',
        "input 'x' expects FP32[-1, 2]; got INT32",
      ],
      [
        'BF16',
        'row',
        { inputs: [{ name: 'x', shape: [1, 2], datatype: 'BF16', data: [1, 2] }] },
        'INVALID_TENSOR',
        "input 'x' expects FP32[-1, 2]; got BF16, which onnxruntime-node cannot carry; convert it to FP32",
      ],
      [
        'another shape',
        'row',
        { inputs: [{ name: 'x', shape: [1, 3], datatype: 'FP32', data: [1, 2, 3] }] },
        'INVALID_TENSOR',
        "input 'x' expects FP32[-1, 2]; got shape [1, 3]",
      ],
      [
        'another number of values',
        'row',
        { inputs: [{ name: 'x', shape: [2, 2], datatype: 'FP32', data: [1] }] },
        'INVALID_TENSOR',
        'input \'x\' expects 4 values in "data" by its shape; got 1',
      ],
      [
        'a value out of range',
        'echo-UINT8',
        { inputs: [{ name: 'x', shape: [1, 1], datatype: 'UINT8', data: [256] }] },
        'INVALID_TENSOR',
        'input \'x\' expects 0 to 255 at position 0 of "data"; got 256',
      ],
      [
        'NUL in text',
        'echo-BYTES',
        { inputs: [{ name: 'x', shape: [1, 1], datatype: 'BYTES', data: ['a\0b'] }] },
        'INVALID_TENSOR',
        "input 'x' expects text without NUL; got text with one, at element 0",
      ],
      [
        'an unknown output',
        'row',
        { inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2] }], outputs: [{ name: 'z' }] },
        'VALIDATION_FAILED',
        "the model has no output 'z'; it has y",
      ],
      [
        'half a surrogate pair',
        'echo-BYTES',
        { inputs: [{ name: 'x', shape: [1, 1], datatype: 'BYTES', data: ['\ud83d'] }] },
        'INVALID_TENSOR',
        "input 'x' expects text in UTF-8; got half a surrogate pair, at element 0",
      ],
      [
        'the classes of text',
        'echo-BYTES',
        {
          inputs: [{ name: 'x', shape: [1, 1], datatype: 'BYTES', data: ['a'] }],
          outputs: [{ name: 'y', parameters: { classification: 1 } }],
        },
        'VALIDATION_FAILED',
        "output 'y' cannot be classified: its values are string",
      ],
      ['a number as id', 'row', { id: 1, inputs: [] }, 'VALIDATION_FAILED', "'id' must be text; got 1"],
    ])('name %s', async (_, model, request, code, message) => {
      const { status, headers, body } = await infer(server.url, model, request);
      expect(status).toBe(400);
      expect(headers.get('content-type')).toBe('application/json');
      expect(body).toEqual({ error: message, code, request_id: headers.get('x-request-id') });
    });

    it('name bytes that are no text for a text input', async () => {
      const block = Buffer.from('02000000ffff', 'hex');
      const input = { name: 'x', shape: [1, 1], datatype: 'BYTES', parameters: { binary_data_size: 6 } };
      const { body, headers } = withBlocks({ inputs: [input] }, block);
      const answer = await infer(server.url, 'echo-BYTES', body, { headers });
      expect(answer.body.error).toBe(
        "input 'x' expects text in UTF-8; got bytes that are none, at element 0",
      );
    });

    it('come for a tensor over its limit before it is read', async () => {
      const request = { inputs: [{ name: 'x', shape: [10_000, 2], datatype: 'FP32', data: [] }] };
      const { status, body } = await infer(server.url, 'row', request);
      expect(status).toBe(413);
      expect(body.error).toBe("input 'x' is over its limit of 39.1 KB");
    });
  });
});
