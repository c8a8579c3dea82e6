/** One file of a request, whole in memory: it is at most MAX_UPLOAD_SIZE bytes. */
export interface Upload {
  /** As the client named it, control characters removed, at most 255 characters: data, never a path. */
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/** What came in a request body, whatever its format. */
export interface PredictBody {
  readonly uploads: readonly Upload[];
  /** Everything that is not an input, still unchecked: form fields as text, JSON as it came. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const MAX_FILENAME = 255;

/** A client's file name, fit for logs and answers. */
export function cleanFilename(name: string | undefined, index: number): string {
  const cleaned = (name ?? '')
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .trim()
    .slice(0, MAX_FILENAME);
  return cleaned || `file-${index + 1}`;
}
