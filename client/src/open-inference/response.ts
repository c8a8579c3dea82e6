import { elementsIn, numbersIn } from './binary.js';
import {
  elementCount,
  NUMERIC_TYPES,
  type NumericArray,
  type NumericDatatype,
  type Datatype,
  type TensorArrays,
} from './tensor.js';

/** Arrays of an answer by datatype: FP16 comes as raw bits in binary, and as numbers in JSON. */
export type NumbersOf = Omit<TensorArrays, 'BYTES' | 'FP16'> & { FP16: Uint16Array | Float32Array };

interface WireOutput {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: number[];
  readonly parameters?: { readonly binary_data_size?: number };
  readonly data?: unknown[];
}

interface WireResponse {
  readonly model_name: string;
  readonly model_version?: string;
  readonly id?: string;
  readonly parameters?: Record<string, unknown>;
  readonly outputs: WireOutput[];
}

/** An output of an answer, read when it is asked for. */
interface Output {
  readonly wire: WireOutput;
  readonly block: Uint8Array | undefined;
}

/** What a model answered. */
export class InferAnswer {
  readonly model: string;
  readonly version: string | undefined;
  readonly id: string | undefined;
  readonly parameters: Readonly<Record<string, unknown>>;
  private readonly outputs = new Map<string, Output>();

  /**
   * @param body JSON, and binary tensors behind it
   * @param headerLength bytes of JSON; null when all of the body is
   * @throws RangeError when the sizes of the binary tensors do not fill the body
   */
  constructor(body: Uint8Array, headerLength: number | null) {
    const end = headerLength ?? body.byteLength;
    const json = parseExact(new TextDecoder().decode(body.subarray(0, end)));
    this.model = json.model_name;
    this.version = json.model_version;
    this.id = json.id;
    this.parameters = json.parameters ?? {};
    let at = end;
    for (const wire of json.outputs) {
      const size = wire.parameters?.binary_data_size;
      const block = size === undefined ? undefined : body.subarray(at, (at += size));
      if (size !== undefined && block?.byteLength !== size)
        throw new RangeError(`the answer ends within output '${wire.name}'`);
      this.outputs.set(wire.name, { wire, block });
    }
    if (at !== body.byteLength)
      throw new RangeError(`${body.byteLength - at} bytes are left over in the answer`);
  }

  /** Names of the outputs, in the order of the answer. */
  get names(): string[] {
    return [...this.outputs.keys()];
  }

  /** @throws RangeError when there is no such output */
  shape(name: string): readonly number[] {
    return this.output(name).wire.shape;
  }

  /** @throws RangeError when there is no such output */
  datatype(name: string): Datatype {
    return this.output(name).wire.datatype;
  }

  /**
   * Numbers of an output, in the array of its datatype: BOOL as 0 and 1, FP16 as raw bits when it came in binary and as
   * numbers in a Float32Array when it came as JSON. `null` in JSON is NaN.
   *
   * @param expected the datatype that the caller counts on, which says what array it is
   * @throws RangeError when there is no such output, TypeError when it is BYTES or not what was expected
   * @example answer.numbers('output0', 'FP32') // a Float32Array
   */
  numbers<D extends NumericDatatype = NumericDatatype>(name: string, expected?: D): NumbersOf[D];
  numbers(name: string, expected?: NumericDatatype): NumericArray {
    const { wire, block } = this.output(name);
    const { datatype } = wire;
    if (expected !== undefined && datatype !== expected)
      throw new TypeError(`output '${name}' is ${datatype}, not ${expected}`);
    if (datatype === 'BYTES') throw new TypeError(`output '${name}' is BYTES: use texts or bytes`);
    if (block) return numbersIn(block, datatype);
    const data = flat(wire);
    const array = new (datatype === 'FP16' ? Float32Array : NUMERIC_TYPES[datatype])(data.length);
    fill(array, data, datatype);
    return array;
  }

  /**
   * What the model's task says of each picture file, in the order of the files.
   *
   * @typeParam T the type of the model's result, `components['schemas']['Result.<model>']` of types by model
   * @throws RangeError when the answer is not to picture files
   */
  results<T = unknown>(): T[] {
    return this.texts('result').map((text) => JSON.parse(text) as T);
  }

  /** Elements of a BYTES output as text. @throws RangeError, TypeError when it is none */
  texts(name: string): string[] {
    const decoder = new TextDecoder();
    return this.elements(name).map((element) =>
      typeof element === 'string' ? element : decoder.decode(element),
    );
  }

  /** Elements of a BYTES output as bytes. @throws RangeError, TypeError when it is none */
  bytes(name: string): Uint8Array[] {
    const encoder = new TextEncoder();
    return this.elements(name).map((element) =>
      typeof element === 'string' ? encoder.encode(element) : element,
    );
  }

  private elements(name: string): (string | Uint8Array)[] {
    const { wire, block } = this.output(name);
    if (wire.datatype !== 'BYTES') throw new TypeError(`output '${name}' is ${wire.datatype}: use numbers`);
    return block ? elementsIn(block) : (flat(wire) as string[]);
  }

  private output(name: string): Output {
    const output = this.outputs.get(name);
    if (output) return output;
    throw new RangeError(`the answer has no output '${name}'; it has ${this.names.join(', ')}`);
  }
}

function flat({ name, shape, data = [] }: WireOutput): unknown[] {
  const values = data.flat(Infinity);
  if (values.length === elementCount(shape)) return values;
  throw new RangeError(`output '${name}' [${shape.join(', ')}] has ${values.length} values`);
}

function fill(array: NumericArray, data: readonly unknown[], datatype: NumericDatatype): void {
  const isBig = datatype === 'INT64' || datatype === 'UINT64';
  const target = array as { [index: number]: unknown };
  data.forEach((value, index) => {
    target[index] = isBig ? BigInt(value as string) : value === null ? Number.NaN : Number(value);
  });
}

/** Integers that a number cannot hold become text first, so that their digits survive. */
function parseExact(text: string): WireResponse {
  const isOutside = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;
  const kept = /\d{16}/.test(text)
    ? text.replace(isOutside, (found) => (found.startsWith('"') ? found : `"${found}"`))
    : text;
  return JSON.parse(kept) as WireResponse;
}
