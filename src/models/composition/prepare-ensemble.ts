import { createHash } from 'node:crypto';
import { basename } from 'node:path';

import { canonicalJson } from '../../common/canonical-json.js';
import type { EnsembleMember, EnsembleSpec, ExecutionSpec, ModelSpec } from '../../inference/model-spec.js';
import { confidenceSpec } from '../derive/confidence-spec.js';
import type { DerivedVersion, DeriveDefaults } from '../derive/derived-version.js';
import { Provenance } from '../derive/provenance.js';
import { regionSpec } from '../derive/region-spec.js';
import { storageSpec } from '../derive/storage-spec.js';
import { ManifestError } from '../manifest/manifest-error.js';
import type { ModelManifest } from '../manifest/model-manifest.js';
import type { EnsembleManifest } from '../manifest/sections/ensemble-manifest.js';
import type { ModelFolder, VersionFile } from '../repository/model-folder.js';
import { memberFault } from './member-faults.js';

/** Finds a version as a request does. @throws Error with the reason */
export type FindSpec = (model: string, version?: string) => { readonly spec: ModelSpec };

/** Keys that say how a file is read, fed and run. */
const WITHOUT_MEANING: readonly (keyof ModelManifest)[] = ['input', 'labels', 'output', 'tta', 'warmup'];
const RUN_BY_MEMBERS = [
  'executors',
  'intra_op_threads',
  'max_batch',
  'max_delay_ms',
  'memory_limit_mb',
] as const;

/**
 * A version that is made of others: what it takes and answers is what its members do, as they are now.
 *
 * @param find as a request finds them
 * @throws ManifestError when a member is not there, when the members do not go together, or for keys without a meaning
 */
export function prepareEnsemble(
  { name, manifest, manifestPath }: ModelFolder,
  ensemble: EnsembleManifest,
  { version, modelPath }: VersionFile,
  find: FindSpec,
  defaults: DeriveDefaults,
): DerivedVersion {
  const file = manifestPath === null ? 'model.yaml' : basename(manifestPath);
  const faults = foreignKeys(manifest);
  const spec = ensembleSpec(ensemble, faults);
  const members = spec.members.map((member, index) => memberOf(member, index, find, faults));
  if (faults.length > 0) throw new ManifestError(file, faults);
  const specs = members as ModelSpec[];
  const fault = memberFault(spec.combine, specs);
  if (fault !== null) throw new ManifestError(file, [`ensemble: ${fault}`]);
  const first = specs[0] as ModelSpec;
  // A chain answers what its last member answers, on what its first one takes.
  const last = (spec.combine === 'chain' ? specs.at(-1) : first) as ModelSpec;
  const provenance = new Provenance();
  const task = taskOf(last, manifest, provenance, faults);
  provenance.set('ensemble.combine', spec.combine, 'declared');
  provenance.set('ensemble.members', spec.members, 'declared');
  const region = regionSpec(manifest, task, provenance, faults);
  const execution = executionOf(manifest, provenance);
  const { cache, history } = storageSpec(manifest, task.kind, defaults, provenance, faults);
  if (faults.length > 0) throw new ManifestError(file, faults);
  return {
    spec: {
      name,
      version,
      modelPath,
      digest: digestOf(specs, manifest),
      inputs: first.inputs,
      outputs: last.outputs,
      task,
      execution,
      ensemble: spec,
      ...(region && { region }),
    },
    description: manifest.description ?? null,
    notice: manifest.notice ?? null,
    origins: provenance.origins(),
    explained: provenance.tree(),
    cache,
    history,
    golden: null,
    notes: [],
    sizeBytes: 0,
  };
}

function foreignKeys(manifest: ModelManifest): string[] {
  const keys = [
    ...WITHOUT_MEANING.filter((key) => manifest[key] !== undefined),
    ...RUN_BY_MEMBERS.filter((key) => manifest.execution?.[key] !== undefined).map(
      (key) => `execution.${key}`,
    ),
  ];
  return keys.map(
    (key) => `${key}: has no meaning for an ensemble; declare it in the manifests of its members`,
  );
}

function ensembleSpec({ combine, members }: EnsembleManifest, faults: string[]): EnsembleSpec {
  members.forEach(({ weight }, index) => {
    if (combine !== 'chain' || weight === undefined) return;
    faults.push(
      `ensemble.members[${index}].weight: has no meaning in a chain, whose answers are not averaged`,
    );
  });
  return {
    combine,
    members: members.map(({ model, version, weight }) => ({
      model,
      version: version === undefined ? null : String(version),
      weight: weight ?? 1,
    })),
  };
}

function memberOf(
  { model, version }: EnsembleMember,
  index: number,
  find: FindSpec,
  faults: string[],
): ModelSpec | undefined {
  try {
    return find(model, version ?? undefined).spec;
  } catch (error) {
    faults.push(`ensemble.members[${index}]: ${(error as Error).message}`);
    return undefined;
  }
}

function taskOf(
  member: ModelSpec,
  manifest: ModelManifest,
  provenance: Provenance,
  faults: string[],
): ModelSpec['task'] {
  const { task } = member;
  provenance.take('task', {
    declared: manifest.task,
    derived: task.kind,
    fallback: task.kind,
    note: `of its member '${member.name}'`,
  });
  if (manifest.task !== undefined && manifest.task !== task.kind) {
    faults.push(`task: ${manifest.task} is declared, but the members are of task ${task.kind}`);
  }
  if (manifest.confidence === undefined) return task;
  if (manifest.confidence.quality !== undefined) {
    faults.push(
      'confidence.quality: has no meaning for an ensemble, which sees no picture; declare it in the manifests of its members',
    );
  }
  if (!('confidence' in task)) {
    faults.push(`confidence: has no meaning for a model of task ${task.kind}`);
    return task;
  }
  return { ...task, confidence: confidenceSpec(manifest.confidence, provenance) };
}

/** What is left to say of how it runs: the rest is its members'. */
function executionOf({ execution = {} }: ModelManifest, provenance: Provenance): ExecutionSpec {
  const take = provenance.take.bind(provenance);
  return {
    executors: 0,
    intraOpThreads: 1,
    maxBatch: 1,
    maxDelayMs: 0,
    deadlineMs: take<number | null>('execution.deadline_ms', {
      declared: execution.deadline_ms,
      fallback: null,
    }),
    memoryLimitMb: 0,
    warmupRuns: 0,
    preload: take('execution.preload', { declared: execution.preload, fallback: true }),
    required: take('execution.required', { declared: execution.required, fallback: false }),
  };
}

/** Changes with any file of a member, with who the members are, and with the manifest. */
function digestOf(members: readonly ModelSpec[], manifest: ModelManifest): string {
  const parts = members.map(({ name, version, digest }) => [name, version, digest]);
  return createHash('sha256')
    .update(canonicalJson({ parts, manifest: { ...manifest } }))
    .digest('hex');
}
