import type { Label } from '../../inference/model-spec.js';
import { parseIndexedLabels, parseLabelList } from '../manifest/manifest-labels.js';
import type { FoundLabels } from '../manifest/read-manifest.js';
import type { HubExport } from './hub-export.js';
import { HubFault, isMap, type JsonMap, valueOf } from './json-values.js';
import { timmChannels } from './timm-picture.js';

type Told = Pick<HubExport, 'labels' | 'kind' | 'isMultiLabel' | 'channels'>;

/** Ends of the names of transformers' classes, and what such a model is for. */
const KINDS = [
  [/ForImageClassification(WithTeacher)?$/, 'image-classification'],
  [/ForObjectDetection$/, 'object-detection'],
] as const;

/** Whether `config.json` is one of transformers or timm; the name says little. */
export const isHubConfig = (config: JsonMap): boolean =>
  ['model_type', 'architectures', 'architecture', 'id2label', 'pretrained_cfg'].some((key) =>
    Object.hasOwn(config, key),
  );

/**
 * What `config.json` says: the names of the classes, what the model is for, whether its classes exclude each other.
 *
 * @throws HubFault where the names of the classes are not what they should be
 * @see https://huggingface.co/docs/transformers/main_classes/configuration
 */
export function hubConfig(config: JsonMap, file: string): Told {
  const labels = labelsOf(config, file);
  const problem = valueOf(config, 'problem_type');
  const channels = valueOf(config, 'num_channels') ?? timmChannels(timmConfig(config) ?? {});
  return {
    labels,
    kind: kindOf(config, problem, labels, file),
    isMultiLabel:
      problem === 'multi_label_classification'
        ? true
        : problem === 'single_label_classification'
          ? false
          : null,
    channels: channels === 1 || channels === 3 ? channels : null,
  };
}

/** timm's part of the file, which is the whole file in old ones; null where it is not timm's. */
export function timmConfig(config: JsonMap): JsonMap | null {
  const part = valueOf(config, 'pretrained_cfg');
  if (isMap(part)) return part;
  return typeof valueOf(config, 'architecture') === 'string' && Array.isArray(valueOf(config, 'input_size'))
    ? config
    : null;
}

function kindOf(
  config: JsonMap,
  problem: unknown,
  labels: FoundLabels | null,
  file: string,
): HubExport['kind'] {
  const architectures = valueOf(config, 'architectures');
  const named: unknown = Array.isArray(architectures) ? architectures[0] : undefined;
  const [, kind] =
    KINDS.find(([ending]) => typeof named === 'string' && ending.test(named)) ??
    (timmConfig(config) && valueOf(config, 'num_classes') !== 0 ? [null, 'image-classification'] : []);
  if (problem === 'regression' && (architectures === undefined || kind === 'image-classification')) {
    return { kind: 'image-regression', note: `${file} says problem_type regression` };
  }
  if (kind !== 'image-classification') return kind ? { kind, note: `${file} says ${String(named)}` } : null;
  // With one label it was taught as a regression, unless it says otherwise: what its number means is for people to say.
  if (labels?.labels.length === 1 && problem === undefined) return null;
  return {
    kind,
    note: typeof named === 'string' ? `${file} says ${named}` : `${file} is one of timm's classifiers`,
  };
}

function labelsOf(config: JsonMap, file: string): FoundLabels | null {
  const named = valueOf(config, 'id2label') ?? turned(valueOf(config, 'label2id'));
  const source = named ?? valueOf(config, 'label_names') ?? timmLabels(config);
  if (source === undefined) return null;
  const path = named === undefined ? 'label_names' : 'id2label';
  if (!Array.isArray(source) && !isMap(source)) {
    throw new HubFault(`has ${path} that is neither a list of names nor a map from index to name`);
  }
  const { labels, faults } = Array.isArray(source)
    ? parseLabelList(source, path)
    : parseIndexedLabels(source, path);
  if (faults.length > 0) throw new HubFault(`has wrong names of classes: ${faults[0]}`);
  return { labels: described(labels, valueOf(config, 'label_descriptions')), fileName: file };
}

/** In old files of timm. */
const timmLabels = (config: JsonMap): unknown => valueOf(timmConfig(config) ?? {}, 'label_names');

function turned(map: unknown): JsonMap | undefined {
  if (!isMap(map)) return undefined;
  return Object.fromEntries(Object.entries(map).map(([name, index]) => [String(index), name]));
}

/** timm's names of ImageNet are numbers of synsets; what these mean stands beside them. */
function described(labels: readonly Label[], descriptions: unknown): readonly Label[] {
  if (!isMap(descriptions)) return labels;
  return labels.map((label) => {
    const description = valueOf(descriptions, label.name);
    return typeof description === 'string' ? { ...label, description } : label;
  });
}
