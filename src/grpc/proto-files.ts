import { fileURLToPath } from 'node:url';

/** The descriptions of the services, which the build lays beside this file. Alone here: `import.meta` cannot be read under jest. */
export const PROTO_FILES = {
  inference: fileURLToPath(new URL('./inference.proto', import.meta.url)),
  health: fileURLToPath(new URL('./health.proto', import.meta.url)),
} as const;
