import { mayPass, reasonOf } from './system-fault.js';

const fault = (code: string, message: string, syscall: string) =>
  Object.assign(new Error(`${code}: ${message}, ${syscall} '/srv/secret/a' -> '/srv/secret/b'`), {
    code,
    syscall,
  });

describe('reasonOf', () => {
  it('says what the system says, without paths', () => {
    expect(reasonOf(fault('ENOSPC', 'no space left on device', 'copyfile'))).toBe(
      'its files could not be read or copied (ENOSPC: no space left on device)',
    );
  });

  it('leaves every other reason as it is', () => {
    expect(reasonOf(new Error('model.onnx is cut off'))).toBe('model.onnx is cut off');
  });
});

describe('mayPass', () => {
  it.each([
    [fault('ENOSPC', 'no space left on device', 'copyfile'), true],
    [fault('EACCES', 'permission denied', 'open'), true],
    [fault('ENOENT', 'no such file or directory', 'open'), false],
    [new Error('model.onnx is cut off'), false],
  ])('of %s is %s', (error, expected) => expect(mayPass(error)).toBe(expected));
});
