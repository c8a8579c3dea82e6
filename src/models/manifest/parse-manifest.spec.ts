import { TASK_KINDS } from '../../inference/model-spec.js';
import { manifestKeys, type ManifestType } from './manifest-keys.js';
import { ModelManifest } from './model-manifest.js';
import { parseManifest } from './parse-manifest.js';
import { OutputManifest } from './sections/output-manifest.js';

const keysOf = (type: ManifestType): string =>
  manifestKeys(type)
    .map(({ name }) => name)
    .join(', ');

const faultsOf = (text: string): readonly string[] => parseManifest(text, 'model.yaml').faults;

describe('a manifest without faults', () => {
  it('is empty when the file is', () => {
    expect(parseManifest('# nothing\n', 'model.yaml')).toEqual({ manifest: new ModelManifest(), faults: [] });
  });

  it('may use every key', () => {
    const text = `
task: object-detection
description: finds things
features: [{name: sex, type: string, tensor: x, range: [0, 1], default: f, categories: {f: 0}, nullable: true, unit: none,
  description: as in the passport}]
input: {tensor: images, size: [640, 480], layout: NCHW, color: BGR, dtype: float32, fit: letterbox-top-left, pad: 114,
  scale: 0.00392156862745098, mean: [0, 0, 0], std: 1, resample: antialias}
labels: labels.txt
output: {decoder: yolox, box_units: pixels, score_activation: sigmoid, score_threshold: 0, iou_threshold: 1,
  max_detections: 100, class_agnostic: true, activation: none, top_k: 3, box_format: center, background: last,
  keypoints: {names: [nose], count: 1, scored: true}, tensor: y, multi_label: true, scale: 1, offset: [0, 1],
  priors: {strides: [8], sizes: [[16, 32]], variances: [0.1, 0.2]}, names: [yaw], unit: degrees, range: [-90, 90],
  values: [{name: yaw, unit: degrees, range: [-90, 90], scale: 1, offset: 0, tensor: y, index: 0}]}
tta: {flip: both, scales: [0.9], negate: [yaw]}
region: {model: face-detector, version: production, label: face, select: every, expand: 0.2, fallback: whole, max_regions: 4}
ensemble: {combine: average, members: [{model: a, version: 2, weight: 0.5}, {model: b}]}
confidence: {high: 0.8, medium: 0.8, retake_message: again}
execution: {executors: 2, intra_op_threads: 1, max_batch: 4, max_delay_ms: 2.5, deadline_ms: 500, memory_limit_mb: 512,
  preload: true, required: false}
cache: {enabled: true, ttl_seconds: 60}
history: {enabled: false}
versions: {policy: [1, 2]}
warmup: {runs: 0}
`;
    const { manifest, faults } = parseManifest(text, 'model.yaml');
    expect(faults).toEqual([]);
    expect(manifest.input).toMatchObject({ size: [640, 480], color: 'BGR', mean: [0, 0, 0], std: 1 });
    for (const { name, nested } of manifestKeys(ModelManifest)) {
      expect(Object.keys(manifest)).toContain(name);
      if (!nested) continue;
      const known = manifestKeys(nested.type).map((key) => key.name);
      const section = [manifest[name as keyof ModelManifest]].flat()[0] ?? {};
      expect(Object.keys(section).toSorted()).toEqual(known.toSorted());
    }
  });

  it('takes a key without a value as absent', () => {
    const { manifest, faults } = parseManifest('input:\noutput: {top_k: }\n', 'model.yaml');
    expect(faults).toEqual([]);
    expect(manifest.input).toBeUndefined();
    expect(manifest.output?.top_k).toBeUndefined();
  });
});

