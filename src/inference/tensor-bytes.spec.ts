import { bytesOf, claimedBytes, megabytes } from './tensor-bytes.js';

describe('claimedBytes', () => {
  it.each([
    ['float32', [2, 3], 24],
    ['int64', [1_000_000, 1_000_000], 8e12],
    ['bool', [], 1],
    ['string', [3], 24],
    ['float32', [0, Number.MAX_SAFE_INTEGER], 0],
    ['float32', Array<number>(30).fill(Number.MAX_SAFE_INTEGER), Infinity],
    ['float32', [...Array<number>(30).fill(Number.MAX_SAFE_INTEGER), 0], 0],
  ] as const)('of %s %j', (type, dims, bytes) => {
    expect(claimedBytes(type, dims)).toBe(bytes);
  });
});

describe('bytesOf', () => {
  it('adds up numbers and the characters of texts', () => {
    const y = { name: 'y', type: 'float32', dims: [2], data: Float32Array.of(1, 2) } as const;
    const text = { name: 't', type: 'string', dims: [2], data: ['abc', ''] } as const;
    expect(bytesOf([y])).toBe(8);
    expect(bytesOf([y, { ...text, data: [...text.data] }])).toBe(8 + 16 + 3);
  });
});

describe('megabytes', () => {
  it.each([
    [1000, '1000 bytes'],
    [1048576, '1 MB'],
    [1572864, '1.5 MB'],
  ])('of %d', (bytes, words) => {
    expect(megabytes(bytes)).toBe(words);
  });
});
