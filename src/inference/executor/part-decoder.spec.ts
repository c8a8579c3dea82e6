import sharp from 'sharp';

import type { DecodeLimits } from '../executor-protocol.js';
import type { Box } from '../tasks/task-io.js';
import { decodeImage, lockLoaders, type DecodeTarget } from './decode.js';
import { PartDecoder } from './part-decoder.js';

const LIMITS: DecodeLimits = { formats: ['jpeg', 'png'], maxPixels: 1e6, timeoutSeconds: 5 };
const TARGET: DecodeTarget = { width: 16, height: 16, fit: 'stretch', color: 'RGB', resample: 'bilinear' };

/** Upright 60 x 40, or 40 x 60 where the orientation turns it. */
const REGIONS: Box[] = [
  { x: 3.2, y: 5, width: 10.4, height: 20 },
  { x: 0, y: 0, width: 1, height: 1 },
  { x: 20, y: 17.6, width: 100, height: 100 },
  { x: 25, y: 2, width: 9, height: 9 },
];

const noise = (channels: 3 | 4, seed = 7919) =>
  sharp(
    Uint8Array.from({ length: 60 * 40 * channels }, (_, index) => (index * seed) % 251),
    { raw: { width: 60, height: 40, channels } },
  );

beforeAll(() => lockLoaders(LIMITS.formats));

describe('the parts of a picture', () => {
  it.each<[string, () => Promise<Buffer>]>([
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((orientation): [string, () => Promise<Buffer>] => [
      `a JPEG of orientation ${orientation}`,
      () => noise(3).withMetadata({ orientation }).jpeg().toBuffer(),
    ]),
    ['a PNG that lets light through', () => noise(4).png().toBuffer()],
    ['a grey PNG', () => noise(3).toColourspace('b-w').png().toBuffer()],
  ])('of %s are the same together as each alone', async (_, encode) => {
    const bytes = await encode();
    const decoder = new PartDecoder(LIMITS, TARGET);
    const together = await Promise.all(
      REGIONS.map((region) => decoder.decode(Uint8Array.from(bytes), { region })),
    );
    for (const [index, region] of REGIONS.entries()) {
      const alone = await decodeImage(bytes, LIMITS, TARGET, { region });
      expect({ ...together[index], data: [...together[index]!.data] }).toEqual({
        ...alone,
        data: [...alone.data],
      });
    }
  });

  it('are never those of another picture of the same size', async () => {
    const [one, other] = await Promise.all(
      [noise(3).png(), noise(3, 104_729).png()].map((p) => p.toBuffer()),
    );
    const decoder = new PartDecoder(LIMITS, TARGET);
    const region = REGIONS[0]!;
    for (const bytes of [one!, one!, other!, one!, other!, other!]) {
      const { data } = await decoder.decode(bytes, { region });
      expect([...data]).toEqual([...(await decodeImage(bytes, LIMITS, TARGET, { region })).data]);
    }
  });

  it('stay undecodable, each of them', async () => {
    const whole = await noise(3).jpeg().toBuffer();
    const broken = whole.subarray(0, whole.length - 400);
    const decoder = new PartDecoder(LIMITS, TARGET);
    for (const region of REGIONS.slice(2)) {
      await expect(decoder.decode(broken, { region })).rejects.toMatchObject({ code: 'UNDECODABLE_IMAGE' });
    }
    await expect(decoder.decode(broken, { region: REGIONS[2] })).rejects.toMatchObject({
      code: 'UNDECODABLE_IMAGE',
    });
  });
});
