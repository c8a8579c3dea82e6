import { memorySource, type ByteSource } from './byte-source.js';
import { readClassLists, requiredCategories } from './class-lists.js';
import { foreignFormat } from './foreign-format.js';
import { GraphFacts, GraphReader, MAX_NAME_BYTES } from './graph-reader.js';
import { ML_DOMAIN, readMlGraph } from './ml-graph.js';
import { ModelFileError } from './model-file-error.js';
import type { OnnxFile, OnnxOutput, OnnxValue } from './onnx-info.js';
import { ProtoCursor, ProtoError, WIRE_BYTES, WIRE_VARINT } from './proto-cursor.js';
import type { ProtoField } from './proto-cursor.js';

/** 9,000 class names take about 200 KB. */
const MAX_METADATA_VALUE_BYTES = 1024 * 1024;
const MAX_METADATA_BYTES = 4 * 1024 * 1024;
const MAX_METADATA_ENTRIES = 1000;

/** Operators that hand values on unchanged, up to shape and number format. */
const PASSING = new Set([
  'Identity',
  'Cast',
  'Reshape',
  'Flatten',
  'Squeeze',
  'Unsqueeze',
  'QuantizeLinear',
  'DequantizeLinear',
]);
const MAX_CHAIN = 8;

/** Wire types of ModelProto's fields, to tell a model from other bytes. */
const MODEL_FIELDS: Readonly<Record<number, number>> = {
  1: WIRE_VARINT,
  2: WIRE_BYTES,
  3: WIRE_BYTES,
  4: WIRE_BYTES,
  5: WIRE_VARINT,
  6: WIRE_BYTES,
  7: WIRE_BYTES,
  8: WIRE_BYTES,
  14: WIRE_BYTES,
  20: WIRE_BYTES,
  25: WIRE_BYTES,
  26: WIRE_BYTES,
};

const GRAPH_FIELD = 7;

interface Draft {
  irVersion: number;
  opsets: { domain: string; version: number }[];
  producer: string;
  metadata: Map<string, string>;
  omittedMetadata: string[];
  metadataBytes: number;
  functionDomains: Set<string>;
  graphs: number;
}

/**
 * Reads what an ONNX file says of itself; weights are skipped, not read.
 *
 * @param file name for messages, without folder
 * @throws ModelFileError when the bytes are not an ONNX model, or only a part of one
 */
export async function readOnnx(source: ByteSource, file: string): Promise<OnnxFile> {
  const foreign = await foreignFormat(source);
  if (foreign !== null) throw new ModelFileError(file, foreign);
  const facts = new GraphFacts();
  const draft: Draft = {
    irVersion: 0,
    opsets: [],
    producer: '',
    metadata: new Map(),
    omittedMetadata: [],
    metadataBytes: 0,
    functionDomains: new Set(),
    graphs: 0,
  };
  const cursor = new ProtoCursor(source);
  try {
    await readModel(cursor, new GraphReader(cursor, facts), draft, source.size);
    if (draft.graphs === 0) throw new ProtoError('is not an ONNX model: it holds no graph');
    const isClassical = facts.domains.has(ML_DOMAIN);
    const graph = isClassical ? await readMlGraph(source) : null;
    return {
      ...finish(draft, facts, source.size),
      classLists: graph ? await readClassLists(source, graph) : NOTHING,
      requiredCategories: graph ? requiredCategories(graph) : NOTHING,
    };
  } catch (error) {
    if (error instanceof ProtoError) throw new ModelFileError(file, reasonOf(error, source.size));
    throw error;
  }
}

const NOTHING: ReadonlyMap<string, readonly string[]> = new Map();

/** As `readOnnx`, from memory. */
export function readOnnxBytes(bytes: Uint8Array, file = 'model.onnx'): Promise<OnnxFile> {
  return readOnnx(memorySource(bytes), file);
}

function reasonOf({ message, outermost }: ProtoError, sizeBytes: number): string {
  if (outermost === null || MODEL_FIELDS[outermost.field] === undefined) return message;
  const part = outermost.field === GRAPH_FIELD ? 'the graph' : `field ${outermost.field}`;
  return `is cut off: ${part} needs ${outermost.claimedEnd} bytes, the file has ${sizeBytes}`;
}

