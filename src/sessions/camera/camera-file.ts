import { fileURLToPath } from 'node:url';

/** The page, which the build lays beside this file. Alone here: `import.meta` cannot be read under jest. */
export const CAMERA_FILE = fileURLToPath(new URL('./camera.html', import.meta.url));
