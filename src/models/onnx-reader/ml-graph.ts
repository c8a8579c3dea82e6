import type { ByteSource } from './byte-source.js';
import { readInts, readTexts } from './packed-values.js';
import { ProtoCursor, ProtoError, WIRE_BYTES, type ProtoField } from './proto-cursor.js';

/** Longest name of a tensor, node or attribute, in bytes. */
const MAX_NAME_BYTES = 16 * 1024;

/** Graphs inside graphs; real ones nest three or four deep. */
const MAX_DEPTH = 24;

/** Where the operators of classical machine learning live. */
export const ML_DOMAIN = 'ai.onnx.ml';

/** One operator of the main graph. */
export interface MlNode {
  readonly field: ProtoField;
  /** Outside the default domain as `domain:Type`. */
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Names of the classes in its `classlabels_*` attribute, index by index; numbers as text. */
  readonly classes: readonly string[] | null;
  /** For a OneHotEncoder that fails on any other text: the texts that it knows. */
  readonly insistsOn: readonly string[] | null;
}

/** A ValueInfoProto or a TensorProto by its name and place in the file. */
export interface NamedField {
  readonly name: string;
  readonly field: ProtoField;
}

/** The main graph of a model with its places in the file; values of tensors are not read. */
export interface MlGraph {
  /** Usually one: a message that is split up is read as if it were whole. */
  readonly graphs: readonly ProtoField[];
  readonly nodes: readonly MlNode[];
  readonly outputs: readonly NamedField[];
  /** Types of tensors inside the graph (`value_info`). */
  readonly valueInfos: readonly NamedField[];
  readonly initializers: readonly NamedField[];
  /** Names that graphs inside of nodes (If, Loop, Scan) may take from the main one. */
  readonly innerUses: ReadonlySet<string>;
}

interface Draft {
  graphs: ProtoField[];
  nodes: MlNode[];
  outputs: NamedField[];
  valueInfos: NamedField[];
  initializers: NamedField[];
  innerUses: Set<string>;
}

/**
 * Reads what a graph of classical machine learning is made of, by the field numbers of onnx.proto.
 *
 * @throws ProtoError when the bytes are no valid message
 */
export async function readMlGraph(source: ByteSource): Promise<MlGraph> {
  const reader = new MlGraphReader(new ProtoCursor(source));
  return reader.model(source.size);
}

class MlGraphReader {
  private readonly draft: Draft = {
    graphs: [],
    nodes: [],
    outputs: [],
    valueInfos: [],
    initializers: [],
    innerUses: new Set(),
  };

  constructor(private readonly cursor: ProtoCursor) {}

  async model(size: number): Promise<MlGraph> {
    await this.cursor.each(0, size, async (field) => {
      if (field.number !== 7 || field.wire !== WIRE_BYTES) return;
      this.draft.graphs.push(field);
      await this.mainGraph(field);
    });
    return this.draft;
  }

  private async mainGraph(message: ProtoField): Promise<void> {
    const { nodes, outputs, valueInfos, initializers } = this.draft;
    await this.cursor.each(message.start, message.end, async (field) => {
      if (field.wire !== WIRE_BYTES) return;
      if (field.number === 1) nodes.push(await this.node(field));
      else if (field.number === 5) initializers.push({ name: await this.textField(field, 8), field });
      else if (field.number === 12) outputs.push({ name: await this.textField(field, 1), field });
      else if (field.number === 13) valueInfos.push({ name: await this.textField(field, 1), field });
    });
  }

  private async node(message: ProtoField): Promise<MlNode> {
    let opType = '';
    let domain = '';
    const inputs: string[] = [];
    const outputs: string[] = [];
    const attributes: ProtoField[] = [];
    await this.cursor.each(message.start, message.end, async (field) => {
      if (field.wire !== WIRE_BYTES) return;
      if (field.number === 1) inputs.push(await this.text(field));
      else if (field.number === 2) outputs.push(await this.text(field));
      else if (field.number === 4) opType = await this.text(field);
      else if (field.number === 5) attributes.push(field);
      else if (field.number === 7) domain = await this.text(field);
    });
    let classes: string[] | null = null;
    let known: string[] | null = null;
    let takesUnknown = true;
    for (const attribute of attributes) {
      if (domain !== ML_DOMAIN) await this.innerGraphs(attribute, 1);
      else if (opType !== 'OneHotEncoder') classes = (await this.classNames(attribute)) ?? classes;
      else {
        const name = await this.textField(attribute, 1);
        if (name === 'cats_strings') known = await readTexts(this.cursor, attribute, 9);
        else if (name === 'zeros') takesUnknown = (await this.intField(attribute, 3)) !== 0;
      }
    }
    const isDefault = domain === '' || domain === 'ai.onnx';
    return {
      field: message,
      opType: isDefault ? opType : `${domain}:${opType}`,
      inputs,
      outputs,
      classes,
      insistsOn: takesUnknown || known === null || known.length === 0 ? null : known,
    };
  }

  /** `classlabels_int64s`, `classlabels_ints` (LinearClassifier) or `classlabels_strings`; null for other attributes. */
  private async classNames(attribute: ProtoField): Promise<string[] | null> {
    const name = await this.textField(attribute, 1);
    if (!name.startsWith('classlabels_')) return null;
    const names = name.endsWith('strings')
      ? await readTexts(this.cursor, attribute, 9)
      : (await readInts(this.cursor, attribute, 8)).map(String);
    return names.length > 0 ? names : null;
  }

  /** Remembers every name that graphs inside an attribute read: what they do not make themselves comes from outside. */
  private async innerGraphs(attribute: ProtoField, depth: number): Promise<void> {
    if (depth > MAX_DEPTH) throw new ProtoError(`nests graphs more than ${MAX_DEPTH} deep`);
    await this.cursor.each(attribute.start, attribute.end, async (graph) => {
      if (graph.wire !== WIRE_BYTES || (graph.number !== 6 && graph.number !== 11)) return;
      await this.cursor.each(graph.start, graph.end, async (field) => {
        if (field.wire !== WIRE_BYTES) return;
        if (field.number === 12) this.draft.innerUses.add(await this.textField(field, 1));
        if (field.number !== 1) return;
        await this.cursor.each(field.start, field.end, async (part) => {
          if (part.wire !== WIRE_BYTES) return;
          if (part.number === 1) this.draft.innerUses.add(await this.text(part));
          else if (part.number === 5) await this.innerGraphs(part, depth + 1);
        });
      });
    });
  }

  private async intField(message: ProtoField, number: number): Promise<number> {
    let value = 0;
    await this.cursor.each(message.start, message.end, (field) => {
      if (field.number === number) value = field.value;
    });
    return value;
  }

  private text(field: ProtoField): Promise<string> {
    return this.cursor.text(field, MAX_NAME_BYTES);
  }

  private async textField(message: ProtoField, number: number): Promise<string> {
    let text = '';
    await this.cursor.each(message.start, message.end, async (field) => {
      if (field.number === number && field.wire === WIRE_BYTES) text = await this.text(field);
    });
    return text;
  }
}
