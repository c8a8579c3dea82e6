const MAX_CHARS = 300;

/**
 * What onnxruntime or libvips said, fit for a client: without paths of this machine or of their source code, on one line.
 */
export function safeReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const cleaned = text
    // "/onnxruntime_src/onnxruntime/core/…/file.cc:123 onnxruntime::Function(args) " is noise to a user.
    .replace(/\/?onnxruntime[^\s]*\.(?:cc|h):\d+\s+[^)]*\)\s*/g, '')
    .replace(/(?:[A-Za-z]:)?(?:[\\/][\w.@+~-]+){2,}/g, '<path>')
    .replace(/^Load model from (<path>|\S)+ failed:/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return cleaned.length > MAX_CHARS ? `${cleaned.slice(0, MAX_CHARS)}…` : cleaned || 'unknown reason';
}
