import { IsOptional } from 'class-validator';

import { type Aggregate, AGGREGATES } from '../../../inference/record-source.js';
import { Doc, OneOf, Text, WholeNumberIn } from '../manifest-rules.js';

/** How a feature is made of a subject's records: see `RecordSource`. */
export class RecordSourceManifest {
  @Doc('Field of the records.', 'the name of the feature')
  @IsOptional()
  @Text(64)
  field?: string;

  @Doc(
    'What is made of its values: `trend` is the slope by least squares, per day; `std` the sample standard deviation; `count` the number of days that have a value. true counts as 1, false as 0.',
    'last',
  )
  @IsOptional()
  @OneOf(AGGREGATES)
  aggregate?: Aggregate;

  @Doc('Days that count, up to and with the day that is asked about.', '7')
  @IsOptional()
  @WholeNumberIn(1, 366)
  window_days?: number;

  @Doc('Days of these that must have a value; not for last and count.', 'std, trend: 2; else 1')
  @IsOptional()
  @WholeNumberIn(1, 366)
  min_days?: number;

  @Doc(
    'When fewer days have one: `default` takes the default of the feature, `error` answers `FEATURES_MISSING`.',
    'default where the feature has one or is nullable, else error',
  )
  @IsOptional()
  @OneOf(['default', 'error'])
  missing?: 'default' | 'error';
}
