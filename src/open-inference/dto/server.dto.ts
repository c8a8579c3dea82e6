import { ApiProperty } from '@nestjs/swagger';

/** Extensions of the protocol that this server has, and no others: load tools decide by this list what they ask for. */
export const EXTENSIONS = [
  'binary_tensor_data',
  'classification',
  'parameters',
  'model_repository',
  'model_configuration',
  'statistics',
  'schedule_policy',
] as const;

/** What the server is. */
export class ServerMetadataDto {
  /** @example 'sibyl' */
  name: string;

  /** @example '0.1.0' */
  version: string;

  /** Extensions of the protocol that the server has. */
  @ApiProperty({ type: [String], example: [...EXTENSIONS] })
  extensions: string[];
}

/** Names of every model. */
export class ModelNamesDto {
  /** @example ['hazard-detector'] */
  models: string[];
}

/** Whether a model takes requests. */
export class ModelReadyDto {
  /** @example 'hazard-detector' */
  name: string;

  /** Always true: what is not ready is answered with 503. */
  ready: boolean;
}

/** Body of every answer with an error status below /v2. */
export class OpenInferenceErrorDto {
  /**
   * One sentence that names the thing and says what would have been right.
   * @example "input 'images' expects FP32[1, 3, 320, 320]; got shape [1, 320, 320, 3]"
   */
  error: string;

  /**
   * Stable name of the error: see the table of error codes.
   * @example 'INVALID_TENSOR'
   */
  code: string;

  /**
   * Id of the request; the server's log has the rest under it.
   * @example '01931f5e-8a3a-7000-8000-000000000000'
   */
  request_id: string;
}
