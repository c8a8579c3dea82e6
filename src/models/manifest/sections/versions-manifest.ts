import { IsOptional } from 'class-validator';

import { Doc, NumberIn, Section, VersionPolicy, WholeNumberIn } from '../manifest-rules.js';
import { AliasMap, VersionTarget, WeightMap } from '../version-rules.js';

/** When a canary or a shadow is withdrawn by itself: see `GuardSpec`. */
export class GuardManifest {
  @Doc('Greatest part of its requests that a candidate may fail beyond what the baseline fails.', '0.05')
  @IsOptional()
  @NumberIn(0, 1)
  max_error_rate?: number;

  @Doc("Greatest part of the compared answers that may differ from the baseline's.", '0.25')
  @IsOptional()
  @NumberIn(0, 1)
  max_disagreement?: number;

  @Doc('Requests, or comparisons, before a rate counts.', '20')
  @IsOptional()
  @WholeNumberIn(1, 1_000_000)
  min_requests?: number;

  @Doc('How far back requests count, in seconds.', '600')
  @IsOptional()
  @WholeNumberIn(10, 86_400)
  window_seconds?: number;

  @Doc(
    "Part of a canary's requests that the baseline answers too, once `min_requests` have been compared.",
    '0.1',
  )
  @IsOptional()
  @NumberIn(0, 1)
  sample?: number;
}

/** Which versions are served, and how requests are shared out among them until an admin changes it. */
export class VersionsManifest {
  @Doc('Versions to serve, beside those that the keys below name.', 'latest')
  @IsOptional()
  @VersionPolicy()
  policy?: 'latest' | 'all' | number[];

  @Doc(
    'Names for versions, usable wherever a version is. `production` answers requests without a version.',
    'none',
  )
  @IsOptional()
  @AliasMap()
  aliases?: Record<string, number | string>;

  @Doc(
    'Percentages of the requests without a version; they make 100. The greatest is the baseline.',
    'the alias `production`, else the newest version',
  )
  @IsOptional()
  @WeightMap()
  traffic?: Record<string, number>;

  @Doc(
    'Is asked beside the version that answers; its answers are recorded and compared, never returned.',
    'none',
  )
  @IsOptional()
  @VersionTarget()
  shadow?: number | string;

  @Doc('When a canary or a shadow is withdrawn by itself.', 'with the defaults below')
  @IsOptional()
  @Section(() => GuardManifest)
  guard?: GuardManifest;
}
