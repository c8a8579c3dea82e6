/** Ways to make one value of what somebody wrote down over some days. */
export const AGGREGATES = ['last', 'mean', 'sum', 'min', 'max', 'std', 'trend', 'count'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** Least number of days with a value that an aggregate makes sense of. */
export const LEAST_DAYS: Readonly<Record<Aggregate, number>> = {
  last: 1,
  mean: 1,
  sum: 1,
  min: 1,
  max: 1,
  std: 2,
  trend: 2,
  count: 0,
};

/** Where a feature comes from when a row is made of the dated records of a person, or of a machine. */
export interface RecordSource {
  /** Field of the records. */
  readonly field: string;
  readonly aggregate: Aggregate;
  /** Days that count, the day of the record that is asked about included. */
  readonly windowDays: number;
  /** Days of these that must have a value. */
  readonly minDays: number;
  /** When fewer have: the default of the feature, or no answer. */
  readonly missing: 'default' | 'error';
}
