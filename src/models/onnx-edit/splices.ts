import type { ByteSource } from '../onnx-reader/byte-source.js';
import { ProtoCursor, WIRE_BYTES, type ProtoField } from '../onnx-reader/proto-cursor.js';
import type { MlGraph, MlNode, NamedField } from '../onnx-reader/ml-graph.js';
import { field, fieldHead, numberField } from './proto-writer.js';
import type { ZipMapPlan } from './zipmap-plan.js';

/** Bytes `from` to `to` (exclusive) of the original that are replaced; everything else stays as it is. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly bytes: Buffer;
}

/** Largest node or output declaration that is rewritten. */
const MAX_PART_BYTES = 16 * 1024 * 1024;

/** TensorProto.DataType. */
const FLOAT = 1;
const DOUBLE = 11;

/** From a ValueInfoProto to the type of the numbers in its maps: type, sequence, element, map, value, tensor, elem_type. */
const MAP_VALUE_PATH = [2, 4, 1, 5, 2, 1, 1];

/** NodeProto: what says that a node is a ZipMap; op_type, attribute, domain. */
const NODE_KIND_FIELDS = new Set([4, 5, 7]);

/** ValueInfoProto: its type. */
const VALUE_TYPE_FIELD = 2;

/**
 * The plan as changes of bytes, in the order of the file. Fields that this code does not know are kept where they are.
 *
 * @param source the file that `graph` was read from
 */
export async function zipMapSplices(
  source: ByteSource,
  graph: MlGraph,
  plan: ZipMapPlan,
): Promise<readonly Splice[]> {
  const cursor = new ProtoCursor(source);
  const inner: Splice[] = [];
  for (const node of plan.zipMaps) inner.push(await identityInstead(cursor, node));
  for (const output of graph.outputs) {
    const classes = plan.retyped.get(output.name);
    if (classes !== undefined) inner.push(await tensorInstead(cursor, output, classes));
  }
  for (const { name, field: place } of graph.valueInfos) {
    if (plan.retyped.has(name)) inner.push({ from: place.tag, to: place.end, bytes: Buffer.alloc(0) });
  }
  const heads = graph.graphs.flatMap((message) => newHead(message, inner));
  return [...inner, ...heads].toSorted((a, b) => a.from - b.from);
}

async function identityInstead(cursor: ProtoCursor, node: MlNode): Promise<Splice> {
  const kept = await otherFields(cursor, node.field, (number) => !NODE_KIND_FIELDS.has(number));
  const content = Buffer.concat([kept, field(4, 'Identity')]);
  return { from: node.field.tag, to: node.field.end, bytes: field(1, content) };
}

async function tensorInstead(
  cursor: ProtoCursor,
  { field: place }: NamedField,
  classes: number,
): Promise<Splice> {
  const kept = await otherFields(cursor, place, (number) => number !== VALUE_TYPE_FIELD);
  // A dimension without a value is one of any size.
  const shape = Buffer.concat([field(1, ''), field(1, numberField(1, classes))]);
  // Exports in float64 have ZipMaps of doubles, which onnxruntime itself refuses; the tensor behind it is fine.
  const type = (await numberAt(cursor, place, MAP_VALUE_PATH)) === DOUBLE ? DOUBLE : FLOAT;
  const tensor = Buffer.concat([numberField(1, type), field(2, shape)]);
  const content = Buffer.concat([kept, field(VALUE_TYPE_FIELD, field(1, tensor))]);
  return { from: place.tag, to: place.end, bytes: field(12, content) };
}

/** The number at the end of a path of field numbers through messages; undefined when there is none. */
async function numberAt(
  cursor: ProtoCursor,
  message: ProtoField,
  [number, ...rest]: readonly number[],
): Promise<number | undefined> {
  const parts: ProtoField[] = [];
  await cursor.each(message.start, message.end, (part) => {
    if (part.number === number && (part.wire === WIRE_BYTES) === rest.length > 0) parts.push(part);
  });
  const last = parts.at(-1);
  if (last === undefined) return undefined;
  return rest.length === 0 ? last.value : numberAt(cursor, last, rest);
}

/** The bytes of those fields of a message that are kept, as they are. */
async function otherFields(
  cursor: ProtoCursor,
  message: ProtoField,
  isKept: (number: number) => boolean,
): Promise<Buffer> {
  const parts: ProtoField[] = [];
  await cursor.each(message.start, message.end, (part) => {
    if (isKept(part.number)) parts.push(part);
  });
  const bytes: Buffer[] = [];
  for (const part of parts) {
    bytes.push(await cursor.bytes({ ...part, wire: WIRE_BYTES, start: part.tag }, MAX_PART_BYTES));
  }
  return Buffer.concat(bytes);
}

/** The length in front of the graph, where changes inside made it another. */
function newHead(message: ProtoField, inner: readonly Splice[]): Splice[] {
  const inside = inner.filter(({ from, to }) => from >= message.start && to <= message.end);
  if (inside.length === 0) return [];
  const grown = inside.reduce((sum, { from, to, bytes }) => sum + bytes.length - (to - from), 0);
  const bytes = fieldHead(message.number, message.end - message.start + grown);
  return [{ from: message.tag, to: message.start, bytes }];
}

/** A stretch of the edited file: bytes of the original from `from` on, or new ones. */
interface Segment {
  readonly start: number;
  readonly length: number;
  readonly from: number;
  readonly bytes: Buffer | null;
}

/** The edited file, without writing it: reads go to the original wherever nothing was changed. */
export function splicedSource(source: ByteSource, splices: readonly Splice[]): ByteSource {
  const segments: Segment[] = [];
  let size = 0;
  let position = 0;
  const add = (length: number, bytes: Buffer | null): void => {
    if (length > 0) segments.push({ start: size, length, from: position, bytes });
    size += length;
  };
  for (const { from, to, bytes } of splices) {
    add(from - position, null);
    add(bytes.length, bytes);
    position = to;
  }
  add(source.size - position, null);
  return { size, read: (target, at) => readSegments(source, segments, target, at) };
}

async function readSegments(
  source: ByteSource,
  segments: readonly Segment[],
  target: Uint8Array,
  at: number,
): Promise<number> {
  let filled = 0;
  for (const { start, length, from, bytes } of segments) {
    while (filled < target.length && at + filled >= start && at + filled < start + length) {
      const skipped = at + filled - start;
      const part = target.subarray(filled, Math.min(target.length, filled + length - skipped));
      if (bytes !== null) part.set(bytes.subarray(skipped, skipped + part.length));
      const read = bytes !== null ? part.length : await source.read(part, from + skipped);
      if (read === 0) return filled;
      filled += read;
    }
  }
  return filled;
}
