import type { OpenAPIObject } from '@nestjs/swagger';

import type { Label, ModelSpec, TabularHead, ValueSpec } from '../../inference/model-spec.js';
import { genericSchema, ref, type Schema, type Schemas, withProperties } from './schema.js';

/** Names a component of one model or version: `Label.plant-disease`, `Label-v2.plant-disease`. */
export type Naming = (kind: string) => string;

/** The labels of a version; undefined where it has none. */
export function labelsOf({ task }: ModelSpec): readonly Label[] | undefined {
  const labels =
    task.kind === 'tabular'
      ? task.head.kind === 'classification'
        ? task.head.labels
        : []
      : 'labels' in task
        ? task.labels
        : [];
  return labels.length > 0 ? labels : undefined;
}

/** What a version answers with: its task's result, with its labels and the names of its values. */
export function resultSchemas(document: OpenAPIObject, spec: ModelSpec, name: Naming): Schemas {
  const labels = labelsOf(spec);
  const label = labels
    ? { [name('Label')]: { type: 'string', enum: [...new Set(labels.map((each) => each.name))] } }
    : {};
  const found = taskResult(document, spec, name, labels?.length);
  if (spec.region?.select !== 'every') return { ...label, ...found };
  const { [name('Result')]: onRegion, ...others } = found;
  const region = withProperties(genericSchema(document, 'RegionResultDto'), {
    result: ref(name('RegionAnswer')),
  });
  return {
    ...label,
    ...others,
    [name('RegionAnswer')]: onRegion as Schema,
    [name('Region')]: region,
    [name('Result')]: withProperties(genericSchema(document, 'RegionsResultDto'), {
      regions: { type: 'array', items: ref(name('Region')) },
    }),
  };
}

function taskResult(
  document: OpenAPIObject,
  { task, outputs }: ModelSpec,
  name: Naming,
  labelCount: number | undefined,
): Schemas {
  const generic = (dto: string): Schema => genericSchema(document, dto);
  const labelled = (dto: string): Schema =>
    labelCount === undefined
      ? generic(dto)
      : withProperties(generic(dto), {
          label: ref(name('Label')),
          class_id: { type: 'integer', minimum: 0, maximum: labelCount - 1 },
        });
  const listed = (dto: string, property: string, kind: string, item: Schema): Schemas => ({
    [name(kind)]: item,
    [name('Result')]: withProperties(generic(dto), { [property]: { type: 'array', items: ref(name(kind)) } }),
  });
  switch (task.kind) {
    case 'object-detection':
      return listed('DetectionResultDto', 'detections', 'Detection', labelled('DetectionDto'));
    case 'image-classification':
      return listed('ClassificationResultDto', 'classes', 'Class', labelled('ClassScoreDto'));
    case 'image-regression':
      return listed('RegressionResultDto', 'values', 'Value', valueSchema(document, task.values));
    case 'tensor': {
      const names = outputs.map((output) => output.name);
      const tensor = withProperties(generic('TensorDto'), { name: { type: 'string', enum: names } });
      return listed('TensorResultDto', 'outputs', 'Output', tensor);
    }
    case 'tabular':
      if (task.head.kind === 'regression')
        return listed('RowValuesResultDto', 'values', 'Value', valueSchema(document, task.head.values));
      return rowClass(document, task.head, name, labelled('LabelledDto'));
  }
}

function rowClass(
  document: OpenAPIObject,
  head: Extract<TabularHead, { kind: 'classification' }>,
  name: Naming,
  item: Schema,
): Schemas {
  const classes = { type: 'array', items: ref(name('Class')) };
  const known = withProperties(genericSchema(document, 'RowClassResultDto'), {
    label: ref(name('Label')),
    class_id: { type: 'integer', minimum: 0, maximum: head.labels.length - 1 },
    classes,
  });
  // A label output whose values the file does not list may say something that nobody has heard of.
  const isOpen = head.labelTensor !== null && head.classes === null;
  const unknown = withProperties(known, {
    label: { type: 'string', description: 'What the model says.' },
    class_id: { type: 'integer', nullable: true, enum: [null] },
  });
  if (head.labels.length === 0) {
    const plain = withProperties(genericSchema(document, 'RowClassResultDto'), { classes });
    return { [name('Class')]: item, [name('Result')]: plain };
  }
  return { [name('Class')]: item, [name('Result')]: isOpen ? { oneOf: [known, unknown] } : known };
}

function valueSchema(document: OpenAPIObject, values: readonly ValueSpec[]): Schema {
  return withProperties(genericSchema(document, 'NamedValueDto'), {
    name: { type: 'string', enum: values.map((value) => value.name) },
  });
}
