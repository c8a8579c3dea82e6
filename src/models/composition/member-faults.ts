import { canonicalJson } from '../../common/canonical-json.js';
import type {
  EnsembleSpec,
  FeatureSpec,
  ModelSpec,
  TabularSpec,
  TaskSpec,
} from '../../inference/model-spec.js';
import { answersByRegion, finderFault } from './answers-of.js';

/** What of a member decides whether its answers go together with others'. */
export type MemberSpec = Pick<ModelSpec, 'name' | 'task' | 'region' | 'ensemble'>;

/**
 * Why the members cannot be combined, naming the first that does not fit and what would. null when they can.
 *
 * @param members in the order of the manifest, at least one
 */
export function memberFault(combine: EnsembleSpec['combine'], members: readonly MemberSpec[]): string | null {
  return combine === 'chain' ? chainFault(members) : mergeFault(combine, members);
}

function chainFault(members: readonly MemberSpec[]): string | null {
  for (const member of members.slice(0, -1)) {
    const fault = finderFault(member);
    if (fault !== null) return `member '${member.name}' cannot stand before another one in a chain: ${fault}`;
  }
  const last = members.at(-1) as MemberSpec;
  return takesPictures(last.task)
    ? null
    : `member '${last.name}' is of task ${last.task.kind}, which takes no pictures`;
}

function mergeFault(combine: 'average' | 'vote', members: readonly MemberSpec[]): string | null {
  const [first, ...others] = members as [MemberSpec, ...MemberSpec[]];
  const byRegion = members.find(answersByRegion);
  if (byRegion) {
    return `member '${byRegion.name}' answers region by region; declare the region in the manifest of the ensemble`;
  }
  if (first.task.kind === 'tensor') {
    return `member '${first.name}' is of task tensor, whose answers have no meaning that could be combined`;
  }
  if (combine === 'vote' && !votes(first.task)) {
    return `combine: vote needs classes that exclude each other, or detections; use average for ${first.task.kind}`;
  }
  const silent = members.find(hasNoScores);
  if (combine === 'average' && silent) {
    return `member '${silent.name}' names a class and gives no scores to average; use combine: vote`;
  }
  for (const other of others) {
    if (other.task.kind !== first.task.kind) {
      return `member '${other.name}' is of task ${other.task.kind}, but '${first.name}' of ${first.task.kind}; all have to be of one`;
    }
    const fault = contentFault(first, other);
    if (fault !== null) return fault;
  }
  return null;
}

/** Whether an answer names one thing among several. */
function votes(task: TaskSpec): boolean {
  if (task.kind === 'image-classification') return !task.multiLabel;
  if (task.kind === 'tabular') return task.head.kind === 'classification';
  return task.kind === 'object-detection';
}

const hasNoScores = ({ task }: MemberSpec): boolean =>
  task.kind === 'tabular' && task.head.kind === 'classification' && task.head.scoreTensors.length === 0;

function contentFault(first: MemberSpec, other: MemberSpec): string | null {
  if (first.task.kind === 'tabular' && other.task.kind === 'tabular') {
    const fault = rowFault(first.task, other.task);
    if (fault !== null)
      return `member '${other.name}' ${fault}; all have to take the rows of '${first.name}'`;
  }
  const [mine, theirs] = [namesOf(first.task), namesOf(other.task)];
  const lacking = without(mine.names, theirs.names);
  const added = without(theirs.names, mine.names);
  if (lacking.length + added.length === 0) return null;
  const parts = [
    lacking.length > 0 ? `has no ${mine.what} ${quoted(lacking)}` : null,
    added.length > 0 ? `has the ${mine.what} ${quoted(added)}, which '${first.name}' has not` : null,
  ].filter((part) => part !== null);
  return `member '${other.name}' ${parts.join(' and ')}; all have to have the same`;
}

/** A row is read once, as the first member says, so the others have to read it in the same way. */
function rowFault(first: TabularSpec, other: TabularSpec): string | null {
  if (first.head.kind !== other.head.kind) return `does ${other.head.kind} and not ${first.head.kind}`;
  const index = Array.from({ length: Math.max(first.features.length, other.features.length) }).findIndex(
    (_, at) => canonicalJson(readingOf(first.features[at])) !== canonicalJson(readingOf(other.features[at])),
  );
  if (index === -1) return null;
  const [mine, theirs] = [first.features[index]?.name, other.features[index]?.name];
  if (mine === theirs) return `reads the feature '${mine}' in another way`;
  return `takes ${theirs === undefined ? 'nothing' : `'${theirs}'`} as feature ${index + 1} and not ${mine === undefined ? 'nothing' : `'${mine}'`}`;
}

const readingOf = (feature?: FeatureSpec): object =>
  feature
    ? {
        name: feature.name,
        type: feature.type,
        categories: feature.categories,
        nullable: feature.nullable,
      }
    : {};

/** What the answers of a task are about, by name. */
function namesOf(task: TaskSpec): { readonly what: string; readonly names: readonly string[] } {
  if (task.kind === 'tabular') {
    const { head } = task;
    if (head.kind === 'classification') return { what: 'label', names: head.labels.map(({ name }) => name) };
    return { what: 'value', names: head.values.map(({ name }) => name) };
  }
  if ('labels' in task) return { what: 'label', names: task.labels.map(({ name }) => name) };
  return { what: 'value', names: 'values' in task ? task.values.map(({ name }) => name) : [] };
}

function without(names: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return names.filter((name) => !known.has(name));
}

const MOST_NAMED = 5;

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => `'${name}'`);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

export const takesPictures = (task: TaskSpec): boolean => 'image' in task;
