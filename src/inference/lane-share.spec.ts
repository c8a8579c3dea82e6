import type { Lane } from './job-queue.js';
import { LaneShare } from './lane-share.js';

const BOTH = { interactive: 5, bulk: 5 };

/** The lanes of the next batches while both wait all the time. */
function turns(share: LaneShare, count: number): Lane[] {
  return Array.from({ length: count }, () => {
    const lane = share.order(BOTH)[0] as Lane;
    share.started(lane, true);
    share.ended(lane);
    return lane;
  });
}

describe('LaneShare', () => {
  it('lets interactive batches go first and every tenth be a bulk one', () => {
    const share = new LaneShare(2);
    const seen = turns(share, 20);
    expect(seen.map((lane, index) => (lane === 'bulk' ? index : -1)).filter((index) => index >= 0)).toEqual([
      9, 19,
    ]);
  });

  it('does not save turns up while nothing of the bulk lane waits', () => {
    const share = new LaneShare(2);
    for (let i = 0; i < 50; i += 1) share.started('interactive', false);
    expect(share.order(BOTH)).toEqual(['interactive', 'bulk']);
  });

  it.each([
    [4, 3],
    [2, 1],
    [1, 1],
  ])('of %d executors leaves bulk %d while interactive requests come', (executors, expected) => {
    let nowMs = 0;
    const share = new LaneShare(executors, () => nowMs);
    share.interactiveCame();
    const bulk = { interactive: 0, bulk: 9 };
    let running = 0;
    for (; share.order(bulk).includes('bulk'); running += 1) share.started('bulk', true);
    expect(running).toBe(expected);
    nowMs = 10_000;
    for (; share.order(bulk).includes('bulk'); running += 1) share.started('bulk', true);
    expect(running).toBe(executors);
    share.ended('bulk');
    expect(share.order(bulk)).toEqual(['bulk']);
  });
});
