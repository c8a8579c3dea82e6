import type { TaskOptions } from '../../inference/tasks/task-io.js';
import type { ObjectKeeper } from '../../storage/object-keeper.js';
import type { PredictionInput } from '../prediction.js';
import { InputKeeper, type KeptInputs } from './input-keeper.js';

const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex');
const image = (bytes: Uint8Array): PredictionInput => ({ kind: 'image', bytes });
const version = (storeInput: 'none' | 'digest' | 'reference') =>
  ({ spec: { task: { kind: 'tensor' } }, derived: { history: { storeInput } } }) as unknown as KeptInputs;
const options = { top_k: 3 } as TaskOptions;

const tensors = (count: number): PredictionInput => ({
  kind: 'tensors',
  tensors: [{ name: 'x', type: 'float32', dims: [count], data: new Float32Array(count).fill(0.5) }],
});

function keeper(room = Number.POSITIVE_INFINITY) {
  const kept: [string, string][] = [];
  const objects = {
    keep: (kind: string, _bytes: Uint8Array, type: string) => {
      if (kept.length >= room) return undefined;
      kept.push([kind, type]);
      return `key-${kept.length}`;
    },
  };
  return { kept, inputs: new InputKeeper(objects as unknown as ObjectKeeper) };
}

describe('InputKeeper', () => {
  it.each(['none', 'digest'] as const)('keeps nothing with `%s`', (storeInput) => {
    const { kept, inputs } = keeper();
    expect(inputs.keep(version(storeInput), image(PNG), options, 'a')).toBeNull();
    expect(kept).toEqual([]);
  });

  it('keeps an upload once, however often it is sent, with the options of each request', () => {
    const { kept, inputs } = keeper();
    const keep = (digest: string) => inputs.keep(version('reference'), image(PNG), options, digest);
    expect(keep('a')).toEqual({ key: 'key-1', data: null, options: { top_k: 3 } });
    expect(keep('a')).toMatchObject({ key: 'key-1' });
    expect(keep('b')).toMatchObject({ key: 'key-2' });
    expect(kept).toEqual([
      ['uploads', 'image/png'],
      ['uploads', 'image/png'],
    ]);
  });

  it('keeps nothing where there is no room, and tries again with the next', () => {
    const { inputs } = keeper(0);
    expect(inputs.keep(version('reference'), image(PNG), {}, 'a')).toBeNull();
    expect(inputs.keep(version('reference'), image(PNG), {}, 'a')).toBeNull();
  });

  it('keeps small tensors as a request holds them, and large ones not', () => {
    const { inputs } = keeper();
    expect(inputs.keep(version('reference'), tensors(2), {}, 'a')).toEqual({
      key: null,
      data: { inputs: [{ name: 'x', datatype: 'float32', shape: [2], data: [0.5, 0.5] }] },
      options: {},
    });
    expect(inputs.keep(version('reference'), tensors(20_000), {}, 'a')).toBeNull();
    expect(inputs.keep(version('reference'), tensors(40_000), {}, 'a')).toBeNull();
  });
});
