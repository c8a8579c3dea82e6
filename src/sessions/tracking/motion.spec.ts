import * as fc from 'fast-check';

import { boxOf, correctMotion, iou, predictMotion, startMotion } from './motion.js';

const box = (x: number, y: number, width = 40, height = 80) => ({ x, y, width, height });

describe('motion', () => {
  it('learns a constant velocity, and goes on with it', () => {
    let motion = startMotion(box(0, 0));
    for (let picture = 1; picture <= 30; picture += 1) {
      motion = correctMotion(predictMotion(motion, 0.1), box(picture * 5, picture * -2));
    }
    expect(motion.cx.v).toBeCloseTo(50, 0);
    expect(motion.cy.v).toBeCloseTo(-20, 0);
    const later = boxOf(predictMotion(motion, 1));
    expect(later.x).toBeCloseTo(200, -1);
    expect(later.y).toBeCloseTo(-80, -1);
  });

  it('does not care in how many steps time passes', () => {
    const motion = correctMotion(predictMotion(startMotion(box(0, 0)), 0.1), box(8, 0));
    const atOnce = predictMotion(motion, 0.4).cx;
    const inSteps = [0.1, 0.1, 0.1, 0.1].reduce(predictMotion, motion).cx;
    for (const key of ['x', 'v', 'xx', 'xv', 'vv'] as const) expect(inSteps[key]).toBeCloseTo(atOnce[key], 6);
  });

  it('forgets a size that was wrong by orders of magnitude without losing its variances', () => {
    const large = { x: 0, y: 0, width: 0, height: 9999.999999999982 };
    const small = { x: 0, y: 0, width: 0, height: 0 };
    let motion = startMotion(small);
    for (const [seen, seconds] of [
      [small, 0.02691929703247553],
      [large, 0.0010000000000000026],
      [small, 3.343601637486597],
      [small, 59.9999999999999],
    ] as const) {
      motion = correctMotion(predictMotion(motion, seconds), seen);
    }
    for (const { xx, xv, vv } of Object.values(motion)) {
      expect(xx).toBeGreaterThan(0);
      expect(vv).toBeGreaterThan(0);
      expect(xv ** 2).toBeLessThanOrEqual(xx * vv * (1 + 1e-9));
    }
  });

  it('stays finite and its variances positive, whatever is seen and whenever', () => {
    const seen = fc.record({
      x: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
      y: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
      width: fc.double({ min: 0, max: 1e4, noNaN: true }),
      height: fc.double({ min: 0, max: 1e4, noNaN: true }),
      seconds: fc.double({ min: 0.001, max: 60, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(seen, { minLength: 1, maxLength: 30 }), (pictures) => {
        let motion = startMotion(pictures[0]!);
        for (const each of pictures) motion = correctMotion(predictMotion(motion, each.seconds), each);
        for (const axis of Object.values(motion)) {
          expect(Object.values(axis).every(Number.isFinite)).toBe(true);
          expect(axis.xx).toBeGreaterThan(0);
          expect(axis.vv).toBeGreaterThan(0);
          // As long as this holds the covariance is one.
          expect(axis.xv ** 2).toBeLessThanOrEqual(axis.xx * axis.vv * (1 + 1e-9));
        }
      }),
    );
  });
});

describe('iou', () => {
  it.each([
    ['the same box', box(1, 2), box(1, 2), 1],
    ['boxes apart', box(0, 0), box(41, 0), 0],
    ['boxes that touch', box(0, 0), box(40, 0), 0],
    ['half of a box', box(0, 0, 10, 10), box(0, 0, 10, 5), 0.5],
    ['a box without area', box(0, 0, 0, 0), box(0, 0, 0, 0), 0],
  ])('is right for %s', (_, one, other, expected) => expect(iou(one, other)).toBeCloseTo(expected));
});
