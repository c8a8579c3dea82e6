import type { TabularHead } from '../../inference/model-spec.js';
import { derive } from '../../../test/fixtures/derive-model.js';
import { onnxModel, type OnnxNodeParts, type OnnxValueParts } from '../../../test/fixtures/onnx-writer.js';

const ML = 'ai.onnx.ml';
const ROWS = { name: 'x', type: 'float32', dims: ['', 4] } as const;

const int = (name: string, dims: OnnxValueParts['dims']): OnnxValueParts => ({ name, type: 'int64', dims });
const float = (name: string, dims: OnnxValueParts['dims']): OnnxValueParts => ({
  name,
  type: 'float32',
  dims,
});
const node = (op: string, from: string, to: string, extra: Partial<OnnxNodeParts> = {}): OnnxNodeParts => ({
  op,
  inputs: [from],
  outputs: [to],
  ...extra,
});

async function derived(outputs: OnnxValueParts[], nodes: OnnxNodeParts[], yaml = '') {
  const { spec, notes } = await derive(
    onnxModel({ producer: 'skl2onnx', inputs: [ROWS], outputs, nodes }),
    yaml,
  );
  const head: TabularHead | null = spec.task.kind === 'tabular' ? spec.task.head : null;
  return { head, notes };
}

const valueNames = (head: TabularHead | null): string[] | false =>
  head?.kind === 'regression' && head.values.map(({ name }) => name);

describe('a label that is not one of listed classes', () => {
  it('is a number beside the score of a detector of outliers', async () => {
    const outputs = [int('label', ['', 1]), float('scores', ['', 1])];
    const nodes = [node('SVMRegressor', 'x', 'scores', { domain: ML }), node('Sign', 'scores', 'label')];
    expect(valueNames((await derived(outputs, nodes)).head)).toEqual(['label', 'scores']);
  });

  it('is a class where the one score beside it is a probability', async () => {
    const outputs = [int('label', ['', 1]), float('p', ['', 1])];
    const nodes = [node('Sigmoid', 'x', 'p'), node('Round', 'p', 'label')];
    expect((await derived(outputs, nodes)).head).toMatchObject({
      kind: 'classification',
      scoreTensors: ['p'],
    });
  });

  it('is a class where the manifest names the classes', async () => {
    const outputs = [int('label', ['', 1]), float('scores', ['', 1])];
    const { head } = await derived(outputs, [node('Mul', 'x', 'scores')], 'labels: [odd, usual]');
    expect(head).toMatchObject({ kind: 'classification', labels: [{ name: 'odd' }, { name: 'usual' }] });
  });

  it('is a class without scores where it is the least of distances', async () => {
    const outputs = [int('label', ['']), float('distances', ['', 3])];
    const { head, notes } = await derived(outputs, [node('ArgMin', 'distances', 'label')]);
    expect(head).toMatchObject({ kind: 'classification', labelTensor: 'label', scoreTensors: [] });
    expect(notes.join()).toContain("the least of 'distances'");
  });
});

describe('several labels a row', () => {
  it.each<[string, OnnxValueParts['dims'], string[]]>([
    ['as the file says', ['', 3], ['label_0', 'label_1', 'label_2', 'p_0', 'p_1', 'p_2']],
    ['though the file says one', [''], ['p_0', 'p_1', 'p_2']],
  ])('are numbers each for itself, %s', async (_, dims, names) => {
    const outputs = [int('label', dims), float('p', ['', 3])];
    const nodes = [node('Sigmoid', 'x', 'p'), node('Binarizer', 'p', 'label', { domain: ML })];
    expect(valueNames((await derived(outputs, nodes)).head)).toEqual(names);
  });
});

describe('a label of one class a row', () => {
  it('may lie the other way round', async () => {
    const outputs = [{ name: 'label', type: 'string', dims: [1, ''] } as const, float('p', ['', 3])];
    const { head } = await derived(outputs, [node('ArrayFeatureExtractor', 'x', 'label', { domain: ML })]);
    expect(head).toMatchObject({ kind: 'classification', labelTensor: 'label', scoreTensors: ['p'] });
  });

  it.each<[string, boolean | undefined]>([
    ['', true],
    ['output: {activation: sigmoid}', undefined],
  ])('beside a cut-out decision has a margin and no probability, with "%s"', async (yaml, isMargin) => {
    const outputs = [int('label', ['']), float('p', ['', 1])];
    const labels: OnnxNodeParts = {
      op: 'LinearClassifier',
      domain: ML,
      inputs: ['x'],
      outputs: ['label', 'both'],
      attributes: { classlabels_ints: { ints: [0, 1] } },
    };
    const nodes = [labels, node('ArrayFeatureExtractor', 'both', 'p', { domain: ML })];
    const { head } = await derived(outputs, nodes, yaml);
    expect(head?.kind === 'classification' && head.isMargin).toBe(isMargin);
  });
});
