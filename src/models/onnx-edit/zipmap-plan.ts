import { ML_DOMAIN, type MlGraph, type MlNode } from '../onnx-reader/ml-graph.js';

/** Its output is a sequence of maps, which onnxruntime-node cannot fetch. */
export const ZIPMAP = `${ML_DOMAIN}:ZipMap`;

/** What is changed in a graph so that the probabilities behind a ZipMap can be fetched. */
export interface ZipMapPlan {
  /** ZipMap operators that become Identity: same input, same output, a tensor float[N, C] instead of maps. */
  readonly zipMaps: readonly MlNode[];
  /** Tensors that are no maps any more, with the number of classes. */
  readonly retyped: ReadonlyMap<string, number>;
  /** Graph outputs among them. */
  readonly outputs: readonly string[];
}

/**
 * Finds the ZipMaps at the end of a graph: those whose maps are handed to a graph output, directly or through Identity.
 * One whose maps an operator works on stays, since that operator needs maps.
 *
 * @returns null when there is nothing to take out
 */
export function planZipMaps(graph: MlGraph): ZipMapPlan | null {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const users = usersByTensor(graph);
  const zipMaps: MlNode[] = [];
  const retyped = new Map<string, number>();
  for (const node of graph.nodes) {
    const [output] = node.outputs;
    if (node.opType !== ZIPMAP || node.classes === null || output === undefined) continue;
    const carried = carriers(output, users);
    const isAtTheEnd =
      carried !== null &&
      carried.some((name) => outputs.has(name)) &&
      !carried.some((name) => graph.innerUses.has(name));
    if (!isAtTheEnd) continue;
    zipMaps.push(node);
    for (const name of carried) retyped.set(name, node.classes.length);
  }
  if (zipMaps.length === 0) return null;
  return { zipMaps, retyped, outputs: [...outputs].filter((name) => retyped.has(name)) };
}

function usersByTensor(graph: MlGraph): ReadonlyMap<string, readonly MlNode[]> {
  const users = new Map<string, MlNode[]>();
  for (const node of graph.nodes) {
    for (const input of node.inputs) {
      const list = users.get(input);
      if (list === undefined) users.set(input, [node]);
      else list.push(node);
    }
  }
  return users;
}

/** The tensor and its copies made by Identity; null when an operator other than Identity takes one of them. */
function carriers(output: string, users: ReadonlyMap<string, readonly MlNode[]>): string[] | null {
  const names = [output];
  for (let index = 0; index < names.length; index += 1) {
    for (const user of users.get(names[index]!) ?? []) {
      if (user.opType !== 'Identity') return null;
      for (const copy of user.outputs) if (!names.includes(copy)) names.push(copy);
    }
  }
  return names;
}
