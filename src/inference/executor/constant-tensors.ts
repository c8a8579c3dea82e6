import type { ConstantInput } from '../model-spec.js';
import type { NamedTensor } from '../tasks/task-io.js';
import { tensorArray } from '../tasks/tensor-arrays.js';

/** The inputs of a vision model beside its picture, made once for each batch size. */
export class ConstantTensors {
  private readonly bySize = new Map<number, readonly NamedTensor[]>();

  constructor(private readonly inputs: readonly ConstantInput[] = []) {}

  /** @param pictures in the run, with those that fill up a fixed batch */
  forBatch(pictures: number): readonly NamedTensor[] {
    let tensors = this.bySize.get(pictures);
    if (!tensors) {
      tensors = this.inputs.map((input) => constantTensor(input, pictures));
      this.bySize.set(pictures, tensors);
    }
    return tensors;
  }
}

function constantTensor({ name, type, dims, values }: ConstantInput, pictures: number): NamedTensor {
  const shape = dims.map((dim) => dim ?? pictures);
  const length = shape.reduce((product, dim) => product * dim, 1);
  const cells = Array.from({ length }, (_, index) => values[index % values.length]!);
  return { name, type, dims: shape, data: tensorArray(type, cells) };
}
