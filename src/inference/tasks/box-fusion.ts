import type { FoundBox } from './found-box.js';
import { deviation, mean } from './statistics.js';

/** The overlap from which boxes of two views are the same thing: the value that the method's authors found best. */
const SAME_OVERLAP = 0.55;

/** One thing as all views together see it. */
export interface FusedBox extends FoundBox {
  /** Standard deviation of its score over the views, 0 where a view does not have it. */
  readonly spread: number;
}

interface Cluster {
  readonly members: { readonly box: FoundBox; readonly view: number }[];
  fused: FoundBox;
}

/**
 * Weighted boxes fusion: boxes of several views that overlap become one, whose corners and points are the mean of theirs
 * weighted by score. Its score is the mean over all views, so a thing that only some see counts less.
 *
 * @param views for each variant of the picture its boxes, in the picture's pixels
 * @param isClassAgnostic whether boxes of two classes may become one; the better one's class stays
 * @returns best score first; of equal scores the one that was seen first
 * @see Solovyev, Wang, Gabruseva, "Weighted boxes fusion: Ensembling boxes from different object detection models",
 *   arXiv:1910.13302. Where a view has several boxes in one place its best one counts for the score, so that no score
 *   passes 1
 */
export function fuseBoxes(views: readonly (readonly FoundBox[])[], isClassAgnostic: boolean): FusedBox[] {
  const all = views
    .flatMap((boxes, view) => boxes.map((box) => ({ box, view })))
    .toSorted((a, b) => b.box.score - a.box.score);
  const clusters: Cluster[] = [];
  for (const member of all) {
    const cluster = nearest(clusters, member.box, isClassAgnostic);
    if (cluster) {
      cluster.members.push(member);
      cluster.fused = weightedMean(cluster.members.map(({ box }) => box));
    } else clusters.push({ members: [member], fused: member.box });
  }
  return clusters
    .map(({ members, fused }) => {
      const scores = views.map((_, view) =>
        Math.max(0, ...members.filter((one) => one.view === view).map(({ box }) => box.score)),
      );
      return { ...fused, score: mean(scores), spread: deviation(scores) };
    })
    .toSorted((a, b) => b.score - a.score);
}

function nearest(clusters: readonly Cluster[], box: FoundBox, isClassAgnostic: boolean): Cluster | undefined {
  let best: Cluster | undefined;
  let most = SAME_OVERLAP;
  for (const cluster of clusters) {
    if (!isClassAgnostic && cluster.fused.classId !== box.classId) continue;
    const shared = overlapOf(cluster.fused, box);
    if (shared > most) {
      most = shared;
      best = cluster;
    }
  }
  return best;
}

/** Class and the order of points are the first, best one's. */
function weightedMean(boxes: readonly FoundBox[]): FoundBox {
  const total = boxes.reduce((sum, { score }) => sum + score, 0);
  const of = (value: (box: FoundBox) => number): number =>
    boxes.reduce((sum, box) => sum + value(box) * box.score, 0) / total;
  const [first] = boxes as [FoundBox];
  return {
    x1: of(({ x1 }) => x1),
    y1: of(({ y1 }) => y1),
    x2: of(({ x2 }) => x2),
    y2: of(({ y2 }) => y2),
    score: first.score,
    classId: first.classId,
    points: first.points.map((_, i) => of(({ points }) => points[i]!)),
  };
}

/** Intersection over union; 0 when both are empty. */
function overlapOf(a: FoundBox, b: FoundBox): number {
  const width = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const height = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / ((a.x2 - a.x1) * (a.y2 - a.y1) + (b.x2 - b.x1) * (b.y2 - b.y1) - shared);
}
