import { readControls } from './request-controls.js';

describe('readControls', () => {
  it('has the defaults of a request that says nothing', () => {
    expect(readControls({})).toEqual({
      timeoutMs: null,
      priority: 2,
      sequenceId: null,
      startsSequence: false,
      endsSequence: false,
      others: {},
    });
  });

  it.each([
    [0, null],
    [1, 1],
    [2500000, 2500],
    [1500n, 2],
  ])('takes a timeout of %s microseconds', (timeout, expected) => {
    expect(readControls({ timeout }).timeoutMs).toBe(expected);
  });

  it.each([
    [0, 2],
    [1, 1],
    [3, 3],
    [4, 2],
  ])('takes priority %s', (priority, expected) => {
    expect(readControls({ priority }).priority).toBe(expected);
  });

  it('leaves what is not of the protocol to the task', () => {
    const parameters = {
      sequence_id: 'cam-1',
      sequence_start: true,
      sequence_end: false,
      binary_data_output: true,
      triton_enable_empty_final_response: true,
      threshold: 0.4,
    };
    expect(readControls(parameters)).toMatchObject({
      sequenceId: 'cam-1',
      startsSequence: false,
      endsSequence: false,
      others: { threshold: 0.4 },
    });
  });

  it.each([
    [{ timeout: -1 }, "'parameters.timeout' must be a whole number from 0; got -1"],
    [{ timeout: '5' }, "'parameters.timeout' must be a whole number from 0; got 5"],
    [{ priority: 1.5 }, "'parameters.priority' must be a whole number from 0; got 1.5"],
    [{ sequence_id: true }, "'parameters.sequence_id' must be a whole number or text; got true"],
    [{ sequence_start: 1 }, "'parameters.sequence_start' must be true or false; got 1"],
  ])('refuses %j', (parameters, message) => {
    expect(() => readControls(parameters)).toThrow(message);
  });
});
