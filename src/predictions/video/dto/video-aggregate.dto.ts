/** One label over all frames. */
export class LabelOverTimeDto {
  /** @example 'warning_triangle' */
  label: string;

  /**
   * Number of the class in the model's output, from 0.
   * @example 0
   */
  class_id: number;

  /**
   * Frames in which it was found at least once.
   * @example 5
   */
  frames: number;

  /**
   * Most that were found in one frame.
   * @example 2
   */
  max_count: number;

  /**
   * Highest score of all, 0-1.
   * @example 0.91
   */
  best_score: number;

  /**
   * When the frame with the highest score is shown.
   * @example 4.2
   */
  best_seconds: number;

  /**
   * When the first frame that has it is shown.
   * @example 1.2
   */
  first_seen_seconds: number;

  /**
   * When the last frame that has it is shown.
   * @example 9.6
   */
  last_seen_seconds: number;
}

/** What was found in a video: labels in most frames first, then by score. */
export class DetectionAggregateDto {
  labels: LabelOverTimeDto[];
}

/** One class over all frames. */
export class ClassOverTimeDto {
  /** @example 'tomato_late_blight' */
  label: string;

  /**
   * Number of the class in the model's output, from 0.
   * @example 7
   */
  class_id: number;

  /**
   * Mean of its scores, 0-1. An answer that does not list it (see top_k) counts with 0.
   * @example 0.83
   */
  score: number;

  /**
   * Answers in which it was the best.
   * @example 7
   */
  votes: number;
}

/** The class that was the best one most often. */
export class MajorityDto {
  /** @example 'tomato_late_blight' */
  label: string;

  /**
   * Number of the class in the model's output, from 0.
   * @example 7
   */
  class_id: number;

  /**
   * Answers in which it was the best.
   * @example 7
   */
  votes: number;

  /**
   * Part of all answers, 0-1.
   * @example 0.875
   */
  share: number;
}

/** What a video shows by all its frames together: best mean score first, and the vote of the frames. */
export class ClassificationAggregateDto {
  classes: ClassOverTimeDto[];

  /** By mean score where it is a draw; null when no answer names a class. */
  majority: MajorityDto | null;
}

/** One number over all frames, in its unit. */
export class ValueOverTimeDto {
  /** @example 'yaw' */
  name: string;

  /**
   * Unit of the numbers, from the manifest; null when it names none.
   * @example 'degree'
   */
  unit: string | null;

  /** @example 12.4 */
  mean: number;

  /** @example -3.1 */
  min: number;

  /** @example 27.9 */
  max: number;

  /**
   * Standard deviation of the values themselves: 0 for a single one.
   * @example 8.25
   */
  standard_deviation: number;

  /**
   * How many values it is made of: one a frame, or one for each part of a frame that the model looked at.
   * @example 8
   */
  count: number;
}

/** Named numbers of a video, in the order of the model. */
export class RegressionAggregateDto {
  values: ValueOverTimeDto[];
}
