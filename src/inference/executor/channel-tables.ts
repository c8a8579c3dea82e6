import type { ImageInputSpec } from '../model-spec.js';
import { float16Bits } from '../tasks/float16.js';

/** What an input tensor's data can be: float32, float16 as raw bits, uint8, int8. */
export type PixelArray = Float32Array | Uint16Array | Uint8Array | Int8Array;

/** Normalising is a look-up of 256 values for each channel of the tensor, in the tensor's own type. */
export interface ChannelTables {
  /** One table for each channel of the tensor, in its order. */
  readonly tables: readonly PixelArray[];
  /** Normalised border value of each channel. */
  readonly border: readonly number[];
}

const cache = new WeakMap<ImageInputSpec, ChannelTables>();

/** Tables for value = (pixel * scale - mean[c]) / std[c]; made once for each spec object. */
export function channelTables(spec: ImageInputSpec): ChannelTables {
  let made = cache.get(spec);
  if (!made) {
    const tables = Array.from({ length: spec.color === 'GRAY' ? 1 : 3 }, (_, channel) =>
      makeTable(spec, channel),
    );
    const pad = Math.min(255, Math.max(0, Math.round(spec.pad)));
    made = { tables, border: tables.map((table) => table[pad] as number) };
    cache.set(spec, made);
  }
  return made;
}

function makeTable(spec: ImageInputSpec, channel: number): PixelArray {
  const mean = spec.mean[channel] ?? spec.mean[0] ?? 0;
  const std = spec.std[channel] ?? spec.std[0] ?? 1;
  const value = (pixel: number): number => (pixel * spec.scale - mean) / std;
  switch (spec.type) {
    case 'float32':
      return Float32Array.from({ length: 256 }, (_, pixel) => value(pixel));
    case 'float16':
      return Uint16Array.from({ length: 256 }, (_, pixel) => float16Bits(value(pixel)));
    case 'uint8':
      return Uint8Array.from({ length: 256 }, (_, pixel) => clamp(value(pixel), 0, 255));
    case 'int8':
      return Int8Array.from({ length: 256 }, (_, pixel) => clamp(value(pixel), -128, 127));
  }
}

const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, Math.round(value)));
