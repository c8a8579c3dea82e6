import { shown } from '../manifest/manifest-rules.js';
import type { HubPicture } from './hub-export.js';
import { HubFault, flagOf, isMap, type JsonMap, numberOf, sideOf, valueOf } from './json-values.js';
import type { ProcessorFamily } from './processor-family.js';

type Placing = Pick<HubPicture, 'fit' | 'cropFraction' | 'cropRounding' | 'size' | 'unserved' | 'notes'>;

/** What a picture is resized to. */
type Goal =
  | { readonly kind: 'both'; readonly width: number; readonly height: number }
  | { readonly kind: 'shorter'; readonly side: number; readonly longest?: number };

const placed = (placing: Partial<Placing>): Placing => ({ unserved: [], notes: [], ...placing });
const unserved = (reason: string): Placing => placed({ unserved: [{ key: 'fit', reason }] });

/**
 * How a processor of transformers brings a picture to its size: `do_resize` to `size`, then `do_center_crop` to `crop_size`.
 *
 * @throws HubFault for values that nothing can be made of
 */
export function processorPlace(processor: JsonMap, family: ProcessorFamily): Placing {
  if (flagOf(processor, 'do_resize') === false) {
    return unserved('do_resize is false, so pictures are taken in whatever size they have');
  }
  const goal = goalOf(processor, family);
  if (goal === null) return placed({});
  if (family.special === 'convnext') return convNext(goal, processor);
  const resized = enlarged(goal, processor, family);
  const isCropped = flagOf(processor, 'do_center_crop') ?? family.isCropped;
  const crop = isCropped ? cropOf(processor) : null;
  if (crop !== null) return cutOut(resized, crop);
  if (resized.kind === 'both') {
    return placed({ fit: 'stretch', size: { width: resized.width, height: resized.height } });
  }
  const longest = resized.longest === undefined ? '' : ` and the longer one to ${resized.longest} at most`;
  const note = `it brings the shorter side to ${resized.side} pixels${longest}, in sizes that differ from picture to picture; here all have the size of the input`;
  return placed({ notes: [note] });
}

function goalOf(processor: JsonMap, family: ProcessorFamily): Goal | null {
  const size = valueOf(processor, 'size');
  if (size === undefined) return null;
  if (Array.isArray(size) && size.length === 2) {
    return { kind: 'both', height: sideOf(size[0], 'size[0]'), width: sideOf(size[1], 'size[1]') };
  }
  if (!isMap(size)) {
    const side = sideOf(size, 'size');
    const longest = valueOf(processor, 'max_size');
    if (longest !== undefined) return { kind: 'shorter', side, longest: sideOf(longest, 'max_size') };
    return family.isShorterSide ? { kind: 'shorter', side } : { kind: 'both', width: side, height: side };
  }
  const shortest = valueOf(size, 'shortest_edge');
  if (shortest !== undefined) {
    const longest = valueOf(size, 'longest_edge');
    return {
      kind: 'shorter',
      side: sideOf(shortest, 'size.shortest_edge'),
      ...(longest !== undefined && { longest: sideOf(longest, 'size.longest_edge') }),
    };
  }
  const [height, width] = [valueOf(size, 'height'), valueOf(size, 'width')];
  if (height === undefined && width === undefined) return null;
  return { kind: 'both', height: sideOf(height, 'size.height'), width: sideOf(width, 'size.width') };
}

/** LeViT and PoolFormer resize to more than `size` says, by a factor of their own. */
function enlarged(goal: Goal, processor: JsonMap, { special }: ProcessorFamily): Goal {
  const share = valueOf(processor, 'crop_pct');
  if (special === 'levit' && goal.kind === 'shorter') {
    return { ...goal, side: Math.floor((256 / 224) * goal.side) };
  }
  if (special !== 'poolformer' || share === undefined) return goal;
  if (goal.kind === 'both' && goal.width !== goal.height) return goal;
  const side = goal.kind === 'both' ? goal.width : goal.side;
  return { kind: 'shorter', side: Math.floor(side / numberOf(share, 'crop_pct', 0.1, 1)) };
}

/** Below 384 pixels more is resized and the middle kept; from there on the whole picture is stretched. */
function convNext(goal: Goal, processor: JsonMap): Placing {
  const side = goal.kind === 'shorter' ? goal.side : goal.height;
  const size = { width: side, height: side };
  if (side >= 384) return placed({ fit: 'stretch', size });
  const share = numberOf(valueOf(processor, 'crop_pct') ?? 224 / 256, 'crop_pct', 0.1, 1);
  return cutOut({ kind: 'shorter', side: Math.floor(side / share) }, size);
}

function cropOf(processor: JsonMap): { width: number; height: number } {
  const crop = valueOf(processor, 'crop_size');
  if (crop === undefined) throw new HubFault('has do_center_crop, but no crop_size');
  if (!isMap(crop)) {
    const side = sideOf(crop, 'crop_size');
    return { width: side, height: side };
  }
  const square = valueOf(crop, 'shortest_edge');
  const [height, width] = [valueOf(crop, 'height') ?? square, valueOf(crop, 'width') ?? square];
  return { height: sideOf(height, 'crop_size.height'), width: sideOf(width, 'crop_size.width') };
}

function cutOut(goal: Goal, crop: { width: number; height: number }): Placing {
  const common = { cropRounding: 'down', size: crop } as const;
  if (goal.kind === 'shorter') {
    if (crop.width !== crop.height || crop.width > goal.side || goal.longest !== undefined) {
      return unserved(
        `the middle of ${crop.width} x ${crop.height} pixels, of a shorter side of ${goal.side}, is not what fit: center-crop cuts out`,
      );
    }
    return placed({ fit: 'center-crop', cropFraction: crop.width / goal.side, ...common });
  }
  if (crop.width === goal.width && crop.height === goal.height) return placed({ fit: 'stretch', size: crop });
  const share = crop.width / goal.width;
  if (share > 1 || crop.height / goal.height !== share) {
    return unserved(
      `the middle of ${crop.width} x ${crop.height} pixels, of ${shown(goal.width)} x ${goal.height}, is not what fit: stretch cuts out`,
    );
  }
  return placed({ fit: 'stretch', cropFraction: share, ...common });
}
