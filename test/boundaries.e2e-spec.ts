import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readSourceFiles, type SourceFile } from './support/source-files.js';

/** From left to right as docs/architecture.md draws it: a folder imports from itself and from those to its left. */
const LAYERS = [
  ['common', 'config'],
  ['database', 'cache', 'metrics', 'throttling', 'storage', 'auth'],
  ['inference'],
  ['models'],
  ['predictions', 'subjects'],
  ['sessions', 'open-inference', 'jobs'],
  ['health', 'cli', 'pages'],
  ['grpc', 'overload', 'process'],
];
const MAX_CODE_LINES = 250;

/** Packages that only one folder may know. */
const HOMES = [
  { package: 'onnxruntime-node', home: 'src/inference/executor/' },
  { package: 'sharp', home: 'src/inference/executor/' },
  { package: '@grpc/grpc-js', home: 'src/grpc/' },
  { package: '@grpc/proto-loader', home: 'src/grpc/' },
  { package: 'redis', home: 'src/cache/' },
  { package: 'ws', home: 'src/sessions/stream/' },
  { package: 'cache-manager-redis-yet', home: 'src/cache/' },
  { package: '@aws-sdk/client-s3', home: 'src/storage/s3-store.ts' },
  { package: 'cloudinary', home: 'src/storage/cloudinary-store.ts' },
];

const FRAMEWORK =
  /^(@nestjs|@fastify|fastify|typeorm|pg|redis|reflect-metadata|class-validator|class-transformer)(\/|$)/;
const FRAMEWORK_FREE = [
  'src/inference/executor/',
  'src/inference/tasks/',
  'src/common/errors.ts',
  'src/common/client-errors.ts',
  'src/common/server-errors.ts',
  'src/common/session-errors.ts',
  'src/common/subject-errors.ts',
];

const source = readSourceFiles('src');
const described = readSourceFiles('migrations', 'ormconfig.ts');
const product = source.filter((file) => !file.isSpec);

describe('src', () => {
  it.each(HOMES)('imports $package only in $home', ({ package: name, home }) => {
    const imports = (file: SourceFile) => file.imports.some((it) => it === name || it.startsWith(`${name}/`));
    expect(pathsOf(product, (file) => imports(file) && !file.path.startsWith(home))).toEqual([]);
  });

  it('never loads onnxruntime-node into jest', () => {
    expect(pathsOf(source, (file) => file.isSpec && file.imports.includes('onnxruntime-node'))).toEqual([]);
  });

  it('reads process.env only in src/config', () => {
    const readers = pathsOf([...product, ...described], (file) => file.readsEnvironment);
    expect(readers.filter((path) => !path.startsWith('src/config/'))).toEqual([]);
  });

  it('uses no forwardRef', () => {
    expect(pathsOf(source, (file) => file.identifiers.has('forwardRef'))).toEqual([]);
  });

  it('imports no framework into executors, tasks and the error catalogue', () => {
    const free = product.filter((file) => FRAMEWORK_FREE.some((prefix) => file.path.startsWith(prefix)));
    expect(pathsOf(free, (file) => file.imports.some((it) => FRAMEWORK.test(it)))).toEqual([]);
  });

  it('never empties a Redis or lists its keys, which others may share', () => {
    const forbidden = ['flushDb', 'flushAll', 'FLUSHDB', 'FLUSHALL'];
    expect(pathsOf(product, (file) => forbidden.some((name) => file.identifiers.has(name)))).toEqual([]);
    const commands = /\b(flushdb|flushall)\b|\.keys\('|call\('KEYS'|\.reset\(\)/i;
    const cache = product.filter(({ path }) => path.startsWith('src/cache/'));
    expect(pathsOf(cache, ({ path }) => commands.test(withoutComments(path)))).toEqual([]);
  });

  it('imports nothing from tests, benchmarks and scripts', () => {
    const outside = /^(test|bench|scripts|client|deploy|docs)\//;
    expect(pathsOf(product, (file) => file.localImports.some((it) => outside.test(it)))).toEqual([]);
  });

  it('has no barrels and no file called utils or helpers', () => {
    expect(pathsOf(source, (file) => /\/(index|utils?|helpers?)\.ts$/.test(file.path))).toEqual([]);
  });

  it(`has no file of more than ${MAX_CODE_LINES} lines of code`, () => {
    const large = product.filter((file) => file.codeLines > MAX_CODE_LINES);
    expect(large.map((file) => `${file.path}: ${file.codeLines}`)).toEqual([]);
  });
});

describe('layers', () => {
  // ormconfig.ts and the migrations lie outside of src and of its layers: they list what every layer keeps in the database.
  const edges = product.flatMap((file) =>
    file.localImports
      .filter((target) => target.startsWith('src/'))
      .map((target) => ({
        file: file.path,
        target,
        from: folderOf(file.path),
        to: folderOf(target),
      })),
  );

  it('know every folder of src', () => {
    const folders = new Set(product.map((file) => folderOf(file.path)).filter((name) => name !== ''));
    expect([...folders].filter((folder) => layerOf(folder) < 0)).toEqual([]);
  });

  it('import only to the left', () => {
    const upward = edges.filter(({ from, to }) => layerOf(to) > layerOf(from));
    expect(upward.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it('have no cycle of folders within a layer', () => {
    const mutual = edges.filter(
      ({ from, to }) => from !== to && edges.some((other) => other.from === to && other.to === from),
    );
    expect(mutual.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it('reach the files at the root of src from nowhere but there', () => {
    const toRoot = edges.filter(({ from, target }) => from !== '' && /^src\/[^/]+$/.test(target));
    expect(toRoot.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });
});

/** The text of a file of ours, without its block comments. */
function withoutComments(path: string): string {
  return readFileSync(join(__dirname, '..', path), 'utf8').replace(/\/\*[^]*?\*\//g, '');
}

/** `inference` for src/inference/executor/main.ts; empty for a file at the root of src or outside of it. */
function folderOf(path: string): string {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? '';
}

/** Files at the root (app.module.ts) stand to the right of everything. */
function layerOf(folder: string): number {
  return folder === '' ? LAYERS.length : LAYERS.findIndex((layer) => layer.includes(folder));
}

function pathsOf(files: SourceFile[], isBad: (file: SourceFile) => boolean): string[] {
  return files.filter(isBad).map((file) => file.path);
}
