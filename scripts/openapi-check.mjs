/**
 * Fails when the committed OpenAPI document or the client's types are not what the code gives. The fresh ones are left in place:
 * look at them, and commit them where the change was meant.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const GENERATED = ['openapi.json', 'client/src/schema.d.ts'];

const before = GENERATED.map(read);
execFileSync('npm', ['run', 'openapi'], { stdio: 'inherit' });
const stale = GENERATED.filter((path, index) => read(path) !== before[index]);
if (stale.length > 0) {
  process.stderr.write(`Out of date, or missing, and now written anew: ${stale.join(', ')}\n`);
  process.exit(1);
}

/** @param {string} path */
function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
