import { RecentWaits } from './pool-waits.js';

describe('RecentWaits', () => {
  it('tells mean, 95th percentile by nearest rank and maximum', () => {
    const waits = new RecentWaits(() => 0);
    for (let ms = 1; ms <= 100; ms++) waits.add(ms);
    expect(waits.figures).toEqual({ mean: 50.5, p95: 95, max: 100 });
  });

  it('is all 0 when nobody waited', () => {
    expect(new RecentWaits(() => 0).figures).toEqual({ mean: 0, p95: 0, max: 0 });
  });

  it('forgets what is older than a minute, and all but the last 512', () => {
    let now = 0;
    const waits = new RecentWaits(() => now);
    waits.add(9000);
    now = 60_001;
    expect(waits.figures.max).toBe(0);
    for (let count = 0; count < 600; count++) waits.add(count === 0 ? 9000 : 1);
    expect(waits.figures).toEqual({ mean: 1, p95: 1, max: 1 });
  });
});
