import { IsOptional } from 'class-validator';

import { Range } from '../list-rules.js';
import { Doc, NumberIn, Text, WholeNumberIn } from '../manifest-rules.js';

const LARGEST = 1e9;

/** One number that a model tells: see `ValueSpec`. */
export class ValueManifest {
  @Doc('Name of the value.', 'value_0, value_1, ...')
  @IsOptional()
  @Text(200)
  name?: string;

  @Doc('Its unit.', 'none')
  @IsOptional()
  @Text(100)
  unit?: string;

  @Doc('Least and greatest value that makes sense.', 'none')
  @IsOptional()
  @Range()
  range?: [number, number];

  @Doc('value = activation(raw) * scale + offset.', '`output.scale`')
  @IsOptional()
  @NumberIn(-LARGEST, LARGEST)
  scale?: number;

  @Doc('Added after the scale.', '`output.offset`')
  @IsOptional()
  @NumberIn(-LARGEST, LARGEST)
  offset?: number;

  @Doc(
    'Output of the graph that holds it.',
    'the output after that of the value before, when that one is read up',
  )
  @IsOptional()
  @Text(512)
  tensor?: string;

  @Doc('Its place in the output, from 0.', 'the place after the value before')
  @IsOptional()
  @WholeNumberIn(0, 100_000)
  index?: number;
}
