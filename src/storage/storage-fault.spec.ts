import { asStorageError, diskReason, storageUnavailable } from './storage-fault.js';

const fault = (code: string): Error =>
  Object.assign(new Error(`${code}: something, open '/srv/secret/place'`), { code });

describe('diskReason', () => {
  it.each([
    ['ENOSPC', 'the disk is full'],
    ['EDQUOT', "the user's disk quota is used up"],
    ['EROFS', 'the file system is read-only'],
    ['EACCES', 'the folder may not be written'],
    ['EIO', 'the folder cannot be used (EIO)'],
  ])('says of %s: %s', (code, words) => {
    expect(diskReason(fault(code))).toBe(words);
  });

  it('names no path in what a client sees, and keeps the fault for the log', () => {
    const error = asStorageError(fault('ENOSPC'));
    expect(error.code).toBe('STORAGE_UNAVAILABLE');
    expect(error.message).not.toContain('/srv');
    expect((error.cause as Error).message).toContain('/srv/secret/place');
  });

  it('leaves an error of the catalogue as it is', () => {
    const error = storageUnavailable('STORAGE_QUOTA_MB is used up');
    expect(asStorageError(error)).toBe(error);
  });
});
