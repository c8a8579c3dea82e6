import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

import { identityModel } from './fixtures/onnx-writer.js';
import { waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, runServerToItsEnd, startServer } from './support/server.js';

const EX_CONFIG = 78;
const TOLD =
  /^The limit of open files is (256|64), .*: allow 1024 or more \(ulimit -n 1024 .*LimitNOFILE=1024 .*\n?$/;
/** Enough to start, and too few for everybody: a quarter is the server's own. */
const LIMIT = 900;
const ROOM = 675;
const STRANGERS = 900;

describe('a limit of open files', () => {
  // Some versions of Node open every module at once, others one after the other: for those, few are enough.
  it('of 256 is enough for the start, or told in one line, with what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, output } = await runServerToItsEnd({ openFiles: 256, env: { PORT: String(port) } });
    other.close();
    const loaded = new RegExp(`^127.0.0.1:${port} is in use by another process`);
    const lines = output.trim().split('\n');
    expect(code).toBe(EX_CONFIG);
    expect(lines.filter((line) => TOLD.test(line) || loaded.test(line))).toHaveLength(1);
    expect(lines.filter((line) => /^\s+at /.test(line))).toEqual([]);
  });

  it('of 64 is enough for a command, or told in the same way', () => {
    const command = [
      'ulimit -n 64 && exec "$@"',
      'sh',
      process.execPath,
      join(__dirname, '../bin/sibyl.mjs'),
      'inspect',
      join(__dirname, '../models/hazard-detector'),
    ];
    const { status, stderr } = spawnSync('/bin/sh', ['-c', ...command], { encoding: 'utf8' });
    expect([
      [0, ''],
      [EX_CONFIG, expect.stringMatching(TOLD)],
    ]).toContainEqual([status, stderr]);
  });

  describe('that strangers use up with connections', () => {
    const strangers: Socket[] = [];
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let modelDir: string;
    let server: RunningServer;

    beforeAll(async () => {
      const files = {
        'model.yaml': 'execution: {executors: 1}\n',
        '1/model.onnx': identityModel('float32', [1]),
      };
      modelDir = makeModelDir([{ name: 'echo', files }]);
      server = await startServer({ modelDir, openFiles: LIMIT, env: { DATABASE_MODE: 'off' } });
      await server.waitUntilReady();
    });

    afterAll(async () => {
      for (const each of strangers) each.destroy();
      agent.destroy();
      await server?.stop();
      removeModelDir(modelDir);
    });

    /** Over one connection that stays. */
    const ask = (
      method: string,
      path: string,
      body?: object,
    ): Promise<{ status?: number | undefined; body: any }> =>
      new Promise((resolve, reject) => {
        const headers = { 'content-type': 'application/json' };
        const asking = request(`${server.url}${path}`, { agent, method, headers }, (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => (text += part));
          answer.on('end', () => resolve({ status: answer.statusCode, body: JSON.parse(text) }));
        });
        asking.once('error', reject).end(body && JSON.stringify(body));
      });
    const echo = (value: number) => {
      const inputs = [{ name: 'x', datatype: 'float32', shape: [1], data: [value] }];
      return ask('POST', '/v1/models/echo/predict', { inputs });
    };
    const pid = async () => (await ask('GET', '/v1/models/echo/status')).body.versions[0].executors[0]?.pid;

    it('leaves the server what it needs to replace a process', async () => {
      const before = await pid();
      let isOver = 0;
      for (let count = 0; count < STRANGERS; count += 1) {
        const stranger = connect(Number(new URL(server.url).port), '127.0.0.1');
        stranger.on('error', () => undefined).once('close', () => (isOver += 1));
        strangers.push(stranger);
      }
      await waitFor(() => STRANGERS - isOver < ROOM, {
        what: 'the connections that are too many to be closed',
        timeoutMs: 60_000,
      });
      const line = await waitFor(
        () => server.logs().find(({ level, limit }) => level === 'warn' && limit === LIMIT),
        { what: 'the line of the log', timeoutMs: 60_000 },
      );
      expect(line['connections']).toBe(ROOM);
      process.kill(before, 'SIGKILL');
      const { status, body } = await echo(0.5);
      expect([status, body.result?.outputs[0].data]).toEqual([200, [0.5]]);
      expect(await pid()).not.toBe(before);
    });
  });
});
