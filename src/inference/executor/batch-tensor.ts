import type { ImageInputSpec, ModelSpec } from '../model-spec.js';
import type { NamedTensor } from '../tasks/task-io.js';

type PixelArray = Float32Array | Uint16Array | Uint8Array | Int8Array;

const ARRAYS = { float32: Float32Array, float16: Uint16Array, uint8: Uint8Array, int8: Int8Array } as const;

/** The input tensor of a vision model, allocated once for each batch size and filled again for every run. */
export class BatchTensor {
  private readonly buffers = new Map<number, PixelArray>();
  /** Batch size that the graph insists on, or null when it takes any. */
  readonly fixedBatch: number | null;
  /** Numbers in the tensor for one picture. */
  readonly itemLength: number;

  constructor(
    private readonly image: ImageInputSpec,
    spec: ModelSpec,
  ) {
    const first = image.isSingle ? 1 : spec.inputs.find(({ name }) => name === image.tensor)?.dims[0];
    this.fixedBatch = typeof first === 'number' ? first : null;
    this.itemLength = image.width * image.height * this.channels;
  }

  /** Room for `count` pictures; a fixed larger batch is filled up with what was there before, which nobody reads. */
  forBatch(count: number): PixelArray {
    const size = this.fixedBatch ?? count;
    let buffer = this.buffers.get(size);
    if (!buffer) {
      buffer = new ARRAYS[this.image.type](size * this.itemLength);
      this.buffers.set(size, buffer);
    }
    return buffer;
  }

  asTensor(data: PixelArray): NamedTensor {
    const { tensor: name, type, layout, width, height, isSingle } = this.image;
    const picture = layout === 'NCHW' ? [this.channels, height, width] : [height, width, this.channels];
    return { name, type, dims: isSingle ? picture : [this.countOf(data), ...picture], data };
  }

  /** How many pictures a buffer has room for. */
  countOf(data: PixelArray): number {
    return data.length / this.itemLength;
  }

  private get channels(): number {
    return this.image.color === 'GRAY' ? 1 : 3;
  }
}
