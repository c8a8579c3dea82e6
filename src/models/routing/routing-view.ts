import { Injectable } from '@nestjs/common';

import { ModelProvider } from '../model-provider.js';
import { DisagreementReportDto, TrialDto } from './dto/disagreement.dto.js';
import { GuardDto, RoutingChangeDto, RoutingDto } from './dto/routing.dto.js';
import { missingVersions } from './routing-faults.js';
import { RoutingTable } from './routing-table.js';
import { VersionComparisons } from './version-comparisons.js';

/** Describes the routing of models to people and programs. */
@Injectable()
export class RoutingView {
  constructor(
    private readonly models: ModelProvider,
    private readonly table: RoutingTable,
    private readonly comparisons: VersionComparisons,
  ) {}

  /** @throws AppError MODEL_NOT_FOUND */
  routing(name: string): RoutingDto {
    const model = this.models.get(name);
    const record = this.table.current(model);
    return {
      model: name,
      ...RoutingChangeDto.from(record),
      default_version: this.table.baseline(model) ?? null,
      guard: GuardDto.from(model.routing.guard),
      problems: missingVersions(
        record.state,
        model.versions.map(({ spec }) => spec.version),
      ),
      is_recorded: !this.table.isUnstored(name),
    };
  }

  /** @throws AppError MODEL_NOT_FOUND */
  disagreement(name: string): DisagreementReportDto {
    const { baseline, guard, trials } = this.comparisons.report(name);
    return {
      model: name,
      baseline,
      guard: GuardDto.from(guard),
      candidates: trials.map((trial) => TrialDto.from(trial)),
    };
  }
}
