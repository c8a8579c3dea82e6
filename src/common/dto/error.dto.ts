/** What went wrong, by the error catalogue. */
export class ErrorBodyDto {
  /**
   * Stable name of the error: see the table of error codes.
   * @example 'MODEL_NOT_FOUND'
   */
  code: string;

  /**
   * One sentence that names the thing and says what would have been right.
   * @example "no model named 'x'; available models: hazard-detector"
   */
  message: string;

  /**
   * The values of the message, for programs.
   * @example { "model": "x", "available": ["hazard-detector"] }
   */
  details: Record<string, unknown>;

  /**
   * Id of the request; the server's log has the rest under it.
   * @example '01931f5e-8a3a-7000-8000-000000000000'
   */
  request_id: string;
}

/** Body of every answer with an error status. */
export class ErrorDto {
  error: ErrorBodyDto;
}

/** The same error as RFC 9457 has it, when the Accept header prefers `application/problem+json`. */
export class ProblemDto {
  /** @example 'urn:sibyl:error:model-not-found' */
  type: string;

  /** @example 'Not Found' */
  title: string;

  /** @example 404 */
  status: number;

  /** @example "no model named 'x'; available models: hazard-detector" */
  detail: string;

  /** @example '/v1/models/x/predict' */
  instance: string;

  /** @example 'MODEL_NOT_FOUND' */
  code: string;

  /** @example '01931f5e-8a3a-7000-8000-000000000000' */
  request_id: string;

  /** @example { "model": "x", "available": ["hazard-detector"] } */
  details: Record<string, unknown>;
}