describe('the faults of a manifest', () => {
  it.each([
    ['task: detection', `task: 'detection' is not one of ${TASK_KINDS.join(', ')}`],
    ['input: {color: RBG}', "input.color: 'RBG' is not one of RGB, BGR, GRAY"],
    ['input: 5', 'input: 5 is not a map of keys'],
    ['input: [1]', 'input: [1] is not a map of keys'],
    [
      'input: {size: 0}',
      'input.size: 0 is not a whole number from 1 to 16384 or a list [width, height] of them',
    ],
    [
      'input: {size: [1, 2, 3]}',
      'input.size: [1,2,3] is not a whole number from 1 to 16384 or a list [width, height] of them',
    ],
    ['input: {scale: 0}', 'input.scale: 0 is not a number above 0'],
    ['input: {scale: 1/255}', "input.scale: '1/255' is not a number above 0"],
    ['input: {mean: [1, 2]}', 'input.mean: [1,2] is not a number, or a list of 1 or 3 of them'],
    [
      'input: {std: [1, 0, 1]}',
      'input.std: [1,0,1] is not a number other than 0, or a list of 1 or 3 of them',
    ],
    ['input: {pad: 256}', 'input.pad: 256 is not a whole number from 0 to 255'],
    ['output: {score_threshold: 2}', 'output.score_threshold: 2 is not a number from 0 to 1'],
    ['output: {class_agnostic: maybe}', "output.class_agnostic: 'maybe' is not true or false"],
    ['output: {treshold: 1}', `output.treshold: unknown key; known here: ${keysOf(OutputManifest)}`],
    ['output: {score_treshold: 1}', "output.score_treshold: unknown key; did you mean 'score_threshold'?"],
    ['output: {scoreThreshold: 1}', "output.scoreThreshold: unknown key; did you mean 'score_threshold'?"],
    ['lables: x.txt', "lables: unknown key; did you mean 'labels'?"],
    ['score_threshold: 0.5', "score_threshold: unknown key here; it belongs under 'output'"],
    ['__proto__: {task: tensor}', `__proto__: unknown key; known here: ${keysOf(ModelManifest)}`],
    [
      'versions: {policy: newest}',
      "versions.policy: 'newest' is not 'latest', 'all' or a list of version numbers, e.g. [1, 2]",
    ],
    [
      'versions: {policy: []}',
      "versions.policy: [] is not 'latest', 'all' or a list of version numbers, e.g. [1, 2]",
    ],
    ['region: {}', 'region.model: is missing; expected a text of 1 to 128 characters'],
    ['region: {model: face, select: all}', "region.select: 'all' is not one of largest, best, every"],
    [
      'region: {model: face, version: [1]}',
      "region.version: [1] is not a version number or the name of an alias, e.g. 2 or 'production'",
    ],
    ['region: {model: face, expand: -0.1}', 'region.expand: -0.1 is not a number from 0 to 10'],
    [
      'ensemble: {members: [{model: a}, {model: b}]}',
      'ensemble.combine: is missing; expected one of average, vote, chain',
    ],
    ['ensemble: {combine: vote}', 'ensemble.members: is missing; expected a list of 2 to 16 maps'],
    ['ensemble: {combine: vote, members: a}', "ensemble.members: 'a' is not a list of 2 to 16 maps"],
    ['ensemble: {combine: vote, members: [{model: a}, b]}', "ensemble.members[1]: 'b' is not a map of keys"],
    [
      'ensemble: {combine: vote, members: [{model: a}]}',
      'ensemble.members: [{"model":"a"}] is not a list of 2 to 16 maps',
    ],
    [
      'ensemble: {combine: vote, members: [{model: a}, {version: 2}]}',
      'ensemble.members[1].model: is missing; expected a text of 1 to 128 characters',
    ],
    [
      'ensemble: {combine: vote, members: [{model: a}, {modle: b, model: b}]}',
      "ensemble.members[1].modle: unknown key; did you mean 'model'?",
    ],
    [
      'ensemble: {combine: average, members: [{model: a, weight: 0}, {model: b}]}',
      'ensemble.members[0].weight: 0 is not a number above 0',
    ],
    ['warmup: {runs: 1.5}', 'warmup.runs: 1.5 is not a whole number from 0 to 100'],
    ['execution: {executors: .inf}', 'execution.executors: null is not a whole number from 1 to 64'],
    ["description: ''", "description: '' is not a text of 1 to 10000 characters"],
    [
      'confidence: {high: 0.5, medium: 0.9}',
      'confidence.medium: 0.9 is above confidence.high, 0.5; it has to be the lower one',
    ],
    [
      'execution: {required: true, preload: false}',
      'execution.required: true needs preload: true; the server would wait for a model that it does not load',
    ],
  ])('%s', (text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
  });

  it('come all at once', () => {
    expect(faultsOf('taks: tensor\ninput: {color: RBG, siez: 3}\noutput: {top_k: 0}\n')).toEqual([
      "taks: unknown key; did you mean 'task'?",
      "input.siez: unknown key; did you mean 'size'?",
      "input.color: 'RBG' is not one of RGB, BGR, GRAY",
      'output.top_k: 0 is not a whole number from 1 to 10000',
    ]);
  });
});

describe('a manifest that is not YAML', () => {
  it.each([
    ['task: [a', /^model\.yaml: line 1, column \d+: /],
    ['task: a\n  input: b', /line 1, column 7: Nested mappings are not allowed/],
    ['task: tensor\ntask: tensor', /line 2, column 1: Map keys must be unique/],
    ['- a\n- b', /^model\.yaml: \["a","b"\] is not a map of keys/],
    ['just text', /'just text' is not a map of keys/],
    ['task: !!js/function x', /Unresolved tag/],
    [
      `a: &a [1]\n${'bcdefghijk'
        .split('')
        .map((key, i) => `${key}: &${key} [${`*${'abcdefghijk'[i]},`.repeat(10)}]`)
        .join('\n')}`,
      /alias/i,
    ],
  ])('%j', (text, message) => {
    expect(() => parseManifest(text, 'model.yaml')).toThrow(message);
  });
});
