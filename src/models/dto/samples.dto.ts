/** An input to try a model with. */
export class SampleDto {
  /**
   * To be put into the path; a file of the folder `samples` of the model.
   * @example 'corridor.jpg'
   */
  name: string;

  /** @example 'image/jpeg' */
  media_type: string;

  /** @example 48211 */
  size_bytes: number;
}

/** Inputs that lie beside a model. */
export class SamplesDto {
  samples: SampleDto[];
}
