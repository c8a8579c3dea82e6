import { AppError } from '../../common/errors.js';
import { joinByteStrings } from '../../open-inference/codec/byte-strings.js';
import { isDatatype } from '../../open-inference/codec/datatypes.js';
import type { WireData, WireInput, WireRequest } from '../../open-inference/codec/wire-request.js';
import {
  assertNoSharedMemory,
  fault,
  inputHead,
  isBase64,
  readFlag,
  wireOutputs,
} from '../../open-inference/codec/wire-fields.js';
import { contentsField, type ModelInferRequest, type TensorContents } from './infer-message.js';
import { plainParameters } from './parameters.js';

type Input = ModelInferRequest['inputs'][number];

/**
 * Reads a ModelInfer message into what the HTTP routes read theirs into. Raw contents stay views of the message. What asked
 * in raw bytes is answered in raw bytes unless it says otherwise.
 *
 * @throws AppError VALIDATION_FAILED, INVALID_TENSOR
 */
export function readInferMessage(message: ModelInferRequest): WireRequest {
  const parameters = plainParameters(message.parameters, 'parameters');
  const raw = message.raw_input_contents;
  if (raw.length > 0 && raw.length !== message.inputs.length) {
    const faults = [
      `'raw_input_contents' must have an element for each of the ${message.inputs.length} inputs, or none; got ${raw.length}`,
    ];
    throw new AppError('VALIDATION_FAILED', { faults });
  }
  const inputs = message.inputs.map((input, index) => wireInput(input, `inputs[${index}]`, raw[index]));
  const outputs = message.outputs.map((output, index) => ({
    name: output.name,
    parameters: plainParameters(output.parameters, `outputs[${index}].parameters`),
  }));
  return {
    id: message.id === '' ? null : message.id,
    parameters,
    inputs,
    outputs: wireOutputs(outputs),
    binaryByDefault: readFlag(parameters, 'binary_data_output', 'parameters') ?? raw.length > 0,
  };
}

function wireInput(input: Input, path: string, raw: Uint8Array | undefined): WireInput {
  const { name, datatype, shape, contents } = input;
  const head = inputHead({ name, datatype, shape: shape.map(Number) }, path);
  const parameters = plainParameters(input.parameters, `${path}.parameters`);
  assertNoSharedMemory(name, parameters);
  const filled = contents === null ? [] : fieldsWith(contents);
  if (raw === undefined) return { ...head, data: typedData(input, filled), isBase64: isBase64(parameters) };
  const [field] = filled;
  if (field !== undefined) throw fault(name, 'either contents or raw_input_contents', `both, with ${field}`);
  return { ...head, data: { kind: 'binary', bytes: raw }, isBase64: isBase64(parameters) };
}

function typedData({ name, datatype, contents }: Input, filled: readonly (keyof TensorContents)[]): WireData {
  const field = contentsField(datatype);
  // A datatype that is none is refused by its name, where the model is known.
  if (field === null && isDatatype(datatype))
    throw fault(name, `its ${datatype} values in raw_input_contents`, 'none there');
  const other = filled.find((each) => each !== field);
  if (field !== null && other !== undefined) throw fault(name, `its ${datatype} values in ${field}`, other);
  const values = field === null || contents === null ? [] : contents[field];
  if (field === 'bytes_contents') return { kind: 'binary', bytes: joinByteStrings(values as Uint8Array[]) };
  return { kind: 'json', values };
}

function fieldsWith(contents: TensorContents): (keyof TensorContents)[] {
  const fields = Object.entries(contents) as [keyof TensorContents, unknown[]][];
  return fields.filter(([, values]) => values.length > 0).map(([field]) => field);
}
