/**
 * Removes what an installed onnxruntime-node carries for other systems: of 290 MB unpacked, one platform needs about 30.
 * For container images, after `npm ci --omit=dev`; the platform kept is the one that this runs on.
 *
 *   node scripts/prune-runtime.mjs [node_modules]
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';

const [modules = 'node_modules'] = process.argv.slice(2);
const binaries = join(modules, 'onnxruntime-node/bin');

for (const api of readdirSync(binaries)) {
  const kept = join(binaries, api, platform(), arch());
  if (!existsSync(kept))
    throw new Error(`onnxruntime-node has no binary for ${platform()} ${arch()}: ${kept} is missing.`);
  removeAllBut(join(binaries, api), platform());
  removeAllBut(join(binaries, api, platform()), arch());
}

/** @param {string} folder @param {string} kept name of the one entry to keep */
function removeAllBut(folder, kept) {
  for (const name of readdirSync(folder)) if (name !== kept) rmSync(join(folder, name), { recursive: true });
}
