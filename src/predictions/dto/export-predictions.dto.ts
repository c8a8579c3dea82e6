import { ApiProperty, OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

import { EXPORT_FORMATS, type ExportFormat } from '../export/export-format.js';
import { FindPredictionsDto } from './find-predictions.dto.js';

/** Conditions of an export, as of a page of the history. */
export class ExportPredictionsDto extends OmitType(FindPredictionsDto, ['limit', 'cursor']) {
  /** `csv` for spreadsheets, `ndjson` for programs: one prediction a line, as in the history. */
  @ApiProperty({ required: false, enum: EXPORT_FORMATS, default: 'ndjson' })
  @IsOptional()
  @IsIn(EXPORT_FORMATS)
  format?: ExportFormat = 'ndjson';
}
