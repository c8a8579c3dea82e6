import type { ExternalTensor, OnnxValue, OnnxValueKind } from './onnx-info.js';
import { ProtoError, WIRE_BYTES } from './proto-cursor.js';
import type { ProtoCursor, ProtoField } from './proto-cursor.js';

/** Longest name of a tensor, node or operator, in bytes; exporters write scopes of some hundred. */
export const MAX_NAME_BYTES = 16 * 1024;

/** Graphs inside graphs (If, Loop, Scan); real ones nest three or four deep. */
const MAX_DEPTH = 24;

/** A shape of more dimensions is no tensor that anything computes. */
const MAX_DIMS = 64;

/** Nodes whose origin is remembered, to tell what makes an output. */
const MAX_TRACED = 200_000;

/** Which field of `TypeProto` says what a value is. */
const KIND_BY_FIELD: Readonly<Record<number, OnnxValueKind>> = {
  1: 'tensor',
  4: 'sequence',
  5: 'map',
  7: 'opaque',
  8: 'sparse-tensor',
  9: 'optional',
};

/** What is gathered while the graph goes by. */
export class GraphFacts {
  readonly inputs: OnnxValue[] = [];
  readonly outputs: OnnxValue[] = [];
  readonly initializers = new Set<string>();
  readonly externalTensors: ExternalTensor[] = [];
  readonly opTypes = new Set<string>();
  readonly domains = new Set<string>();
  /** What makes each tensor of the main graph: operator and first input. */
  readonly madeBy = new Map<string, { opType: string; input: string }>();
  nodeCount = 0;
}

