import { fileURLToPath } from 'node:url';

/** Path of the compiled program that runs in an executor process. In a file of its own: `import.meta` stays out of the specs. */
export const EXECUTOR_ENTRY = fileURLToPath(new URL('./executor/main.js', import.meta.url));
