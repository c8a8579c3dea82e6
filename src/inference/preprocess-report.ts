import type { TensorType } from './model-spec.js';
import type { Box, Placement } from './tasks/task-io.js';

/** One channel of an input tensor, over all pixels, the border included. */
export interface ChannelStatistics {
  readonly channel: 'red' | 'green' | 'blue' | 'gray';
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Population deviation. */
  readonly std: number;
}

/** What a model saw of a picture: its input tensor in numbers and as a picture made from that very tensor. */
export interface PreprocessReport {
  readonly tensor: { readonly name: string; readonly type: TensorType; readonly dims: readonly number[] };
  /** In the order of the tensor. */
  readonly channels: readonly ChannelStatistics[];
  /** Row-major, from the start of the tensor. */
  readonly firstValues: readonly number[];
  readonly placement: Placement;
  /** The part of the upright picture that was looked at, in whole pixels; null for all of it. */
  readonly region: Box | null;
  /** PNG of the input's size, turned back into RGB or grey. */
  readonly picture: Uint8Array;
}
