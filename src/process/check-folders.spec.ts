import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { modelFolderFault, requireWritableFolders } from './check-folders.js';

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
    requireWritableFolders({ ...OFF, DATA_DIR: data, STORAGE_DRIVER: 'local' });
    expect(readdirSync(data)).toEqual([]);
  });

  it('are all told at once, with the setting, when they are none', () => {
    const env = { ...OFF, DATA_DIR: join(file, 'data'), STORAGE_DIR: file, STORAGE_DRIVER: 'local' } as const;
    expect(() => requireWritableFolders(env)).toThrow(
      /2 fault\(s\):\n {2}- DATA_DIR .*file\/data is a file, or lies below one.*\n {2}- STORAGE_DIR .*file is a file/,
    );
  });

  it('are told with the one that is wrong within', () => {
    const data = join(root, 'c');
    requireWritableFolders({ ...OFF, DATA_DIR: data, STORAGE_DRIVER: 'none' });
    writeFileSync(join(data, 'models'), '');
    expect(() => requireWritableFolders({ ...OFF, DATA_DIR: data, STORAGE_DRIVER: 'none' })).toThrow(
      /DATA_DIR: its folder .*c\/models is a file/,
    );
    writeFileSync(join(data, 'postgres'), '');
    const embedded = { DATA_DIR: data, DATABASE_MODE: 'auto', STORAGE_DRIVER: 'none' } as const;
    expect(() => requireWritableFolders(embedded)).toThrow(/c\/models [^]*c\/postgres /);
  });

  it('do not matter where they are not used', () => {
    const env = { ...OFF, DATA_DIR: root, STORAGE_DIR: file, STORAGE_DRIVER: 's3' } as const;
    expect(() => requireWritableFolders(env)).not.toThrow();
  });

  it.each([
    ['does not exist', () => join(root, 'none'), 'it does not exist'],
    ['is a file', () => file, 'it is a file, not a folder'],
    ['is one', () => root, null],
  ])('tells of MODEL_DIR that it %s', (_, folder, fault) => {
    expect(modelFolderFault({ MODEL_DIR: folder() })).toBe(fault);
  });
});
