import type { ByteSource } from './byte-source.js';
import { ML_DOMAIN, type MlGraph, type MlNode, type NamedField } from './ml-graph.js';
import { readInts, readTexts } from './packed-values.js';
import { ProtoCursor, WIRE_BYTES, type ProtoField } from './proto-cursor.js';

/** Operators through which the classes of a tensor stay the same, by their first input. */
const KEEPING = new Set([
  'Identity',
  'Cast',
  'Reshape',
  'Flatten',
  'Squeeze',
  'Unsqueeze',
  'Softmax',
  'Sigmoid',
  `${ML_DOMAIN}:Normalizer`,
]);

const MAX_CHAIN = 16;

/**
 * Names of the classes that the outputs of a graph tell of, in the order of the class numbers: from the `classlabels_*`
 * of a classifier or ZipMap, or from the list that ArrayFeatureExtractor picks the label of. Outputs without are absent.
 *
 * @throws ProtoError when the bytes are no valid message
 */
export async function readClassLists(
  source: ByteSource,
  graph: MlGraph,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const makers = new Map<string, MlNode>();
  for (const node of graph.nodes) for (const output of node.outputs) makers.set(output, node);
  const lists = new Map<string, readonly string[]>();
  for (const { name } of graph.outputs) {
    const maker = origin(name, makers);
    if (maker?.classes) lists.set(name, maker.classes);
    else if (maker?.opType === `${ML_DOMAIN}:ArrayFeatureExtractor`) {
      const list = await constantTexts(source, origin(maker.inputs[0] ?? '', makers), maker, graph);
      if (list !== null) lists.set(name, list);
    }
  }
  return lists;
}

/**
 * The texts that a graph insists on, by graph input: those of a OneHotEncoder that takes the input as it is and fails on any
 * other.
 */
export function requiredCategories(graph: MlGraph): ReadonlyMap<string, readonly string[]> {
  const makers = new Map<string, MlNode>();
  for (const node of graph.nodes) for (const output of node.outputs) makers.set(output, node);
  const required = new Map<string, readonly string[]>();
  for (const { insistsOn, inputs } of graph.nodes) {
    let tensor = inputs[0] ?? '';
    for (let step = 0; step < MAX_CHAIN && KEEPING.has(makers.get(tensor)?.opType ?? ''); step += 1) {
      tensor = makers.get(tensor)!.inputs[0] ?? '';
    }
    if (insistsOn !== null && !makers.has(tensor)) required.set(tensor, insistsOn);
  }
  return required;
}

/** The first operator on the way back that changes what a tensor says; undefined for inputs and constants. */
function origin(name: string, makers: ReadonlyMap<string, MlNode>): MlNode | undefined {
  let maker = makers.get(name);
  for (let step = 0; maker !== undefined && step < MAX_CHAIN; step += 1) {
    if (!KEEPING.has(maker.opType)) return maker;
    maker = makers.get(maker.inputs[0] ?? '');
  }
  return maker;
}

/** Values of the constant that an extractor picks from; null when the list is computed. */
async function constantTexts(
  source: ByteSource,
  computedBy: MlNode | undefined,
  extractor: MlNode,
  graph: MlGraph,
): Promise<string[] | null> {
  if (computedBy !== undefined) return null;
  const constant = graph.initializers.find(({ name }) => name === extractor.inputs[0]);
  return constant === undefined ? null : tensorTexts(source, constant);
}

/** TensorProto.DataType of lists that name classes. */
const INT32 = 6;
const INT64 = 7;
const STRING = 8;

/** Bytes of raw values: a million classes of 8 bytes. */
const MAX_RAW_BYTES = 8_000_000;

/** The values of a small tensor of whole numbers or texts, as text; null for other types and for external data. */
async function tensorTexts(source: ByteSource, { field }: NamedField): Promise<string[] | null> {
  const cursor = new ProtoCursor(source);
  let type = 0;
  let raw: ProtoField | undefined;
  await cursor.each(field.start, field.end, (part) => {
    if (part.number === 2) type = part.value;
    else if (part.number === 9 && part.wire === WIRE_BYTES) raw = part;
  });
  let texts: string[] = [];
  if (type === STRING) texts = await readTexts(cursor, field, 6);
  else if (type !== INT32 && type !== INT64) return null;
  else if (raw === undefined) texts = (await readInts(cursor, field, type === INT32 ? 5 : 7)).map(String);
  else texts = rawInts(await cursor.bytes(raw, MAX_RAW_BYTES), type === INT32 ? 4 : 8);
  return texts.length > 0 ? texts : null;
}

function rawInts(bytes: Buffer, size: 4 | 8): string[] {
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) =>
    String(size === 4 ? bytes.readInt32LE(index * 4) : bytes.readBigInt64LE(index * 8)),
  );
}
