import { roundPixel, roundScore } from './rounding.js';
import type { Box, Detection, DetectionResult, Point } from './task-io.js';
import { weightedMean, weightedSpread } from './weighted.js';

export interface FusionOptions {
  /** Boxes of one label that overlap by more than this are one thing, 0-1; the authors' 0.55 when absent. */
  readonly iouThreshold?: number;
  /** Things with a lower fused score are left out, 0-1. */
  readonly scoreThreshold?: number;
  readonly maxDetections?: number;
  /** Least part of the weights that must have found a thing, 0-1; above 0.5 is a majority. */
  readonly leastShare?: number;
}

const FUSION_IOU = 0.55;
/** So that boxes with scores of 0 have a mean too. */
const LEAST_COUNT = 1e-6;

/** One thing as several results saw it. */
interface Cluster {
  readonly seen: { readonly detection: Detection; readonly from: number }[];
  box: Box;
}

/**
 * Weighted boxes fusion: boxes of one label that overlap are one thing; its box is the mean of theirs, weighted by score, and
 * its score the weighted mean of theirs, where a result that did not find it counts with 0.
 *
 * @param results at least one, all of the same picture
 * @param weights above 0, one for each result
 * @returns best score first, with the spread of each score. Points are averaged where all boxes of a thing have them
 * @see Solovyev, Wang, Gabruseva: "Weighted boxes fusion: Ensembling boxes from different object detection models", 2021
 *   (arXiv 1910.13302), section 3, with the weights of its authors' implementation
 */
export function mergeDetections(
  results: readonly DetectionResult[],
  weights: readonly number[],
  options: FusionOptions = {},
): DetectionResult {
  const { iouThreshold = FUSION_IOU, scoreThreshold = 0, maxDetections, leastShare = 0 } = options;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const all = results
    .flatMap(({ detections }, from) => detections.map((detection) => ({ detection, from })))
    .toSorted((a, b) => b.detection.score * weights[b.from]! - a.detection.score * weights[a.from]!);
  const clusters: Cluster[] = [];
  for (const one of all) {
    const home = closest(clusters, one.detection, iouThreshold);
    if (!home) clusters.push({ seen: [one], box: one.detection.box });
    else {
      home.seen.push(one);
      home.box = meanBox(home, weights);
    }
  }
  const detections = clusters
    .filter((cluster) => shareOf(cluster, weights, total) >= leastShare)
    .map((cluster) => fused(cluster, weights, total))
    .filter(({ score }) => score >= scoreThreshold)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, maxDetections);
  return { detections, image: results[0]?.image ?? { width: 0, height: 0 } };
}

function closest(
  clusters: readonly Cluster[],
  { label, box }: Detection,
  least: number,
): Cluster | undefined {
  let best: Cluster | undefined;
  let most = least;
  for (const cluster of clusters) {
    if (cluster.seen[0]!.detection.label !== label) continue;
    const shared = overlap(cluster.box, box);
    if (shared > most) [best, most] = [cluster, shared];
  }
  return best;
}

/** The part of the weights whose results have found the thing. */
function shareOf({ seen }: Cluster, weights: readonly number[], total: number): number {
  const finders = new Set(seen.map(({ from }) => from));
  return [...finders].reduce((sum, from) => sum + weights[from]!, 0) / total;
}

function fused(cluster: Cluster, weights: readonly number[], total: number): Detection {
  const { seen, box } = cluster;
  const { keypoints: _points, ...first } = seen[0]!.detection;
  const ofSeen = seen.map(({ from }) => weights[from]!);
  // One result may hold a thing twice; then the mean is over all of its boxes and not above the best of them.
  const sum = seen.reduce((score, { detection, from }) => score + detection.score * weights[from]!, 0);
  const score =
    sum /
    Math.max(
      total,
      ofSeen.reduce((a, b) => a + b, 0),
    );
  const bestOf = weights.map((_, from) =>
    Math.max(0, ...seen.filter((one) => one.from === from).map(({ detection }) => detection.score)),
  );
  const points = meanPoints(cluster, weights);
  return {
    ...first,
    score: roundScore(score),
    spread: roundScore(weightedSpread(bestOf, weights)),
    box: roundedBox(box),
    ...(points && { keypoints: points }),
  };
}

/** What a box counts for: its own score and the weight of its result. */
const countsFor = ({ seen }: Cluster, weights: readonly number[]): number[] =>
  seen.map(({ detection, from }) => Math.max(LEAST_COUNT, detection.score) * weights[from]!);

function meanBox(cluster: Cluster, weights: readonly number[]): Box {
  const counts = countsFor(cluster, weights);
  const mean = (of: (box: Box) => number): number =>
    weightedMean(
      cluster.seen.map(({ detection }) => of(detection.box)),
      counts,
    );
  return {
    x: mean(({ x }) => x),
    y: mean(({ y }) => y),
    width: mean(({ width }) => width),
    height: mean(({ height }) => height),
  };
}

function meanPoints(cluster: Cluster, weights: readonly number[]): Point[] | undefined {
  const lists = cluster.seen.map(({ detection }) => detection.keypoints ?? []);
  const [first] = lists;
  if (!first || first.length === 0 || lists.some(({ length }) => length !== first.length)) return undefined;
  const counts = countsFor(cluster, weights);
  const mean = (of: (points: readonly Point[]) => number): number =>
    roundPixel(weightedMean(lists.map(of), counts));
  return first.map((point, at) => ({
    ...point,
    x: mean((points) => points[at]!.x),
    y: mean((points) => points[at]!.y),
    ...(point.score !== undefined && {
      score: roundScore(
        weightedMean(
          lists.map((points) => points[at]!.score ?? 0),
          counts,
        ),
      ),
    }),
  }));
}

const roundedBox = ({ x, y, width, height }: Box): Box => ({
  x: roundPixel(x),
  y: roundPixel(y),
  width: roundPixel(width),
  height: roundPixel(height),
});

/** Intersection over union. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}
