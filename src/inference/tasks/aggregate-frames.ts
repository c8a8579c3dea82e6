import { aggregateClassification, type ClassificationAggregate } from './aggregate-classification.js';
import { aggregateDetections, type DetectionAggregate } from './aggregate-detection.js';
import { aggregateRegression, type RegressionAggregate } from './aggregate-regression.js';
import type { SeenFrame } from './seen-frame.js';
import type { ClassificationResult, DetectionResult, RegressionResult } from './task-io.js';

export type Aggregate = DetectionAggregate | ClassificationAggregate | RegressionAggregate;

/** Results that say something of a picture as a whole or of one part of it. */
type Leaf = DetectionResult | ClassificationResult | RegressionResult;

/** What was said of a frame as a whole; results on its parts lie inside it. */
export interface AnsweredFrame {
  /** When the frame is shown, in seconds from the start of the video. */
  readonly seconds: number;
  readonly result: object;
}

/**
 * The results of a video's frames together, in the way of their task. A model that looks at parts of a picture has one
 * result for each part, and each counts.
 *
 * @returns null when no frame has a result that can be put together
 */
export function aggregateFrames(frames: readonly AnsweredFrame[]): Aggregate | null {
  const seen = frames.map(({ seconds, result }) => ({ seconds, results: leavesOf(result) }));
  const first = seen.flatMap(({ results }) => results)[0];
  if (!first) return null;
  if ('detections' in first) return aggregateDetections(only(seen, isDetection));
  if ('classes' in first) return aggregateClassification(only(seen, isClassification));
  return aggregateRegression(only(seen, isRegression));
}

function leavesOf(result: object): Leaf[] {
  if ('regions' in result) {
    return (result.regions as { result: object }[]).flatMap((region) => leavesOf(region.result));
  }
  return isDetection(result) || isClassification(result) || isRegression(result) ? [result] : [];
}

function only<R extends Leaf>(
  frames: readonly SeenFrame<Leaf>[],
  is: (result: Leaf) => result is R,
): SeenFrame<R>[] {
  return frames.map(({ seconds, results }) => {
    const kept: R[] = [];
    for (const result of results) if (is(result)) kept.push(result);
    return { seconds, results: kept };
  });
}

const isDetection = (result: object): result is DetectionResult => 'detections' in result;
const isClassification = (result: object): result is ClassificationResult => 'classes' in result;
const isRegression = (result: object): result is RegressionResult => 'values' in result;
