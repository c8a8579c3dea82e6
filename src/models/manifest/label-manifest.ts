import { IsOptional } from 'class-validator';

import { CheckedElsewhere, Doc, Text } from './manifest-rules.js';
import { objectSchema } from './manifest-schema.js';

/** One class with its texts for the answer; a bare text in the list is only the name. */
export class LabelManifest {
  @Doc('Name of the class.')
  @Text(500)
  name!: string;

  @Doc('What the class is.')
  @IsOptional()
  @Text(10_000)
  description?: string;

  @Doc('How grave it is.')
  @IsOptional()
  @Text(100)
  severity?: string;

  @Doc('What to do about it.')
  @IsOptional()
  @Text(10_000)
  recommendation?: string;
}

/** Plain name of a file: no folder, no `..`, nothing hidden. */
export const LABEL_FILE = /^[^./\\][^/\\\0]*$/;

/** A list of labels or the name of a label file; checked by `manifest-labels` and `read-manifest`. */
export const Labels = (): PropertyDecorator =>
  CheckedElsewhere('a list, or the name of a file beside the manifest', {
    anyOf: [
      { type: 'string', pattern: LABEL_FILE.source.replace('\\0', '\\u0000') },
      {
        type: 'array',
        minItems: 1,
        items: {
          anyOf: [{ type: 'string', pattern: '\\S' }, { type: 'number' }, objectSchema(LabelManifest)],
        },
      },
    ],
  });
