import { parse, v7, validate, version } from 'uuid';

/** A new prediction id: UUID version 7 (RFC 9562), rising within this process; carries its time. */
export function newPredictionId(): string {
  return v7();
}

/** The time inside a prediction id, to the millisecond; undefined when `id` is not a UUID version 7. */
export function timeOfPredictionId(id: string): Date | undefined {
  if (!validate(id) || version(id) !== 7) return undefined;
  const bytes = parse(id);
  return new Date(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).readUIntBE(0, 6));
}
