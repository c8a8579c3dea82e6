import { IsOptional } from 'class-validator';

import { Flips, Names, NumbersIn } from '../list-rules.js';
import { Doc } from '../manifest-rules.js';

/** Test-time augmentation: see `TtaSpec`. */
export class TtaManifest {
  @Doc('Mirrored variants of the picture; `both` stands for one of each kind.', 'none')
  @IsOptional()
  @Flips()
  flip?: 'horizontal' | 'vertical' | 'both' | ('horizontal' | 'vertical')[];

  @Doc(
    'Sizes of the picture in the input, against the usual one; 1, which is always among them, stands for it.',
    'none',
  )
  @IsOptional()
  @NumbersIn(0.25, 4, 8)
  scales?: number[];

  @Doc('Regression values that change their sign in a picture mirrored left to right.', 'none')
  @IsOptional()
  @Names(200)
  negate?: string[];
}
