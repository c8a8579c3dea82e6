import { IsOptional } from 'class-validator';

import { Categories, Doc, Flag, NumberRange, OneOf, Scalar, Section, Text } from '../manifest-rules.js';
import { RecordSourceManifest } from './record-source-manifest.js';

/** One column of a table: see `FeatureSpec`. */
export class FeatureManifest {
  @Doc('Name of the feature, as rows have it.')
  @Text(200)
  name!: string;

  @Doc(
    'What a row holds there.',
    'string where there are categories; else as the graph input: integer, boolean, string or float',
  )
  @IsOptional()
  @OneOf(['float', 'integer', 'boolean', 'string'])
  type?: 'float' | 'integer' | 'boolean' | 'string';

  @Doc('Graph input that takes it.', 'the input of that name, else the next free column')
  @IsOptional()
  @Text(512)
  tensor?: string;

  @Doc('Least and greatest value, both included.', 'any number that the graph input can hold')
  @IsOptional()
  @NumberRange()
  range?: [number, number];

  @Doc(
    'Value of rows that leave the feature out.',
    'null where `nullable` is true; else rows have to give it',
  )
  @IsOptional()
  @Scalar()
  default?: number | string | boolean;

  @Doc(
    'Texts that a row may hold; with a number each where the model takes numbers.',
    'what the OneHotEncoder of the graph insists on; else any text',
  )
  @IsOptional()
  @Categories()
  categories?: string[] | Record<string, number>;

  @Doc('Whether a row may hold null: the model gets NaN, or an empty text.', 'false')
  @IsOptional()
  @Flag()
  nullable?: boolean;

  @Doc('Unit of the number, for people.', 'none')
  @IsOptional()
  @Text(50)
  unit?: string;

  @Doc('What the feature is, for people.', 'none')
  @IsOptional()
  @Text(2000)
  description?: string;

  @Doc("How the feature is made of a subject's records; see docs/subjects.md.")
  @IsOptional()
  @Section(() => RecordSourceManifest)
  from?: RecordSourceManifest;
}
