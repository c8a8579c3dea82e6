import type { QualityFault, QualitySpec } from '../model-spec.js';
import { qualityFaults } from './quality-faults.js';

const MEASURED = { sharpness: 100, dark: 0.2, bright: 0.1, subject: 0.3, shorter_side: 480 };
const SPEC: QualitySpec = {
  minShorterSide: 200,
  maxDark: 0.8,
  maxBright: 0.6,
  minSharpness: 50,
  minSubject: 0.05,
  messages: { too_small: '', underexposed: '', overexposed: '', blurred: '', subject_too_small: '' },
};
const ANYTHING = {
  minShorterSide: null,
  maxDark: null,
  maxBright: null,
  minSharpness: null,
  minSubject: null,
};

describe('qualityFaults', () => {
  it.each<
    [string, Partial<typeof MEASURED> & { subject?: number | null }, Partial<QualitySpec>, QualityFault[]]
  >([
    ['a good picture', {}, {}, []],
    ['at every limit', { sharpness: 50, dark: 0.8, bright: 0.6, subject: 0.05, shorter_side: 200 }, {}, []],
    ['too few pixels', { shorter_side: 199 }, {}, ['too_small']],
    ['too dark', { dark: 0.81 }, {}, ['underexposed']],
    ['too bright', { bright: 0.61 }, {}, ['overexposed']],
    ['not sharp', { sharpness: 49.9 }, {}, ['blurred']],
    ['too far away', { subject: 0.04 }, {}, ['subject_too_small']],
    ['no subject to be seen', { subject: null } as never, {}, []],
    ['dark and so not sharp', { dark: 1, sharpness: 1 }, {}, ['underexposed', 'blurred']],
    [
      'anything, where there are no limits',
      { sharpness: 0, dark: 1, subject: 0, shorter_side: 1 },
      ANYTHING,
      [],
    ],
  ])('%s', (_what, measured, limits, faults) => {
    expect(qualityFaults({ ...MEASURED, ...measured }, { ...SPEC, ...limits })).toEqual(faults);
  });
});
