import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

import { send, waitFor } from './support/http.js';
import { type RunningServer, startServer } from './support/server.js';

const SPIN = pathToFileURL(join(__dirname, 'fixtures/spin-on-signal.mjs')).href;
const WAIT_MS = 30_000;

describe('an event loop that stalls', () => {
  let server: RunningServer;

  const start = async (spinMs: number, stallMs: number): Promise<void> => {
    server = await startServer({
      nodeArgs: ['--import', SPIN],
      env: { SPIN_MS: `${spinMs}`, LOOP_STALL_MS: `${stallMs}`, DATABASE_MODE: 'off' },
    });
  };
  const stalls = () => server.logs().filter(({ msg }) => msg?.startsWith('the event loop is'));

  afterEach(() => server.kill());

  it('is logged with the function that holds it, and the server goes on', async () => {
    // Long enough for a sample of the stack on a machine that has other things to do, and far from the end at twice the limit.
    await start(4500, 3000);
    process.kill(server.pid, 'SIGUSR2');
    await waitFor(() => stalls().length > 0, { timeoutMs: WAIT_MS, what: 'the log line' });
    expect((await send(`${server.url}/health/live`)).status).toBe(200);
    expect(stalls()).toEqual([
      expect.objectContaining({
        msg: 'the event loop is stalled',
        stack: expect.arrayContaining([expect.stringMatching(/^spinOnSignal .*spin-on-signal\.mjs:\d+$/)]),
      }),
    ]);
  });

  it('ends the process when it goes on', async () => {
    await start(600_000, 1000);
    process.kill(server.pid, 'SIGUSR2');
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
    expect(stalls().map(({ msg }) => msg)).toEqual([
      'the event loop is stalled',
      'the event loop is still stalled: ending the process',
    ]);
  });
});
