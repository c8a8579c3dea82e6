import { field, identityModel, numberField, onnxModel, varint } from '../../../test/fixtures/onnx-writer.js';
import type { OnnxNodeParts } from '../../../test/fixtures/onnx-writer.js';
import type { ByteSource } from './byte-source.js';
import { readOnnx, readOnnxBytes } from './read-onnx.js';

const tensor = (name: string, dims: (number | string)[] | null = [1]) => ({
  name,
  type: 'float32' as const,
  dims,
});

const chain = (...ops: string[]): OnnxNodeParts[] =>
  ops.map((op, index) => ({
    op,
    inputs: [index === 0 ? 'x' : `t${index - 1}`],
    outputs: [index === ops.length - 1 ? 'y' : `t${index}`],
  }));

const external = (location: string) => ({
  name: location,
  type: 'float32' as const,
  dims: [1],
  external: { location, offset: '4', length: '8' },
});

const nested = (depth: number): Buffer =>
  depth === 0 ? Buffer.alloc(0) : field(1, field(5, field(6, nested(depth - 1))));

const outcome = async (content: Buffer): Promise<string> =>
  readOnnxBytes(content).then(
    () => 'read',
    (error: Error) => error.name,
  );

describe('reading an ONNX file', () => {
  it('gives versions, producer, metadata, inputs and outputs', async () => {
    const bytes = onnxModel({
      irVersion: 9,
      opset: 19,
      domains: { 'ai.onnx.ml': 3 },
      producer: 'maker',
      metadata: { names: "{0: 'Käse'}", '': 'empty key' },
      inputs: [tensor('x', ['batch', 3, '', 224])],
      outputs: [tensor('y', [])],
      nodes: chain('Relu'),
    });
    const file = await readOnnxBytes(bytes);
    expect(file).toMatchObject({ irVersion: 9, producer: 'maker', nodeCount: 1, sizeBytes: bytes.length });
    expect(file.opsets).toEqual([
      { domain: '', version: 19 },
      { domain: 'ai.onnx.ml', version: 3 },
    ]);
    expect([...file.metadata]).toEqual([
      ['names', "{0: 'Käse'}"],
      ['', 'empty key'],
    ]);
    expect(file.inputs).toEqual([{ name: 'x', kind: 'tensor', elementType: 1, dims: ['batch', 3, '', 224] }]);
    expect(file.outputs).toEqual([
      { name: 'y', kind: 'tensor', elementType: 1, dims: [], producedBy: ['Relu'] },
    ]);
  });

  it('keeps a shape that is not stated apart from one without dimensions', async () => {
    const bytes = onnxModel({ inputs: [tensor('a', null), tensor('b', [])], outputs: [tensor('y')] });
    expect((await readOnnxBytes(bytes)).inputs.map(({ dims }) => dims)).toEqual([null, []]);
  });

  it.each([
    [4, 'sequence'],
    [5, 'map'],
    [8, 'sparse-tensor'],
    [9, 'optional'],
  ])('tells by field %i that a value is a %s', async (otherKind, kind) => {
    const file = await readOnnxBytes(onnxModel({ outputs: [{ ...tensor('y'), otherKind }] }));
    expect(file.outputs[0]).toMatchObject({ kind, elementType: 0, dims: null });
  });

  it('does not count an input with an initializer of its name as an input', async () => {
    const file = await readOnnxBytes(
      onnxModel({
        inputs: [tensor('x'), tensor('w')],
        outputs: [tensor('y')],
        initializers: [{ name: 'w', type: 'float32', dims: [1], data: [1] }],
      }),
    );
    expect(file.inputs.map(({ name }) => name)).toEqual(['x']);
    expect(file.overridableInputs).toEqual(['w']);
  });

  it.each([
    [['Gemm'], ['Gemm']],
    [['Gemm', 'Softmax'], ['Softmax']],
    [
      ['Softmax', 'Reshape', 'Cast'],
      ['Cast', 'Reshape', 'Softmax'],
    ],
    [['Identity'], ['Identity']],
  ])('follows %j back to %j', async (ops, expected) => {
    const file = await readOnnxBytes(
      onnxModel({ inputs: [tensor('x')], outputs: [tensor('y')], nodes: chain(...ops) }),
    );
    expect(file.outputs[0]?.producedBy).toEqual(expected);
  });

  it('collects operators and domains of subgraphs too, less the domains that the file defines itself', async () => {
    const inner = {
      outputs: [tensor('b')],
      nodes: [{ op: 'Secret', inputs: [], outputs: ['b'], domain: 'evil' }],
    };
    const file = await readOnnxBytes(
      onnxModel({
        outputs: [tensor('y')],
        nodes: [
          { op: 'If', inputs: ['c'], outputs: ['y'], attributes: { then_branch: { graph: inner } } },
          { op: 'Mine', inputs: [], outputs: ['z'], domain: 'own' },
          { op: 'Add', inputs: [], outputs: ['a'], domain: 'ai.onnx' },
        ],
        functions: [{ domain: 'own', name: 'Mine' }],
      }),
    );
    expect(file.outputs).toHaveLength(1);
    expect([...file.opTypes]).toEqual(['evil:Secret', 'If', 'own:Mine', 'Add']);
    expect([...file.domains]).toEqual(['evil', '']);
  });

  it('finds external data in initializers, attributes and subgraphs', async () => {
    const file = await readOnnxBytes(
      onnxModel({
        outputs: [tensor('y')],
        initializers: [external('a.bin'), { name: 'c', type: 'float32', dims: [1], external: {} }],
        nodes: [
          {
            op: 'Constant',
            inputs: [],
            outputs: ['k'],
            attributes: { value: { tensor: external('b.bin') } },
          },
          {
            op: 'If',
            inputs: [],
            outputs: ['y'],
            attributes: { then_branch: { graph: { initializers: [external('c.bin')] } } },
          },
        ],
      }),
    );
    expect(file.externalTensors).toEqual([
      { tensor: 'b.bin', location: 'b.bin', offset: 4, length: 8 },
      { tensor: 'c.bin', location: 'c.bin', offset: 4, length: 8 },
      { tensor: 'a.bin', location: 'a.bin', offset: 4, length: 8 },
      { tensor: 'c', location: '', offset: 0, length: null },
    ]);
  });

  it('reads a small part of a file with large weights', async () => {
    const bytes = onnxModel({
      inputs: [tensor('x')],
      outputs: [tensor('y')],
      initializers: [
        { name: 'w', type: 'float32', dims: [1_000_000], data: Array<number>(1_000_000).fill(1) },
      ],
      nodes: chain('Relu'),
    });
    let readBytes = 0;
    const source: ByteSource = {
      size: bytes.length,
      read: (target, position) => {
        const part = bytes.subarray(position, position + target.length);
        target.set(part);
        readBytes += part.length;
        return Promise.resolve(part.length);
      },
    };
    expect((await readOnnx(source, 'big.onnx')).outputs[0]?.name).toBe('y');
    expect(readBytes).toBeLessThan(bytes.length / 50);
  });

  it('leaves out metadata that is too large, and says which', async () => {
    const file = await readOnnxBytes(
      onnxModel({ outputs: [tensor('y')], metadata: { note: 'A'.repeat(2_000_000), task: 'detect' } }),
    );
    expect([...file.metadata]).toEqual([['task', 'detect']]);
    expect(file.omittedMetadata).toEqual(['note']);
  });
});

