import { onnxModel, type OnnxModelParts } from '../../../test/fixtures/onnx-writer.js';
import { memorySource } from '../onnx-reader/byte-source.js';
import { readMlGraph } from '../onnx-reader/ml-graph.js';
import { readOnnx, readOnnxBytes } from '../onnx-reader/read-onnx.js';
import { splicedSource, zipMapSplices } from './splices.js';
import { planZipMaps } from './zipmap-plan.js';

const MAPS = { type: 'float32', dims: null, otherKind: 4 } as const;
const zipMap = (output: string, classes: readonly string[] = ['a', 'b', 'c']) => ({
  op: 'ZipMap',
  domain: 'ai.onnx.ml',
  inputs: ['scores'],
  outputs: [output],
  attributes: { classlabels_strings: { strings: classes } },
});

const parts = (extra: Partial<OnnxModelParts> = {}): OnnxModelParts => ({
  inputs: [{ name: 'x', type: 'float32', dims: ['n', 3] }],
  outputs: [
    { name: 'label', type: 'int64', dims: ['n'] },
    { name: 'maps', ...MAPS },
  ],
  nodes: [
    { op: 'ArgMax', inputs: ['x'], outputs: ['label'] },
    { op: 'Softmax', inputs: ['x'], outputs: ['scores'] },
    zipMap('maps'),
  ],
  domains: { 'ai.onnx.ml': 1 },
  metadata: { kept: 'yes' },
  ...extra,
});

/** What the edited file says of itself; null when there is nothing to edit. */
async function edited(bytes: Buffer) {
  const source = memorySource(bytes);
  const graph = await readMlGraph(source);
  const plan = planZipMaps(graph);
  if (plan === null) return null;
  const result = splicedSource(source, await zipMapSplices(source, graph, plan));
  return { file: await readOnnx(result, 'm.onnx'), plan, result };
}

describe('a ZipMap at the end', () => {
  it('becomes a tensor of the same name, and nothing else changes', async () => {
    const bytes = onnxModel(parts());
    const { file, plan } = (await edited(bytes))!;
    expect(plan.outputs).toEqual(['maps']);
    expect(file.outputs).toMatchObject([
      { name: 'label', kind: 'tensor', dims: ['n'] },
      { name: 'maps', kind: 'tensor', elementType: 1, dims: ['', 3], producedBy: ['Identity', 'Softmax'] },
    ]);
    expect([...file.opTypes]).toEqual(['ArgMax', 'Softmax', 'Identity']);
    expect(file.metadata.get('kept')).toBe('yes');
    const { inputs, opsets } = await readOnnxBytes(bytes);
    expect({ inputs: file.inputs, opsets: file.opsets }).toEqual({ inputs, opsets });
  });

  it.each([
    ['float32', 1],
    ['float64', 11],
  ] as const)('of %s stays of that type', async (type, elementType) => {
    const outputs = [{ name: 'maps', type, dims: null, otherKind: 'maps' as const }];
    const { file } = (await edited(onnxModel(parts({ outputs }))))!;
    expect(file.outputs).toMatchObject([{ name: 'maps', kind: 'tensor', elementType, dims: ['', 3] }]);
  });

  it('tells the classes of the original', async () => {
    const { classLists } = await readOnnxBytes(onnxModel(parts()));
    expect(classLists.get('maps')).toEqual(['a', 'b', 'c']);
  });

  it('may be followed by Identity', async () => {
    const nodes = [zipMap('zipped'), { op: 'Identity', inputs: ['zipped'], outputs: ['maps'] }];
    const result = await edited(onnxModel(parts({ outputs: [{ name: 'maps', ...MAPS }], nodes })));
    expect(result?.file.outputs).toMatchObject([{ name: 'maps', kind: 'tensor', dims: ['', 3] }]);
  });

  it('gives the same bytes however small the pieces are that are read', async () => {
    const { result } = (await edited(onnxModel(parts())))!;
    const whole = Buffer.alloc(result.size);
    expect(await result.read(whole, 0)).toBe(result.size);
    const single = Buffer.alloc(1);
    for (let at = 0; at < result.size; at += 1) {
      await result.read(single, at);
      expect(single[0]).toBe(whole[at]);
    }
    expect(await result.read(single, result.size)).toBe(0);
  });
});

describe('a ZipMap that stays', () => {
  it.each<[string, Partial<OnnxModelParts>]>([
    ['where there is none', { nodes: [{ op: 'Softmax', inputs: ['x'], outputs: ['scores'] }] }],
    [
      'where an operator needs the maps',
      { nodes: [zipMap('maps'), { op: 'SequenceAt', inputs: ['maps', 'label'], outputs: ['one'] }] },
    ],
    ['inside of the graph', { nodes: [zipMap('elsewhere')] }],
  ])('%s', async (_what, extra) => {
    expect(await edited(onnxModel(parts(extra)))).toBeNull();
  });
});
