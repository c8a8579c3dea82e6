import { send, waitFor } from './http.js';

/** How the golden samples of a model's first version went, once they have been asked: a server is ready with its first model. */
export function goldenOf(
  url: string,
  model: string,
): Promise<{ samples: number; passed: number; failures: unknown[] }> {
  return waitFor(
    async () => {
      const { body } = await send(`${url}/v1/models/${model}/status`);
      const { golden } = body.versions[0];
      return golden.passed === null ? undefined : golden;
    },
    { what: `the golden samples of ${model}`, timeoutMs: 60_000 },
  );
}
