import { IsOptional } from 'class-validator';

import { ListOf, OneOf, PositiveNumber, Required, Text, VersionName } from '../manifest-rules.js';

/** A model that takes part: see `EnsembleMember`. */
export class MemberManifest {
  /** Name of a model of the same model folder. */
  @Text(128)
  @Required()
  model!: string;

  /** Version or alias; the model's default version when absent. */
  @IsOptional()
  @VersionName()
  version?: number | string;

  @IsOptional()
  @PositiveNumber()
  weight?: number;
}

/** Made of other models, without a file of its own: see `EnsembleSpec`. */
export class EnsembleManifest {
  @OneOf(['average', 'vote', 'chain'])
  @Required()
  combine!: 'average' | 'vote' | 'chain';

  @ListOf(() => MemberManifest, 2, 16)
  @Required()
  members!: MemberManifest[];
}
