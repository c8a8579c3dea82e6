/** Whether a URL is one of the Open Inference Protocol, whose clients want errors and types in the protocol's own way. */
export function isOpenInference(url: string | undefined): boolean {
  return url !== undefined && /^\/v2(?:[/?#]|$)/.test(url);
}
