/**
 * Whether a URL, as it stands in the first line of a request (proxies write it with scheme and host), is one of the Open Inference
 * Protocol, whose clients want errors and types in the protocol's own way.
 */
export function isOpenInference(url: string | undefined): boolean {
  return url !== undefined && /^(?:https?:\/\/[^/?#]*)?\/v2(?:[/?#]|$)/i.test(url);
}
