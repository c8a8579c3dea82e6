import type { VideoIndex } from './frame-index.js';

/** One run of the decoder: from a key frame on, or from the start of the file, until the last wanted frame. */
export interface DecodePass {
  /** Where to jump to, in seconds on the file's own clock; null begins at the start. */
  readonly fromSeconds: number | null;
  /** Numbers of the wanted frames, ascending. */
  readonly frames: readonly number[];
}

/** What starting a decoder and jumping costs, in frames that could be decoded meanwhile: about 0.1 s. */
const START_COST_FRAMES = 60;

/**
 * Shares the wanted frames out over runs of the decoder. A new run begins at the key frame before a wanted frame wherever
 * that is cheaper than to decode everything between it and the wanted frame before.
 *
 * @param wanted numbers of frames, ascending
 */
export function planPasses(index: VideoIndex, wanted: readonly number[]): DecodePass[] {
  if (!index.hasExactTimes) return planWhole(index, wanted);
  const keyBefore = keyFrames(index);
  const passes: { fromSeconds: number | null; frames: number[] }[] = [];
  let reached = -1;
  for (const frame of wanted) {
    const key = keyBefore[frame] ?? 0;
    const jumpCost = frame - key + START_COST_FRAMES;
    const current = passes.at(-1);
    const isFirst = current === undefined;
    if (!isFirst && frame - reached <= jumpCost) current.frames.push(frame);
    else if (isFirst && frame <= jumpCost) passes.push({ fromSeconds: null, frames: [frame] });
    else passes.push({ fromSeconds: index.frames[key]?.seconds ?? null, frames: [frame] });
    reached = frame;
  }
  return passes;
}

/**
 * For frames that a first try missed: each from its own key frame, so that damage before it, which ends a run, does no
 * harm. Empty where nobody knows where the key frames are.
 */
export function planJumps(index: VideoIndex, wanted: readonly number[]): DecodePass[] {
  if (!index.hasExactTimes) return [];
  const keyBefore = keyFrames(index);
  const byKey = new Map<number, number[]>();
  for (const frame of wanted) {
    const key = keyBefore[frame] ?? 0;
    byKey.set(key, [...(byKey.get(key) ?? []), frame]);
  }
  return [...byKey].map(([key, frames]) => ({ fromSeconds: index.frames[key]?.seconds ?? null, frames }));
}

/** Everything in one run without a jump: slower, and right also where a jump does not end where it should. */
export function planWhole(_index: VideoIndex, wanted: readonly number[]): DecodePass[] {
  return [{ fromSeconds: null, frames: wanted }];
}

/** For each frame the number of the last key frame up to it. */
function keyFrames({ frames }: VideoIndex): number[] {
  let key = 0;
  return frames.map(({ isKey }, number) => (isKey ? (key = number) : key));
}
