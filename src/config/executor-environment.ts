/**
 * Variables that an executor process inherits. Everything else stays out, so that a hostile model or picture finds no
 * credential in its process; `VIPS_BLOCK_UNTRUSTED` switches off libvips' fuzz-prone loaders before any code runs.
 */
const INHERITED = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  'NODE_ENV',
  'SystemRoot',
];

/** The environment of an executor process. */
export function executorEnvironment(source: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { VIPS_BLOCK_UNTRUSTED: '1', VIPS_CONCURRENCY: '1' };
  for (const name of INHERITED) if (source[name] !== undefined) environment[name] = source[name];
  return environment;
}
