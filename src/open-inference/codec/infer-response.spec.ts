import type { NamedTensor } from '../../inference/tasks/task-io.js';
import { type AnsweredOutput, writeInferAnswer } from './infer-response.js';

const floats: NamedTensor = { name: 'y', type: 'float32', dims: [1, 2], data: Float32Array.of(0.5, NaN) };
const texts: NamedTensor = { name: 's', type: 'string', dims: [2], data: ['a', 'é'] };

function write(outputs: AnsweredOutput[], id: string | null = null) {
  const body = writeInferAnswer({ model: 'm', version: '3', id, parameters: {}, outputs });
  const bytes = Buffer.concat(body.pieces);
  expect(bytes.length).toBe(body.bytes);
  const json = JSON.parse(bytes.subarray(0, body.headerLength ?? bytes.length).toString());
  return { body, json, tail: bytes.subarray(body.headerLength ?? bytes.length).toString('hex') };
}

describe('writeInferAnswer', () => {
  it('is JSON alone without a binary output', () => {
    const { body, json } = write([{ tensor: floats, binary: false }], 'ü"1');
    expect(body.headerLength).toBeNull();
    expect(json).toEqual({
      model_name: 'm',
      model_version: '3',
      id: 'ü"1',
      outputs: [{ name: 'y', datatype: 'FP32', shape: [1, 2], data: [0.5, null] }],
    });
  });

  it('puts binary outputs behind the JSON, in the order of the outputs', () => {
    const { json, tail } = write([
      { tensor: texts, binary: true },
      { tensor: { ...floats, name: 'j' }, binary: false },
      { tensor: floats, binary: true },
    ]);
    expect(json.outputs).toEqual([
      { name: 's', datatype: 'BYTES', shape: [2], parameters: { binary_data_size: 11 } },
      { name: 'j', datatype: 'FP32', shape: [1, 2], data: [0.5, null] },
      { name: 'y', datatype: 'FP32', shape: [1, 2], parameters: { binary_data_size: 8 } },
    ]);
    expect(tail).toBe('010000006102000000c3a90000003f0000c07f');
  });

  it('does not copy a binary tensor', () => {
    const { body } = write([{ tensor: floats, binary: true }]);
    expect(body.pieces[1]?.buffer).toBe((floats.data as Float32Array).buffer);
  });

  it('says where the JSON ends of an empty binary tensor too', () => {
    const empty: NamedTensor = { ...floats, dims: [0], data: new Float32Array(0) };
    const { body, json } = write([{ tensor: empty, binary: true }]);
    expect(json.outputs[0].parameters).toEqual({ binary_data_size: 0 });
    expect(body.headerLength).toBe(body.bytes);
  });

  it('has parameters where there are some', () => {
    const { pieces } = writeInferAnswer({
      model: 'm',
      version: '1',
      id: null,
      parameters: { cached: false, big: 18446744073709551615n },
      outputs: [],
    });
    expect(Buffer.concat(pieces).toString()).toBe(
      '{"model_name":"m","model_version":"1","parameters":{"cached":false,"big":18446744073709551615},"outputs":[]}',
    );
  });
});