describe('reading what is no ONNX file', () => {
  const valid = identityModel('float32', [1]);

  it.each<[string, Buffer, RegExp]>([
    ['nothing', Buffer.alloc(0), /^m\.onnx is empty$/],
    [
      'an LFS pointer',
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:1\n'),
      /git lfs pull/,
    ],
    ['text', Buffer.from('Not Found'), /is a text file, not an ONNX model/],
    ['a page', Buffer.from('<!DOCTYPE html><p>404'), /is an HTML or XML page/],
    ['a ZIP archive', Buffer.from('PK\x03\x04\0\0'), /is a ZIP archive/],
    ['half a model', valid.subarray(0, 60), /is cut off: the graph needs \d+ bytes, the file has 60/],
    ['no graph', numberField(1, 8), /holds no graph/],
    ['a field of the wrong type', Buffer.from([0x0a, 0x01, 0x01]), /field 1 has wire type 2/],
    ['a group', Buffer.from([0x0b, 0x00]), /damaged or not an ONNX model: wire type 3 at byte 0/],
    ['field number 0', Buffer.from([0x00, 0x01]), /no field number/],
    ['an unfinished number', Buffer.from([0x08, 0xff]), /an unfinished number/],
    ['an endless number', Buffer.from([0x08, ...Array<number>(11).fill(0xff)]), /an unfinished number/],
    ['a length past everything', Buffer.concat([Buffer.from([0x3a]), varint(2 ** 52)]), /is cut off/],
    ['a negative length', Buffer.concat([Buffer.from([0x3a]), varint(-1)]), /a negative length/],
    [
      'a field larger than its message',
      field(7, Buffer.from([0x0a, 0x05, 0x00])),
      /longer than what holds it/,
    ],
    ['a name that is not UTF-8', field(7, field(12, field(1, Buffer.from([0xff, 0x01])))), /not UTF-8/],
    [
      'a name of a megabyte',
      Buffer.concat([numberField(1, 8), field(7, field(12, field(1, 'x'.repeat(1_000_000))))]),
      /at most 16384 are expected/,
    ],
    ['graphs in graphs in graphs', field(7, nested(40)), /nests graphs more than/],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(readOnnxBytes(bytes, 'm.onnx')).rejects.toThrow(message);
    await expect(readOnnxBytes(bytes, 'm.onnx')).rejects.toMatchObject({
      name: 'ModelFileError',
      file: 'm.onnx',
    });
  });

  it('answers every cut and every flipped byte with a result or a ModelFileError', async () => {
    const bytes = onnxModel({
      inputs: [tensor('x', ['n', 3])],
      outputs: [tensor('y')],
      nodes: chain('Gemm', 'Softmax'),
      metadata: { a: 'b' },
      initializers: [{ name: 'w', type: 'float32', dims: [2], data: [1, 2] }],
    });
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 0xff;
      expect(['read', 'ModelFileError']).toContain(await outcome(flipped));
      expect(['read', 'ModelFileError']).toContain(await outcome(bytes.subarray(0, at)));
    }
  });
});
