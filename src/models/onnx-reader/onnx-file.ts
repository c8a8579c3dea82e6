import { basename } from 'node:path';

import type { TensorInfo, TensorType } from '../../inference/model-spec.js';
import { withFileSource } from './byte-source.js';
import { ModelFileError } from './model-file-error.js';
import type { OnnxFile, OnnxInfo, OnnxValue } from './onnx-info.js';
import { readOnnx } from './read-onnx.js';

/** TensorProto.DataType of what onnxruntime-node carries. */
const TENSOR_TYPES: Readonly<Record<number, TensorType>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  8: 'string',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
};

/** Paddle2ONNX writes so what has no size; onnxruntime reads it so. */
const DYNAMIC = -1;

/** Names of the other element types, for messages. */
const OTHER_TYPES: Readonly<Record<number, string>> = {
  14: 'complex64',
  15: 'complex128',
  16: 'bfloat16',
  17: 'float8e4m3fn',
  18: 'float8e4m3fnuz',
  19: 'float8e5m2',
  20: 'float8e5m2fnuz',
  21: 'uint4',
  22: 'int4',
  23: 'float4e2m1',
};

/** Operator domains that onnxruntime's CPU build registers; '' is ONNX itself. */
const RUNTIME_DOMAINS = new Set([
  '',
  'ai.onnx.ml',
  'com.microsoft',
  'com.microsoft.nchwc',
  'com.ms.internal.nhwc',
  'org.pytorch.aten',
]);

/**
 * Reads an ONNX file and checks that onnxruntime-node can serve what it declares.
 *
 * @param path absolute path of a regular file; a symbolic link is refused
 * @throws ModelFileError with the reason, which names no folder
 */
export async function readOnnxFile(path: string): Promise<OnnxInfo> {
  return servable(await readModelFile(path), basename(path));
}

/** As `readOnnxFile`, without asking whether onnxruntime-node can serve it. @throws ModelFileError */
export async function readModelFile(path: string): Promise<OnnxFile> {
  const name = basename(path);
  try {
    return await withFileSource(path, (source) => readOnnx(source, name));
  } catch (error) {
    if (error instanceof ModelFileError) throw error;
    throw new ModelFileError(name, fileReason(error as NodeJS.ErrnoException));
  }
}

function fileReason({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'ELOOP') return 'is a symbolic link, which is not followed';
  return code === undefined ? message : `cannot be read (${code})`;
}

/** @throws ModelFileError for what onnxruntime-node cannot carry or would not load */
export function servable(file: OnnxFile, name: string): OnnxInfo {
  const refuse = (reason: string): never => {
    throw new ModelFileError(name, reason);
  };
  const custom = [...file.domains].filter((domain) => !RUNTIME_DOMAINS.has(domain));
  if (custom.length > 0) {
    refuse(`uses the custom operator domain '${custom.join("', '")}', which onnxruntime does not have`);
  }
  if (file.outputs.length === 0) refuse('has no outputs');
  checkNames('input', file.inputs, refuse);
  checkNames('output', file.outputs, refuse);
  const nonTensor = file.inputs.find(({ kind }) => kind !== 'tensor');
  if (nonTensor)
    refuse(`has the input '${nonTensor.name}', which is ${kindWords(nonTensor)}; only tensors can be fed`);
  const untyped = file.outputs.find(({ kind }) => kind === 'untyped');
  if (untyped) refuse(`gives no type for output '${untyped.name}': run onnx.shape_inference on it`);
  const lost = file.outputs.find(isLost);
  if (lost) refuse(`has an output named '${lost.name}', which onnxruntime-node cannot fetch: rename it`);
  const tensors = file.outputs.filter(({ kind }) => kind === 'tensor');
  if (tensors.length === 0) {
    const kinds = file.outputs.map((output) => `'${output.name}' is ${kindWords(output)}`).join(', ');
    refuse(`has no tensor output (${kinds}), and onnxruntime-node can fetch nothing else`);
  }
  return {
    file,
    inputs: file.inputs.map((value) => tensorInfo('input', value, refuse)),
    outputs: tensors.map((value) => ({
      ...tensorInfo('output', value, refuse),
      producedBy: value.producedBy,
    })),
    unservedOutputs: file.outputs.filter(({ kind }) => kind !== 'tensor'),
  };
}

/**
 * onnxruntime-node keeps outputs in plain objects: one called `__proto__` is lost in them, and one that is not fetched is
 * looked for among what every object inherits.
 */
const isLost = ({ kind, name }: OnnxValue): boolean =>
  name === '__proto__' || (kind !== 'tensor' && name in Object.prototype);

const kindWords = ({ kind }: OnnxValue): string =>
  kind === 'optional' || kind === 'opaque' || kind === 'untyped' ? `of ${kind} type` : `a ${kind}`;

type Refuse = (reason: string) => never;

function checkNames(role: string, values: readonly OnnxValue[], refuse: Refuse): void {
  const seen = new Set<string>();
  for (const { name } of values) {
    if (name === '') refuse(`has an ${role} without a name`);
    if (seen.has(name)) refuse(`has two ${role}s named '${name}'`);
    seen.add(name);
  }
}

function tensorInfo(role: string, value: OnnxValue, refuse: Refuse): TensorInfo {
  const { name, elementType, dims } = value;
  const type = TENSOR_TYPES[elementType];
  if (type === undefined) {
    const word =
      OTHER_TYPES[elementType] ?? (elementType === 0 ? 'no element type' : `element type ${elementType}`);
    return refuse(
      `has the ${role} '${name}' of ${word}, which onnxruntime-node cannot carry; it can: ${Object.values(TENSOR_TYPES).join(', ')}`,
    );
  }
  if (dims === null) return { name, type, dims: [], unranked: true };
  const negative = dims.find((dim) => typeof dim === 'number' && dim < DYNAMIC);
  if (negative !== undefined) {
    return refuse(
      `has the negative dimension ${negative} in ${role} '${name}'; a dynamic dimension is a name, nothing or ${DYNAMIC}`,
    );
  }
  return { name, type, dims: dims.map((dim) => (dim === DYNAMIC ? '' : dim)) };
}
