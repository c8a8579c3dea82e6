import { Transform } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  Min,
} from 'class-validator';

/** Form fields are text: a number or a flag is read from it; what is neither stays, for the validator to name. */
const numeric = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value,
);
const flag = Transform(({ value }: { value: unknown }) =>
  value === 'true' ? true : value === 'false' ? false : value,
);
const names = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
    : value,
);

/**
 * What one request may change for object detection. The type stands last of each field's rules: rules are checked from
 * the last to the first, and the first that fails is told.
 */
export class DetectionOptionsDto {
  /**
   * Least score of a box, 0-1. The model's own threshold when absent.
   * @example 0.4
   */
  @numeric
  @IsOptional()
  @Max(1)
  @Min(0)
  @IsNumber({}, { message: '$property must be a number' })
  score_threshold?: number;

  /**
   * Overlap (intersection over union), 0-1, above which the weaker of two boxes is dropped.
   * @example 0.45
   */
  @numeric
  @IsOptional()
  @Max(1)
  @Min(0)
  @IsNumber({}, { message: '$property must be a number' })
  iou_threshold?: number;

  /**
   * Most boxes in the answer.
   * @example 100
   */
  @numeric
  @IsOptional()
  @Max(10_000)
  @Min(1)
  @IsInt({ message: '$property must be a whole number' })
  max_detections?: number;

  /** Whether a box may suppress an overlapping box of another label. */
  @flag
  @IsOptional()
  @IsBoolean({ message: '$property must be true or false' })
  class_agnostic?: boolean;

  /** Whether every box has its mask, for a model that has masks. The model's own choice when absent. */
  @flag
  @IsOptional()
  @IsBoolean({ message: '$property must be true or false' })
  masks?: boolean;

  /** Only boxes with these labels; in a form: names separated by commas. */
  @names
  @IsOptional()
  @ArrayNotEmpty({ message: '$property must name at least one label' })
  @IsString({ each: true, message: '$property must be names' })
  @IsArray({ message: '$property must be a list of names' })
  labels?: string[];
}

/** What one request may change for image classification. */
export class ClassificationOptionsDto {
  /**
   * How many classes to answer, best first.
   * @example 5
   */
  @numeric
  @IsOptional()
  @Max(10_000)
  @Min(1)
  @IsInt({ message: '$property must be a whole number' })
  top_k?: number;

  /**
   * Least score of a class, 0-1, for a model whose classes do not exclude each other. The model's own when absent.
   * @example 0.5
   */
  @numeric
  @IsOptional()
  @Max(1)
  @Min(0)
  @IsNumber({}, { message: '$property must be a number' })
  score_threshold?: number;
}
