import { ErrorBodyDto } from '../../common/dto/error.dto.js';
import type { Answer } from '../prediction.js';
import { PredictionDto } from './prediction.dto.js';

/** What became of one of several inputs: a prediction or an error, never both. */
export class PredictionItemDto {
  /**
   * Position in the request, from 0.
   * @example 0
   */
  index: number;

  /**
   * Name of the file as the client sent it, or of the JSON field.
   * @example 'site-12.jpg'
   */
  filename: string;

  prediction?: PredictionDto;

  error?: ErrorBodyDto;
}

/** Answer to a request with several inputs: each is answered by itself. */
export class PredictionsDto {
  /** In the order of the inputs. */
  items: PredictionItemDto[];

  /** @example 2 */
  succeeded: number;

  /** @example 0 */
  failed: number;
}

/** One of several inputs with its outcome. */
export interface ItemOutcome {
  readonly filename: string;
  readonly outcome: Answer | ErrorBodyDto;
}
