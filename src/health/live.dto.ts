/** The process answers. */
export class LiveDto {
  /** @example 'ok' */
  status: string;

  /** @example true */
  live: boolean;

  /** @example 4711 */
  uptime_seconds: number;
}
