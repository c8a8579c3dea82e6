import * as fc from 'fast-check';

import { ChangeOrder } from './change-order.js';

function recorded() {
  const out: (number | string)[] = [];
  const order = new ChangeOrder<{ number: number }>(
    ({ number }) => out.push(number),
    (from, to) => out.push(`${from}-${to}`),
  );
  return { out, order };
}

describe('ChangeOrder', () => {
  it('lets nothing out before the start, and then what is later', () => {
    const { out, order } = recorded();
    for (const number of [4, 3, 2]) order.push({ number });
    expect([out, order.last]).toEqual([[], null]);
    order.start(2);
    expect([out, order.last]).toEqual([[3, 4], 4]);
  });

  it('holds what comes too early', () => {
    const { out, order } = recorded();
    order.start(0);
    order.push({ number: 2 });
    expect([out, order.isWaiting]).toEqual([[], true]);
    order.push({ number: 1 });
    expect([out, order.isWaiting]).toEqual([[1, 2], false]);
  });

  it('tells what is missing, once, when it is given up', () => {
    const { out, order } = recorded();
    order.start(0);
    for (const number of [1, 3, 6]) order.push({ number });
    order.giveUp(8);
    order.push({ number: 2 });
    order.push({ number: 9 });
    expect(out).toEqual([1, '2-2', 3, '4-5', 6, '7-8', 9]);
  });

  it('holds a bounded number', () => {
    const { out, order } = recorded();
    order.start(0);
    for (let number = 2; number < 500; number += 1) order.push({ number });
    expect(out.slice(0, 2)).toEqual(['1-1', 2]);
    expect(order.last).toBe(499);
  });

  it('lets everything out once and in order, however it comes', () => {
    const numbers = fc
      .integer({ min: 1, max: 40 })
      .chain((count) => fc.array(fc.integer({ min: 1, max: count }), { maxLength: 80 }));
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 10 }), (list, start) => {
        const { out, order } = recorded();
        order.start(start);
        for (const number of list) order.push({ number });
        order.giveUp(40);
        const told = out.filter((each) => typeof each === 'number');
        expect(told).toEqual([...new Set(list)].filter((each) => each > start).toSorted((a, b) => a - b));
      }),
    );
  });
});
