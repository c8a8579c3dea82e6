import { IsOptional } from 'class-validator';

import { Names, NumbersIn, SideLists } from '../list-rules.js';
import { Doc, Flag, OneOf, WholeNumberIn } from '../manifest-rules.js';

/** Points that come with every box: see `KeypointSpec`. */
export class KeypointsManifest {
  @Doc(
    'Names of the points, in their order; left and right are understood where a picture is mirrored.',
    'unnamed',
  )
  @IsOptional()
  @Names(200)
  names?: string[];

  @Doc('How many points there are.', 'the number of names')
  @IsOptional()
  @WholeNumberIn(1, 1000)
  count?: number;

  @Doc(
    'Where they stand in a row: at its end, or between objectness and classes (YOLOv5-face). For yolov5.',
    'last',
  )
  @IsOptional()
  @OneOf(['last', 'before-classes'])
  place?: 'last' | 'before-classes';

  @Doc('Whether each point has a third number, how visible it is.', 'true for yolov8, else false')
  @IsOptional()
  @Flag()
  scored?: boolean;
}

/** Prior boxes of an SSD head: see `PriorSpec`. */
export class PriorsManifest {
  @Doc('Pixels of the input from one cell to the next, level by level.')
  @NumbersIn(1, 1024, 8)
  strides!: number[];

  @Doc('Sides of the square priors of each level, in pixels of the input.')
  @SideLists()
  sizes!: number[][];

  @Doc('Factors of offsets: of the place, of the size.', '[0.1, 0.2]')
  @IsOptional()
  @NumbersIn(0.001, 10, 2)
  variances?: number[];
}
