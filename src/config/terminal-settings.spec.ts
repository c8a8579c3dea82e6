import { terminalSettings } from './terminal-settings.js';

describe('terminalSettings', () => {
  it.each([
    [{}, true],
    [{ NO_COLOR: '' }, true],
    [{ NO_COLOR: '1' }, false],
    [{ NO_COLOR: '0' }, false],
    [{ TERM: 'dumb' }, false],
    [{ TERM: 'xterm' }, true],
  ])('%j wants colours: %p', (environment, isColorWanted) => {
    expect(terminalSettings(environment)).toEqual({ isColorWanted });
  });
});