/**
 * Reads GraphProto and what it holds, by the field numbers of onnx.proto; values of tensors are never read.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export class GraphReader {
  constructor(
    private readonly cursor: ProtoCursor,
    private readonly facts: GraphFacts,
  ) {}

  /** @param depth 0 for the main graph, whose inputs and outputs are the model's */
  async graph(message: ProtoField, depth = 0): Promise<void> {
    if (depth > MAX_DEPTH) throw new ProtoError(`nests graphs more than ${MAX_DEPTH} deep`);
    await this.cursor.each(message.start, message.end, async (field) => {
      const isMessage = field.wire === WIRE_BYTES;
      if (field.number === 1 && isMessage) await this.node(field, depth);
      else if (field.number === 5 && isMessage) await this.initializer(field, depth);
      else if (field.number === 15 && isMessage) await this.sparseTensor(field, depth);
      else if (depth > 0) return;
      else if (field.number === 11 && isMessage) this.facts.inputs.push(await this.value(field));
      else if (field.number === 12 && isMessage) this.facts.outputs.push(await this.value(field));
    });
  }

  /** NodeProto, in a graph or in a function. */
  async node(message: ProtoField, depth: number): Promise<void> {
    let opType = '';
    let domain = '';
    let input = '';
    let inputs = 0;
    const outputs: string[] = [];
    await this.cursor.each(message.start, message.end, async (field) => {
      if (field.wire !== WIRE_BYTES) return;
      if (field.number === 1) {
        if (inputs === 0) input = await this.cursor.text(field, MAX_NAME_BYTES);
        inputs += 1;
      } else if (field.number === 2 && depth === 0)
        outputs.push(await this.cursor.text(field, MAX_NAME_BYTES));
      else if (field.number === 4) opType = await this.cursor.text(field, MAX_NAME_BYTES);
      else if (field.number === 5) await this.attribute(field, depth);
      else if (field.number === 7) domain = await this.cursor.text(field, MAX_NAME_BYTES);
    });
    this.facts.nodeCount += 1;
    // 'ai.onnx' is the long name of the default domain.
    const isDefault = domain === '' || domain === 'ai.onnx';
    this.facts.domains.add(isDefault ? '' : domain);
    this.facts.opTypes.add(isDefault ? opType : `${domain}:${opType}`);
    if (this.facts.madeBy.size >= MAX_TRACED) return;
    for (const output of outputs) if (output !== '') this.facts.madeBy.set(output, { opType, input });
  }

  private async attribute(message: ProtoField, depth: number): Promise<void> {
    await this.cursor.each(message.start, message.end, async (field) => {
      if (field.wire !== WIRE_BYTES) return;
      if (field.number === 5 || field.number === 10) await this.tensor(field);
      else if (field.number === 6 || field.number === 11) await this.graph(field, depth + 1);
      else if (field.number === 22 || field.number === 23) await this.sparseTensor(field, depth + 1);
    });
  }

  private async initializer(message: ProtoField, depth: number): Promise<void> {
    const name = await this.tensor(message);
    if (depth === 0) this.facts.initializers.add(name);
  }

  /** SparseTensorProto; its name is that of its values. */
  private async sparseTensor(message: ProtoField, depth: number): Promise<void> {
    await this.cursor.each(message.start, message.end, async (field) => {
      if (field.wire !== WIRE_BYTES || field.number > 2) return;
      const name = await this.tensor(field);
      if (field.number === 1 && depth === 0) this.facts.initializers.add(name);
    });
  }

  /** TensorProto: its name; where its values lie, if elsewhere. */
  private async tensor(message: ProtoField): Promise<string> {
    let name = '';
    let isExternal = false;
    const entries = new Map<string, string>();
    await this.cursor.each(message.start, message.end, async (field) => {
      if (field.number === 8 && field.wire === WIRE_BYTES)
        name = await this.cursor.text(field, MAX_NAME_BYTES);
      else if (field.number === 14) isExternal = field.value === 1;
      else if (field.number === 13 && field.wire === WIRE_BYTES) {
        const { key, value } = await this.entry(field, MAX_NAME_BYTES);
        entries.set(key, value);
      }
    });
    if (isExternal) this.facts.externalTensors.push(externalTensor(name, entries));
    return name;
  }

  /** StringStringEntryProto. @throws ProtoError when one side is longer than `limit` bytes */
  async entry(message: ProtoField, limit: number): Promise<{ key: string; value: string }> {
    let key = '';
    let value = '';
    await this.cursor.each(message.start, message.end, async (field) => {
      if (field.number === 1) key = await this.cursor.text(field, limit);
      else if (field.number === 2) value = await this.cursor.text(field, limit);
    });
    return { key, value };
  }

  /** ValueInfoProto. */
  private async value(message: ProtoField): Promise<OnnxValue> {
    let name = '';
    let type: Omit<OnnxValue, 'name'> = { kind: 'untyped', elementType: 0, dims: null };
    await this.cursor.each(message.start, message.end, async (field) => {
      if (field.wire !== WIRE_BYTES) return;
      if (field.number === 1) name = await this.cursor.text(field, MAX_NAME_BYTES);
      else if (field.number === 2) {
        await this.cursor.each(field.start, field.end, async (kind) => {
          if (kind.number === 1 && kind.wire === WIRE_BYTES) type = await this.tensorType(kind);
          else type = { kind: KIND_BY_FIELD[kind.number] ?? type.kind, elementType: 0, dims: null };
        });
      }
    });
    return { name, ...type };
  }

  /** TypeProto.Tensor with its shape. */
  private async tensorType(message: ProtoField): Promise<Omit<OnnxValue, 'name'>> {
    let elementType = 0;
    let dims: (number | string)[] | null = null;
    await this.cursor.each(message.start, message.end, async (field) => {
      if (field.number === 1) elementType = field.value;
      else if (field.number === 2 && field.wire === WIRE_BYTES) {
        const shape: (number | string)[] = [];
        await this.cursor.each(field.start, field.end, async (dim) => {
          if (dim.number !== 1 || dim.wire !== WIRE_BYTES) return;
          if (shape.length >= MAX_DIMS)
            throw new ProtoError(`has a tensor of more than ${MAX_DIMS} dimensions`);
          shape.push(await this.dimension(dim));
        });
        dims = shape;
      }
    });
    return { kind: 'tensor', elementType, dims };
  }

  private async dimension(message: ProtoField): Promise<number | string> {
    let size: number | string = '';
    await this.cursor.each(message.start, message.end, async (field) => {
      if (field.number === 1) size = field.value;
      else if (field.number === 2) size = await this.cursor.text(field, MAX_NAME_BYTES);
    });
    return size;
  }
}

/** Numbers come as text here; one that is none becomes NaN, which the check of external data refuses. */
function externalTensor(tensor: string, entries: ReadonlyMap<string, string>): ExternalTensor {
  const length = entries.get('length');
  return {
    tensor,
    location: entries.get('location') ?? '',
    offset: Number(entries.get('offset') ?? '0'),
    length: length === undefined ? null : Number(length),
  };
}
