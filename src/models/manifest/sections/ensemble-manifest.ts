import { IsOptional } from 'class-validator';

import { Doc, OneOf, PositiveNumber, SectionList, Text, VersionName } from '../manifest-rules.js';

/** A model that takes part: see `EnsembleMember`. */
export class MemberManifest {
  @Doc('Name of a model in the same model folder.', 'a fault')
  @Text(128)
  model!: string;

  @Doc('Its version or an alias.', 'the version that answers by default')
  @IsOptional()
  @VersionName()
  version?: number | string;

  @Doc('How much its answer counts; has no meaning in a chain.', '1')
  @IsOptional()
  @PositiveNumber()
  weight?: number;
}

/** Made of other models, without a file of its own: see `EnsembleSpec`. */
export class EnsembleManifest {
  @Doc('What becomes of the answers of the members.', 'a fault')
  @OneOf(['average', 'vote', 'chain'])
  combine!: 'average' | 'vote' | 'chain';

  @Doc('The models that it is made of; in a chain in the order in which they look.', 'a fault')
  @SectionList(() => MemberManifest, 2, 16)
  members!: MemberManifest[];
}
