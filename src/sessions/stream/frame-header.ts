import { AppError } from '../../common/errors.js';
import { capturedTimes } from '../captured-times.js';

/** What a client may say of its next frame. */
export interface FrameHeader {
  /** What answers call the frame; its place in the connection, from 1, when absent. */
  readonly frame?: number;
  /** When it was taken, Unix milliseconds. */
  readonly capturedAt?: number;
  /** Options of the model, still unchecked. */
  readonly options: Readonly<Record<string, unknown>>;
}

const KEYS = ['frame', 'captured_at', 'options'];
const MAX_CHARACTERS = 16_384;

/**
 * Reads a text message: JSON with `frame`, `captured_at` and `options`, each of which may be absent.
 *
 * @param now Unix milliseconds
 * @throws AppError VALIDATION_FAILED
 */
export function readFrameHeader(text: string, now: number): FrameHeader {
  const header = parse(text);
  const unknown = Object.keys(header).filter((key) => !KEYS.includes(key));
  if (unknown.length > 0) throw fault(`${unknown[0] ?? ''}: is unknown; a header has ${KEYS.join(', ')}`);
  const { frame, captured_at: captured, options = {} } = header;
  if (frame !== undefined && !(Number.isSafeInteger(frame) && (frame as number) >= 0)) {
    throw fault('frame: must be a whole number from 0');
  }
  if (captured !== undefined && typeof captured !== 'string' && typeof captured !== 'number') {
    throw fault('captured_at: must be a time, as ISO 8601 with a zone or as Unix milliseconds');
  }
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw fault('options: must be a JSON object');
  }
  const times = captured === undefined ? [] : capturedTimes(String(captured), now);
  if (times.length > 1) throw fault('captured_at: must be one time');
  return {
    ...(frame === undefined ? {} : { frame: frame as number }),
    ...(times[0] === undefined ? {} : { capturedAt: times[0] }),
    options: options as Record<string, unknown>,
  };
}

function parse(text: string): Record<string, unknown> {
  if (text.length > MAX_CHARACTERS) throw fault(`the header: must have at most ${MAX_CHARACTERS} characters`);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw fault('the header: must be a JSON object such as {"frame": 1, "captured_at": 1795219200000}');
}

function fault(text: string): AppError {
  return new AppError('VALIDATION_FAILED', { faults: [text] });
}
