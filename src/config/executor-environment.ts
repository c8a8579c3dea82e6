/**
 * Variables that an executor process inherits. Everything else stays out, so that a hostile model or picture finds no
 * credential in its process.
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

/**
 * `VIPS_BLOCK_UNTRUSTED` switches off libvips' fuzz-prone loaders before any code runs. onnxruntime 1.30 keeps a device id
 * and a database of events under the home folder unless told not to: a server tells nobody what it does. One arena for
 * all threads keeps glibc from holding freed pixels for each of them: 20 MB less for a process, and no slower.
 */
const FIXED = {
  VIPS_BLOCK_UNTRUSTED: '1',
  VIPS_CONCURRENCY: '1',
  ORT_DISABLE_TELEMETRY: '1',
  MALLOC_ARENA_MAX: '1',
};

/** The environment of an executor process. */
export function executorEnvironment(source: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...FIXED };
  for (const name of INHERITED) if (source[name] !== undefined) environment[name] = source[name];
  return environment;
}
