import { ProtoError, WIRE_BYTES, WIRE_VARINT, type ProtoCursor, type ProtoField } from './proto-cursor.js';

/** Most values of one list that are read: far above the classes of any model. */
const MAX_VALUES = 1_000_000;

/** Bytes of a packed list, or of one text in it. */
const MAX_LIST_BYTES = 10 * MAX_VALUES;

/**
 * A repeated int64 field of a message, packed or not.
 *
 * @throws ProtoError when it is longer than a million values
 */
export async function readInts(cursor: ProtoCursor, message: ProtoField, number: number): Promise<bigint[]> {
  const values: bigint[] = [];
  await cursor.each(message.start, message.end, async (field) => {
    if (field.number !== number) return;
    if (field.wire === WIRE_VARINT) values.push(BigInt(field.value));
    else if (field.wire === WIRE_BYTES) {
      for (const value of varints(await cursor.bytes(field, MAX_LIST_BYTES))) values.push(value);
    }
    if (values.length > MAX_VALUES) throw new ProtoError(`has a list of more than ${MAX_VALUES} values`);
  });
  return values;
}

/** A repeated string field of a message. @throws ProtoError when it is longer than a million texts, or not UTF-8 */
export async function readTexts(cursor: ProtoCursor, message: ProtoField, number: number): Promise<string[]> {
  const texts: string[] = [];
  await cursor.each(message.start, message.end, async (field) => {
    if (field.number !== number || field.wire !== WIRE_BYTES) return;
    texts.push(await cursor.text(field, MAX_LIST_BYTES));
    if (texts.length > MAX_VALUES) throw new ProtoError(`has a list of more than ${MAX_VALUES} texts`);
  });
  return texts;
}

function* varints(bytes: Uint8Array): Generator<bigint> {
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte < 0x80) {
      yield BigInt.asIntN(64, value);
      [value, shift] = [0n, 0n];
    } else if (shift > 63n) throw new ProtoError('is damaged: an unfinished number in a list');
  }
}
