import { createHash } from 'node:crypto';

import type { Answer, PredictionInput } from './prediction.js';

/** SHA-256 of what a prediction is made from, hexadecimal. */
export function digestOf(input: PredictionInput): string {
  const hash = createHash('sha256');
  if (input.kind === 'image') return hash.update(input.bytes).digest('hex');
  // NaN stands for null in a row, and JSON writes it so.
  if (input.kind === 'row') return hash.update(JSON.stringify(input.values)).digest('hex');
  for (const { name, type, dims, data } of input.tensors) {
    hash.update(JSON.stringify([name, type, dims]));
    if (Array.isArray(data)) hash.update(JSON.stringify(data));
    else hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

/** The best label and score, and every label of a result. */
export function labelsOf(result: Answer['result'] | undefined): {
  label: string | null;
  score: number | null;
  labels: string[];
} {
  if (!result || 'outputs' in result || 'values' in result) return { label: null, score: null, labels: [] };
  if ('label' in result) {
    const { label, class_id: said, classes } = result;
    return {
      label,
      score: classes.find(({ class_id }) => class_id === said)?.score ?? null,
      labels: [label],
    };
  }
  if ('regions' in result) {
    const each = result.regions.map((region) => labelsOf(region.result));
    const { label, score } = each[0] ?? { label: null, score: null };
    return { label, score, labels: [...new Set(each.flatMap(({ labels }) => labels))] };
  }
  const items = 'detections' in result ? result.detections : result.classes;
  const [best] = items;
  const labels =
    'detections' in result ? [...new Set(items.map(({ label }) => label))] : best ? [best.label] : [];
  return { label: best?.label ?? null, score: best?.score ?? null, labels };
}
