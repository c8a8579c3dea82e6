import { fileURLToPath } from 'node:url';

/** The pages, which the build lays beside this file. Alone here: `import.meta` cannot be read under jest. */
export const PAGE_FILES = {
  tryOut: fileURLToPath(new URL('./try-out.html', import.meta.url)),
  icon: fileURLToPath(new URL('./icon.svg', import.meta.url)),
  camera: fileURLToPath(new URL('./camera.html', import.meta.url)),
};
