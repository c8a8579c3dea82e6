import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { modelFolderFault, requireWritableFolders, storageFolderFault } from './check-folders.js';

const OFF = { DATABASE_MODE: 'off' } as const;

describe('the folders of a server', () => {
  let root: string;
  let file: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'sibyl-folders-'));
    file = join(root, 'file');
    writeFileSync(file, '');
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('are made where they are missing, and nothing is left in them', () => {
    const data = join(root, 'a/b');
    requireWritableFolders({ ...OFF, DATA_DIR: data });
    expect(readdirSync(data)).toEqual([]);
  });

  it('are told with the setting when they are none', () => {
    const env = { ...OFF, DATA_DIR: join(file, 'data') };
    expect(() => requireWritableFolders(env)).toThrow(/- DATA_DIR .*file\/data is a file, or lies below one/);
  });

  it('are told with the one that is wrong within', () => {
    const data = join(root, 'c');
    requireWritableFolders({ ...OFF, DATA_DIR: data });
    writeFileSync(join(data, 'models'), '');
    expect(() => requireWritableFolders({ ...OFF, DATA_DIR: data })).toThrow(
      /DATA_DIR: its folder .*c\/models is a file/,
    );
    writeFileSync(join(data, 'postgres'), '');
    const embedded = { DATA_DIR: data, DATABASE_MODE: 'auto' } as const;
    expect(() => requireWritableFolders(embedded)).toThrow(/c\/models [^]*c\/postgres /);
  });

  it.each([
    ['local', 'STORAGE_DIR '],
    ['s3', null],
  ] as const)('are told of for what is kept where they are used: STORAGE_DRIVER=%s', (driver, said) => {
    const fault = storageFolderFault({ STORAGE_DIR: file, STORAGE_DRIVER: driver });
    expect(fault?.slice(0, 12) ?? null).toBe(said);
  });

  it.each([
    ['does not exist', () => join(root, 'none'), 'it does not exist'],
    ['is a file', () => file, 'it is a file, not a folder'],
    ['is one', () => root, null],
  ])('tells of MODEL_DIR that it %s', (_, folder, fault) => {
    expect(modelFolderFault({ MODEL_DIR: folder() })).toBe(fault);
  });
});
