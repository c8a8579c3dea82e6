import type { Label } from '../model-spec.js';

/** Name of a class without a label: models with more classes than names still answer. */
export function labelName(labels: readonly Label[], classId: number): string {
  return labels[classId]?.name ?? `class_${classId}`;
}

/** A class's label with what is known of it; keys without a value are left out. */
export function labelOf(labels: readonly Label[], classId: number): Label {
  const label = labels[classId];
  return {
    name: labelName(labels, classId),
    ...(label?.description !== undefined && { description: label.description }),
    ...(label?.severity !== undefined && { severity: label.severity }),
    ...(label?.recommendation !== undefined && { recommendation: label.recommendation }),
  };
}
