import { AppError } from '../../common/errors.js';
import type { TensorInfo } from '../../inference/model-spec.js';
import { tensorInWords } from './bind-inputs.js';
import { datatypeOf, NUMERIC_FORMATS } from './datatypes.js';
import type { WireInput } from './wire-request.js';

/**
 * Reads a raw binary request: the whole body is the one input of the model. A variable first dimension of several is
 * the batch and becomes 1; one variable dimension more is told by the number of bytes. A BYTES input is one element,
 * without a length in front of it.
 *
 * @throws AppError INVALID_TENSOR when the body does not fit, or the shape cannot be told from it
 */
export function rawInput(body: Uint8Array, inputs: readonly TensorInfo[]): WireInput {
  const [only] = inputs;
  if (!only || inputs.length > 1) {
    const faults = [`a raw binary request needs a model with one input; this one has ${inputs.length}`];
    throw new AppError('VALIDATION_FAILED', { faults });
  }
  const datatype = datatypeOf(only.type);
  if (datatype === 'BYTES') return { name: only.name, datatype, shape: oneElement(only), data: text(body) };
  const shape = deduce(only, body.byteLength, NUMERIC_FORMATS[datatype].bytes);
  return { name: only.name, datatype, shape, data: { kind: 'binary', bytes: body } };
}

function deduce(info: TensorInfo, bodyBytes: number, elementBytes: number): number[] {
  const misfit = (reason: string): AppError =>
    new AppError('INVALID_TENSOR', {
      tensor: info.name,
      expected: tensorInWords(info),
      got: `${bodyBytes} raw bytes, ${reason}`,
    });
  if (info.unranked) throw misfit('from which no shape can be told');
  const variable = info.dims.flatMap((dim, axis) => (typeof dim === 'string' ? [axis] : []));
  // Beside another variable dimension the first one is a batch of 1; alone it is as many rows as there are.
  const unknown = variable.length === 2 && variable[0] === 0 ? variable[1] : variable[0];
  if (variable.length > 2 || (variable.length === 2 && variable[0] !== 0))
    throw misfit('from which several variable dimensions cannot be told');
  const known = info.dims.reduce<number>(
    (product, dim) => product * (typeof dim === 'number' ? dim : 1),
    elementBytes,
  );
  if (unknown === undefined) {
    if (bodyBytes !== known) throw misfit(`not ${known}`);
    return info.dims as number[];
  }
  if (bodyBytes === 0) throw misfit('which hold no element');
  if (known === 0 || bodyBytes % known !== 0) throw misfit(`no multiple of ${known}`);
  return info.dims.map((dim, axis) =>
    typeof dim === 'number' ? dim : axis === unknown ? bodyBytes / known : 1,
  );
}

function oneElement(info: TensorInfo): number[] {
  if (info.unranked) return [1];
  const fits = info.dims.every((dim) => dim === 1 || typeof dim === 'string');
  if (fits) return info.dims.map(() => 1);
  throw new AppError('INVALID_TENSOR', {
    tensor: info.name,
    expected: tensorInWords(info),
    got: 'one raw element',
  });
}

/** With the length that a raw element leaves out. */
function text(body: Uint8Array): WireInput['data'] {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32LE(body.byteLength);
  return { kind: 'binary', bytes: Buffer.concat([prefix, body]) };
}
