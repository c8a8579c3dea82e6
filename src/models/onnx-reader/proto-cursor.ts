import type { ByteSource } from './byte-source.js';

/** One small read covers most nodes; a weight costs one read for its header and none for its values. */
const WINDOW_BYTES = 16 * 1024;

/** A field's tag, and its value or length: two numbers of at most ten bytes each. */
const MAX_HEAD_BYTES = 20;

/** More than any real graph has (a large language model: about a million), so that a hostile file ends. */
const MAX_FIELDS = 8_000_000;

/** Names and other texts of one file together; a graph of a million nodes has about 100 MB of them. */
const MAX_TEXT_BYTES = 256 * 1024 * 1024;

/** Wire types of the Protocol Buffers encoding. @see https://protobuf.dev/programming-guides/encoding/ */
export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
export const WIRE_FIXED32 = 5;

/** One field of a message: its value for a varint, its range in the file for the rest. */
export interface ProtoField {
  readonly number: number;
  readonly wire: number;
  /** Signed, as int64 stores it; exact up to 2^53. 0 unless the wire type is varint. */
  readonly value: number;
  /** Positions in the file: `tag` of the field's first byte, `start` of its content, `end` of the first byte after it. */
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** The bytes are not a valid message; `message` goes on after the file's name. */
export class ProtoError extends Error {
  /** `outermost`: a field of the outermost message that says it ends past the file, which was cut off then. */
  constructor(
    reason: string,
    readonly outermost: { readonly field: number; readonly claimedEnd: number } | null = null,
  ) {
    super(reason);
    this.name = 'ProtoError';
  }
}

const damaged = (position: number, what: string): ProtoError =>
  new ProtoError(`is damaged or not an ONNX model: ${what} at byte ${position}`);

/**
 * Reads Protocol Buffers from a file, forward only, without loading what is skipped. Every length is checked against
 * the enclosing message. One reader at a time: the window is shared.
 */
export class ProtoCursor {
  private readonly window = Buffer.allocUnsafe(WINDOW_BYTES);
  private windowStart = 0;
  private windowEnd = 0;
  private position = 0;
  private fields = 0;
  private depth = 0;
  private textBytes = 0;

  constructor(private readonly source: ByteSource) {}

  /**
   * Calls `visit` with each field between `start` and `end`. The visitor may read inside the field; what it leaves is
   * skipped.
   *
   * @throws ProtoError for a broken encoding, a field that runs past `end`, or too many fields
   */
  async each(start: number, end: number, visit: (field: ProtoField) => Promise<void> | void): Promise<void> {
    this.position = start;
    this.depth += 1;
    while (this.position < end) {
      // Hardly any field needs a read, and a table of trees has a hundred thousand of them: no promise for each.
      const reading = this.need(Math.min(MAX_HEAD_BYTES, end - this.position));
      if (reading) await reading;
      const field = this.next(end);
      const visited = visit(field);
      if (visited !== undefined) await visited;
      this.position = field.end;
    }
    this.depth -= 1;
  }

  /** The field's bytes. @throws ProtoError when there are more than `limit` */
  async bytes(field: ProtoField, limit: number): Promise<Buffer> {
    const length = field.end - field.start;
    if (field.wire !== WIRE_BYTES) throw damaged(field.start, `field ${field.number} of the wrong type`);
    if (length > limit)
      throw damaged(field.start, `a value of ${length} bytes where at most ${limit} are expected`);
    this.textBytes += length;
    if (this.textBytes > MAX_TEXT_BYTES) throw new ProtoError('holds more text than any model needs');
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length;) {
      this.position = field.start + done;
      await this.need(Math.min(length - done, WINDOW_BYTES));
      const offset = this.position - this.windowStart;
      done += this.window.copy(
        bytes,
        done,
        offset,
        Math.min(this.windowEnd - this.windowStart, offset + length - done),
      );
    }
    return bytes;
  }

  /** The field as text. @throws ProtoError when it is longer than `limit` bytes or not UTF-8 */
  async text(field: ProtoField, limit: number): Promise<string> {
    const bytes = await this.bytes(field, limit);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw damaged(field.start, 'a text that is not UTF-8');
    }
  }

  /** Reads the head of a field, which is in the window. */
  private next(end: number): ProtoField {
    this.fields += 1;
    if (this.fields > MAX_FIELDS)
      throw new ProtoError(`holds more than ${MAX_FIELDS} fields, which no model needs`);
    const at = this.position;
    const tag = this.varint(end);
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (tag < 8 || number > 536_870_911) throw damaged(at, `no field number`);
    if (wire === WIRE_VARINT) {
      const start = this.position;
      const value = this.varint(end);
      return { number, wire, value, tag: at, start, end: this.position };
    }
    const length = this.lengthOf(wire, end, at);
    const start = this.position;
    if (length > end - start) {
      throw new ProtoError(
        `is damaged or not an ONNX model: field ${number} at byte ${at} is longer than what holds it`,
        this.depth === 1 ? { field: number, claimedEnd: start + length } : null,
      );
    }
    return { number, wire, value: 0, tag: at, start, end: start + length };
  }

  private lengthOf(wire: number, end: number, at: number): number {
    if (wire === WIRE_FIXED64) return 8;
    if (wire === WIRE_FIXED32) return 4;
    if (wire !== WIRE_BYTES) throw damaged(at, `wire type ${wire}`);
    const length = this.varint(end);
    if (length < 0) throw damaged(at, 'a negative length');
    return length;
  }

  private varint(end: number): number {
    const available = Math.min(10, end - this.position);
    if (available <= 0) throw damaged(this.position, 'a missing value');
    let low = 0;
    let factor = 1;
    for (let count = 0; count < available; count += 1) {
      const byte = this.window[this.position - this.windowStart + count]!;
      // Past 49 bits a double would lose some: negative numbers always take all ten bytes.
      if (count === 7) return this.longVarint(available);
      low += (byte & 0x7f) * factor;
      factor *= 128;
      if (byte < 0x80) {
        this.position += count + 1;
        return low;
      }
    }
    throw damaged(this.position, 'an unfinished number');
  }

  private longVarint(available: number): number {
    let value = 0n;
    for (let count = 0; count < available; count += 1) {
      const byte = this.window[this.position - this.windowStart + count]!;
      value |= BigInt(byte & 0x7f) << BigInt(7 * count);
      if (byte < 0x80) {
        this.position += count + 1;
        return Number(BigInt.asIntN(64, value));
      }
    }
    throw damaged(this.position, 'an unfinished number');
  }

  /** Makes sure that `count` bytes from the position on are in the window; undefined when they are there already. */
  private need(count: number): Promise<void> | undefined {
    if (this.position >= this.windowStart && this.position + count <= this.windowEnd) return undefined;
    return this.fill(count);
  }

  private async fill(count: number): Promise<void> {
    this.windowStart = this.position;
    const wanted = Math.min(WINDOW_BYTES, Math.max(count, this.source.size - this.position));
    let filled = 0;
    while (filled < count) {
      const read = await this.source.read(this.window.subarray(filled, wanted), this.position + filled);
      if (read === 0) throw new ProtoError(`ended at byte ${this.position + filled} while it was read`);
      filled += read;
    }
    this.windowEnd = this.windowStart + filled;
  }
}
