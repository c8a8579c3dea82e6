import sharp from 'sharp';

const SLOT_LENGTH = 24;

/** A JPEG of 2 KB with a slot whose text changes the digest and not the pixels, as bench/picture.mjs makes them. */
export async function smallPicture() {
  const jpeg = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#c81e1e' } })
    .jpeg()
    .toBuffer();
  return {
    before: Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, SLOT_LENGTH + 2]),
    after: jpeg.subarray(2),
    slotLength: SLOT_LENGTH,
  };
}
