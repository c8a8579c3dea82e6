import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Where packages keep server programs that they do not put on the PATH; `*` is one folder name. */
const SERVER_FOLDERS = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/postgresql*/bin',
  '/usr/local/bin',
  '/usr/local/opt/postgresql*/bin',
  '/home/linuxbrew/.linuxbrew/bin',
  '/home/linuxbrew/.linuxbrew/opt/postgresql*/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
  '/usr/sbin',
  '/usr/bin',
];

/**
 * A folder that holds all of the programs: PATH first, then pg_config's answer, then the usual places, newest first.
 *
 * @param {string[]} names @returns {string | undefined}
 */
export function findProgramFolder(names) {
  return candidateFolders(names[0] ?? '').find((folder) =>
    names.every((name) => isExecutable(join(folder, name))),
  );
}

/** @param {string} name */
function candidateFolders(name) {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  // A link on the PATH (Debian images have one for postgres) leads to the folder with the rest.
  const behindLinks = onPath
    .filter((folder) => isExecutable(join(folder, name)))
    .map((folder) => dirname(realpathSync(join(folder, name))));
  return [...onPath, ...behindLinks, ...pgConfigFolder(), ...SERVER_FOLDERS.flatMap(expand)];
}

function pgConfigFolder() {
  try {
    return [
      execFileSync('pg_config', ['--bindir'], { stdio: ['ignore', 'pipe', 'ignore'] })
        .toString()
        .trim(),
    ];
  } catch {
    return [];
  }
}

/** @param {string} pattern @returns {string[]} folders, newest version first */
function expand(pattern) {
  const parts = pattern.split('/');
  const at = parts.findIndex((part) => part.includes('*'));
  if (at < 0) return [pattern];
  const parent = parts.slice(0, at).join('/');
  const prefix = parts[at]?.replace('*', '') ?? '';
  return listFolder(parent)
    .filter((name) => name.startsWith(prefix))
    .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => [parent, name, ...parts.slice(at + 1)].join('/'));
}

/** @param {string} folder */
function listFolder(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
