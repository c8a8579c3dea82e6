import { identityModel } from './fixtures/onnx-writer.js';
import { idlePid, untilStatus } from './support/engine.js';
import { send, waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

const MODEL = 'echo';

describe('the lanes of a queue of four', () => {
  let server: RunningServer;
  let modelDir: string;
  let stopped: number;

  beforeAll(async () => {
    modelDir = makeModelDir([
      {
        name: MODEL,
        files: {
          'model.yaml': 'execution: {executors: 1}\ncache: {enabled: false}\n',
          '1/model.onnx': identityModel('float32', [1]),
        },
      },
    ]);
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off', MAX_REQUEST_QUEUE_SIZE: '4' } });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  // A stopped process stands for one that is busy for as long as the test needs it.
  beforeEach(async () => {
    stopped = await idlePid(server.url, MODEL);
    process.kill(stopped, 'SIGSTOP');
  });

  const ask = async (number: number, priority: number): Promise<number> => {
    const body = {
      inputs: [{ name: 'x', shape: [1], datatype: 'FP32', data: [number] }],
      parameters: { priority },
    };
    const { status } = await send(`${server.url}/v2/models/${MODEL}/infer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': `lane-test-${number}` },
      body: JSON.stringify(body),
    });
    return status;
  };
  /** Numbers in the order of their answers, which is that of their lines in the log. */
  const answered = (): number[] =>
    server
      .logs()
      .filter((line) => line['status'] === 200)
      .map((line) => Number(/^lane-test-(\d)$/.exec(String(line['request_id']))?.[1]))
      .filter((number) => !Number.isNaN(number));
  const until = (running: number, waiting: number) =>
    untilStatus(
      server.url,
      MODEL,
      `${running} running, ${waiting} waiting`,
      (status) => status.running === running && status.waiting === waiting,
    );

  it('gives bulk requests half of it, and lets interactive ones go first', async () => {
    const requests = [ask(0, 2)];
    await until(1, 0);
    for (const bulk of [1, 2]) {
      requests.push(ask(bulk, 3));
      await until(1, bulk);
    }
    expect(await ask(3, 3)).toBe(503);
    for (const interactive of [4, 5]) {
      requests.push(ask(interactive, 2));
      await until(1, interactive - 1);
    }
    expect(await ask(6, 2)).toBe(503);
    process.kill(stopped, 'SIGCONT');
    expect(await Promise.all(requests)).toEqual([200, 200, 200, 200, 200]);
    await waitFor(() => answered().length === 5, { what: 'the log lines' });
    expect(answered()).toEqual([0, 4, 5, 1, 2]);
  });
});
