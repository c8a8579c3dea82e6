/**
 * The process of the embedded PostgreSQL: PGlite behind a socket on 127.0.0.1. Arguments: the database folder. Tells its parent
 * `{ port }` when it listens. Ends when its parent disconnects or is gone; a signal to the whole process group does not end it,
 * because the server still writes to it while it stops.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const PARENT_POLL_MS = 250;
const CLOSE_TIMEOUT_MS = 2000;
/** More than the pool and the maintenance connections together: the socket server turns others away in no known protocol. */
const MAX_CONNECTIONS = 20;

const parentPid = process.ppid;
const folder = process.argv[2];
if (folder === undefined || !process.send) throw new Error('this file is started by the server only');

process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

let server: PGLiteSocketServer | undefined;
let database: PGlite | undefined;
let isStopping = false;

process.on('disconnect', () => void stop());
setInterval(() => {
  // Not connected: the parent was gone before this program ran, and `ppid` has been somebody else's from the start.
  if (process.ppid !== parentPid || !process.connected) void stop();
}, PARENT_POLL_MS).unref();

await initialize(folder);
database = await PGlite.create({ dataDir: folder });
endOnFault(database);
server = new PGLiteSocketServer({
  db: database,
  host: '127.0.0.1',
  port: 0,
  maxConnections: MAX_CONNECTIONS,
});
await server.start();
const port = Number(server.getServerConn().split(':').at(-1));
if (process.connected) process.send({ port });

/** Makes the folder aside and moves it in place when complete, so that a kill in the middle leaves nothing half-made. */
async function initialize(target: string): Promise<void> {
  if (existsSync(join(target, 'PG_VERSION'))) return;
  const draft = `${target}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(dirname(target), { recursive: true });
  const first = await PGlite.create({ dataDir: draft });
  await first.close();
  rmSync(target, { recursive: true, force: true });
  renameSync(draft, target);
}

/** After a failure inside PGlite the socket server (0.2) answers nobody any more: end, so that the parent starts anew. */
function endOnFault(db: PGlite): void {
  const run = db.execProtocolRawStream.bind(db);
  db.execProtocolRawStream = async (...args) => {
    try {
      return await run(...args);
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  };
}

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => process.exit(1), CLOSE_TIMEOUT_MS).unref();
  await server?.stop();
  await database?.close();
  process.exit(0);
}