async function readModel(
  cursor: ProtoCursor,
  reader: GraphReader,
  draft: Draft,
  size: number,
): Promise<void> {
  await cursor.each(0, size, async (field) => {
    const expected = MODEL_FIELDS[field.number];
    if (expected !== undefined && expected !== field.wire) {
      throw new ProtoError(`is not an ONNX model: field ${field.number} has wire type ${field.wire}`);
    }
    if (field.number === 1) draft.irVersion = field.value;
    else if (field.number === 2) draft.producer = (await cursor.text(field, MAX_NAME_BYTES)).slice(0, 200);
    else if (field.number === GRAPH_FIELD) {
      draft.graphs += 1;
      await reader.graph(field);
    } else if (field.number === 8) draft.opsets.push(await readOpset(cursor, field));
    else if (field.number === 14) await readMetadata(reader, draft, cursor, field);
    else if (field.number === 25) await readFunction(cursor, reader, draft, field);
  });
}

async function readOpset(
  cursor: ProtoCursor,
  message: ProtoField,
): Promise<{ domain: string; version: number }> {
  let domain = '';
  let version = 0;
  await cursor.each(message.start, message.end, async (field) => {
    if (field.number === 1) domain = await cursor.text(field, MAX_NAME_BYTES);
    else if (field.number === 2) version = field.value;
  });
  return { domain, version };
}

async function readMetadata(
  reader: GraphReader,
  draft: Draft,
  cursor: ProtoCursor,
  message: ProtoField,
): Promise<void> {
  const bytes = message.end - message.start;
  const fits =
    bytes <= MAX_METADATA_VALUE_BYTES &&
    draft.metadataBytes + bytes <= MAX_METADATA_BYTES &&
    draft.metadata.size < MAX_METADATA_ENTRIES;
  if (!fits) {
    if (draft.omittedMetadata.length >= MAX_METADATA_ENTRIES) return;
    await cursor.each(message.start, message.end, async (field) => {
      if (field.number !== 1) return;
      const isShort = field.end - field.start <= 256;
      draft.omittedMetadata.push(isShort ? await cursor.text(field, 256) : 'a key of more than 256 bytes');
    });
    return;
  }
  const { key, value } = await reader.entry(message, MAX_METADATA_VALUE_BYTES);
  draft.metadataBytes += bytes;
  draft.metadata.set(key, value);
}

/** FunctionProto: an operator that the file defines itself; its nodes may hold tensors too. */
async function readFunction(
  cursor: ProtoCursor,
  reader: GraphReader,
  draft: Draft,
  message: ProtoField,
): Promise<void> {
  await cursor.each(message.start, message.end, async (field) => {
    // Depth 1: nothing in a function is an input, output or initializer of the model.
    if (field.number === 7 && field.wire === WIRE_BYTES) await reader.node(field, 1);
    else if (field.number === 10) draft.functionDomains.add(await cursor.text(field, MAX_NAME_BYTES));
  });
}

function finish(
  draft: Draft,
  facts: GraphFacts,
  sizeBytes: number,
): Omit<OnnxFile, 'classLists' | 'requiredCategories'> {
  const hasDefault = (input: OnnxValue): boolean => facts.initializers.has(input.name);
  const outputs: OnnxOutput[] = facts.outputs.map((output) => ({
    ...output,
    producedBy: producersOf(output.name, facts),
  }));
  return {
    sizeBytes,
    irVersion: draft.irVersion,
    opsets: draft.opsets,
    producer: draft.producer,
    metadata: draft.metadata,
    omittedMetadata: draft.omittedMetadata,
    inputs: facts.inputs.filter((input) => !hasDefault(input)),
    overridableInputs: facts.inputs.filter(hasDefault).map(({ name }) => name),
    outputs,
    nodeCount: facts.nodeCount,
    opTypes: facts.opTypes,
    domains: new Set([...facts.domains].filter((domain) => !draft.functionDomains.has(domain))),
    externalTensors: facts.externalTensors,
  };
}

function producersOf(output: string, facts: GraphFacts): string[] {
  const chain: string[] = [];
  let made = facts.madeBy.get(output);
  while (made !== undefined && chain.length < MAX_CHAIN) {
    chain.push(made.opType);
    made = PASSING.has(made.opType) ? facts.madeBy.get(made.input) : undefined;
  }
  return chain;
}
