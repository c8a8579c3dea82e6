import { loadProgram } from './process/load-program.js';

// Nothing else is imported here: what fails while the rest is loaded has to find somebody who can tell why.
await loadProgram(() => import('./serve.js'));
