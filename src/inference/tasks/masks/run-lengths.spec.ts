import { maskRuns, MaskWriter, movedMask, type RunLengthMask } from './run-lengths.js';

/** Rows of # and . as a mask. */
function drawn(...rows: string[]): RunLengthMask {
  const [height, width] = [rows.length, rows[0]!.length];
  const writer = new MaskWriter(height, width);
  for (let x = 0; x < width; x += 1) {
    for (let y = 0; y < height; y += 1) if (rows[y]![x] === '#') writer.add(x * height + y, 1);
  }
  return writer.finish();
}

function rowsOf(mask: RunLengthMask): string[] {
  const [height, width] = mask.size;
  const rows = Array.from({ length: height }, () => Array.from({ length: width }, () => '.'));
  for (const [from, length] of maskRuns(mask)) {
    for (let at = from; at < from + length; at += 1) rows[at % height]![Math.floor(at / height)] = '#';
  }
  return rows.map((row) => row.join(''));
}

const SHAPE = ['...#', '#..#', '##.#', '...#', '...#'];

describe('masks as run lengths', () => {
  // By pycocotools 2.0, mask.encode.
  it.each<[string, RunLengthMask, string]>([
    ['a shape', drawn(...SHAPE), '124O34'],
    ['nothing', drawn('....', '....', '....', '....', '....'), 'd0'],
    ['everything', drawn('####', '####', '####', '####', '####'), '0d0'],
    [
      'the left half of 32 x 32',
      drawn(...Array.from({ length: 32 }, () => '#'.repeat(16) + '.'.repeat(16))),
      '0P`0P`0',
    ],
  ])('are packed as pycocotools packs them: %s', (_name, mask, counts) => {
    expect(mask.counts).toBe(counts);
  });

  it('are what they were when they are read again, however long', () => {
    expect(rowsOf(drawn(...SHAPE))).toEqual(SHAPE);
    const writer = new MaskWriter(3000, 2000);
    const runs = Array.from({ length: 500 }, (_, i) => [i * i * 20 + 7, (i * 37) % 20] as const);
    for (const [from, length] of runs) writer.add(from, length);
    expect([...maskRuns(writer.finish())]).toEqual(runs.filter(([, length]) => length > 0));
  });

  it('are moved with the part of the picture that they are of', () => {
    const moved = movedMask(drawn(...SHAPE), { left: 2, top: 1 }, { width: 7, height: 8 });
    expect(rowsOf(moved)).toEqual([
      '.......',
      '.....#.',
      '..#..#.',
      '..##.#.',
      '.....#.',
      '.....#.',
      '.......',
      '.......',
    ]);
  });
});
