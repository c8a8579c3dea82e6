import { messageParameters, plainParameters } from './parameters.js';

describe('parameters of a message', () => {
  it('become plain values, with every digit of a large integer', () => {
    const parameters = {
      a: { parameter_choice: 'bool_param', bool_param: false },
      b: { parameter_choice: 'int64_param', int64_param: '-5' },
      c: { parameter_choice: 'uint64_param', uint64_param: '18446744073709551615' },
      d: { parameter_choice: 'double_param', double_param: 0.5 },
      e: { parameter_choice: 'string_param', string_param: '' },
    } as const;
    expect(plainParameters(parameters, 'parameters')).toEqual({
      a: false,
      b: -5,
      c: 18446744073709551615n,
      d: 0.5,
      e: '',
    });
  });

  it('have a value', () => {
    expect(() => plainParameters({ a: {} }, 'inputs[0].parameters')).toThrow("'inputs[0].parameters.a'");
  });

  it('are written by the kind of the value', () => {
    expect(messageParameters({ a: true, b: 'x', c: 3, d: 0.5, e: 2n ** 60n })).toEqual({
      a: { bool_param: true },
      b: { string_param: 'x' },
      c: { int64_param: '3' },
      d: { double_param: 0.5 },
      e: { int64_param: '1152921504606846976' },
    });
  });
});
