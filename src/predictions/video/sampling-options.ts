import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import { AppError } from '../../common/errors.js';
import { SamplingOptionsDto } from './dto/sampling-options.dto.js';
import type { Sampling } from './frame-sampling.js';

const DEFAULT_FRAMES = 8;

const NAMES = ['strategy', 'position_seconds', 'position_fraction', 'every_n', 'frames'] as const;
type Strategy = Sampling['strategy'];

/** Options that a strategy takes. */
const OWN: Readonly<Record<Strategy, readonly string[]>> = {
  middle: [],
  at: ['position_seconds', 'position_fraction'],
  every: ['every_n'],
  evenly: ['frames'],
};

/**
 * Takes the options that choose frames out of a form's fields; what is left belongs to the model's task. Without any,
 * 8 frames are spread evenly.
 *
 * @throws AppError VALIDATION_FAILED naming every fault, an option of another strategy too
 */
export function readSampling(
  fields: Readonly<Record<string, unknown>>,
  maxFrames: number,
): { sampling: Sampling; rest: Record<string, unknown> } {
  const given = Object.fromEntries(
    NAMES.filter((name) => name in fields).map((name) => [name, fields[name]]),
  );
  const rest = Object.fromEntries(Object.entries(fields).filter(([name]) => !(name in given)));
  const options = plainToInstance(SamplingOptionsDto, given);
  const faults = validateSync(options, { stopAtFirstError: true }).map(({ property, constraints, value }) => {
    const rules = Object.values(constraints ?? {}).join(' and ');
    return `${property}: ${rules.replace(`${property} must`, 'must')}; got ${JSON.stringify(value)}`;
  });
  if (faults.length > 0) throw new AppError('VALIDATION_FAILED', { faults });
  const strategy = options.strategy ?? 'evenly';
  faults.push(...strangers(strategy, given), ...missing(strategy, options));
  if (options.frames !== undefined && options.frames > maxFrames) {
    faults.push(`frames: must not be greater than ${maxFrames}; got ${options.frames}`);
  }
  if (faults.length > 0) throw new AppError('VALIDATION_FAILED', { faults });
  return { sampling: samplingOf(strategy, options, maxFrames), rest };
}

function strangers(strategy: Strategy, given: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(given)
    .filter((name) => name !== 'strategy' && !OWN[strategy].includes(name))
    .map((name) => {
      const owner = Object.entries(OWN).find(([, names]) => names.includes(name))?.[0];
      return `${name}: goes with strategy=${owner}, not with ${strategy}`;
    });
}

function missing(strategy: Strategy, options: SamplingOptionsDto): string[] {
  const { position_seconds, position_fraction, every_n } = options;
  if (strategy === 'every' && every_n === undefined) return ['every_n: must be given with strategy=every'];
  if (strategy !== 'at') return [];
  if (position_seconds === undefined && position_fraction === undefined) {
    return ['position_seconds: must be given with strategy=at, or position_fraction'];
  }
  return position_seconds !== undefined && position_fraction !== undefined
    ? ['position_seconds, position_fraction: send one of them, not both']
    : [];
}

function samplingOf(strategy: Strategy, options: SamplingOptionsDto, maxFrames: number): Sampling {
  switch (strategy) {
    case 'middle':
      return { strategy };
    case 'at':
      return options.position_seconds === undefined
        ? { strategy, fraction: options.position_fraction ?? 0 }
        : { strategy, seconds: options.position_seconds };
    case 'every':
      return { strategy, everyN: options.every_n ?? 1 };
    case 'evenly':
      return { strategy, frames: options.frames ?? Math.min(DEFAULT_FRAMES, maxFrames) };
  }
}
