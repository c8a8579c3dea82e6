import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TOP = 25;

/** Where the HTTP process spent its CPU time: shares of the newest profile in the folder, by package or folder and by function. */
export function profileSummary(folder) {
  const newest = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .toSorted()
    .at(-1);
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, newest), 'utf8'));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const places = new Map();
  const functions = new Map();
  let busyUs = 0;
  samples.forEach((id, index) => {
    const { callFrame } = byId.get(id);
    const us = timeDeltas[index];
    if (callFrame.functionName === '(idle)' || us <= 0) return;
    busyUs += us;
    add(places, placeOf(callFrame), us);
    add(functions, `${callFrame.functionName || '(anonymous)'}  ${placeOf(callFrame)}`, us);
  });
  const list = (sums) =>
    [...sums]
      .toSorted((a, b) => b[1] - a[1])
      .slice(0, TOP)
      .map(([name, us]) => `  ${((100 * us) / busyUs).toFixed(1).padStart(5)} %  ${name}`)
      .join('\n');
  return `\n${(busyUs / 1e6).toFixed(1)} s busy\nby place:\n${list(places)}\nby function:\n${list(functions)}`;
}

function placeOf({ url, functionName }) {
  const inPackages = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(url);
  if (inPackages) return inPackages[1];
  const ours = /\/src\/(.+)\.js$/.exec(url);
  if (ours) return ours[1];
  return url === '' ? `native ${functionName}` : url.split('/').slice(0, 2).join('/');
}

function add(sums, name, us) {
  sums.set(name, (sums.get(name) ?? 0) + us);
}
