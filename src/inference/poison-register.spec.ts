import type { JobInput } from './executor-protocol.js';
import { PoisonRegister } from './poison-register.js';

const picture = (text: string): JobInput => ({ kind: 'image', bytes: Buffer.from(text) });

function register() {
  let now = 1_000_000;
  return { made: new PoisonRegister(() => now), pass: (ms: number) => (now += ms) };
}

const tensor = (value: number): JobInput => ({
  kind: 'tensors',
  tensors: [{ name: 'x', type: 'float32', dims: [1], data: Float32Array.of(value) }],
});
const part = (width: number): JobInput => ({
  kind: 'image',
  bytes: Buffer.from('a'),
  region: { x: 0, y: 0, width, height: 1 },
});

describe('PoisonRegister', () => {
  it('refuses an input after two crashes, for ten minutes', () => {
    const { made, pass } = register();
    made.crashed(picture('a'));
    expect(made.refusedForSeconds(picture('a'))).toBe(0);
    made.crashed(picture('a'));
    expect(made.refusedForSeconds(picture('a'))).toBe(600);
    expect(made.refusedForSeconds(picture('b'))).toBe(0);
    pass(599_001);
    expect(made.refusedForSeconds(picture('a'))).toBe(1);
    pass(999);
    expect(made.refusedForSeconds(picture('a'))).toBe(0);
  });

  it('forgets a single crash after ten minutes', () => {
    const { made, pass } = register();
    made.crashed(picture('a'));
    pass(600_000);
    made.crashed(picture('a'));
    expect(made.refusedForSeconds(picture('a'))).toBe(0);
  });

  it.each([
    ['tensors', tensor],
    ['parts of one picture', part],
  ])('tells %s apart', (_, make) => {
    const { made } = register();
    for (let i = 0; i < 2; i += 1) made.crashed(make(1));
    expect(made.refusedForSeconds(make(1))).toBe(600);
    expect(made.refusedForSeconds(make(2))).toBe(0);
  });

  it('remembers the latest thousand', () => {
    const { made } = register();
    for (let i = 0; i < 2; i += 1) made.crashed(picture('first'));
    for (let i = 0; i < 1000; i += 1) made.crashed(picture(`${i}`));
    expect(made.refusedForSeconds(picture('first'))).toBe(0);
  });
});
