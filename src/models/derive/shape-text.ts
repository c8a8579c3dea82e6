import type { TensorInfo } from '../../inference/model-spec.js';

/** A shape as people write it. */
export const shapeText = ({ type, dims, unranked }: TensorInfo): string =>
  unranked ? `${type} of any shape` : `${type}[${dims.map((dim) => (dim === '' ? '?' : dim)).join(', ')}]`;

/** Outputs with their shapes, for messages. */
export const shapesOf = (outputs: readonly TensorInfo[]): string =>
  outputs.map((output) => `'${output.name}' ${shapeText(output)}`).join(', ');
