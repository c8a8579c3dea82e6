import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';

import { ExecutorGroup } from '../src/inference/executor-group.js';
import { EXECUTOR_PROTOCOL } from '../src/inference/executor-protocol.js';
import type { ModelSpec } from '../src/inference/model-spec.js';
import { RunSlots } from '../src/inference/run-slots.js';
import { waitFor } from './support/http.js';
import { isAlive, waitUntilGone } from './support/processes.js';

interface Setup {
  /** What becomes of each start: see fake-executor.cjs. */
  starts: string;
  executors?: number;
  killGraceMs?: number;
}

let folder: string;
let group: ExecutorGroup;
let events: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sibyl-engine-'));
});

afterEach(async () => {
  await group.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Processes started so far, by pid. */
const started = (): number[] => {
  const file = join(folder, 'starts');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
};

function make({ starts, executors = 1, killGraceMs = 0 }: Setup): ExecutorGroup {
  events = [];
  const spec = {
    name: 'fake',
    version: '1',
    task: { kind: 'tensor' },
    execution: { executors, maxBatch: 1, maxDelayMs: 0, memoryLimitMb: 1024 },
  } as unknown as ModelSpec;
  group = new ExecutorGroup(
    spec,
    {
      executor: {
        entry: join(__dirname, 'fixtures/fake-executor.cjs'),
        environment: {
          STARTS: starts,
          STARTS_FILE: join(folder, 'starts'),
          PROTOCOL: String(EXECUTOR_PROTOCOL),
        },
        limits: { formats: [], maxPixels: 1, maxTensorBytes: 1024, timeoutSeconds: 1 },
        loadTimeoutMs: 60_000,
        niceness: 3,
      },
      queue: { maxJobs: 100, maxBytes: 1_000_000 },
      inferenceTimeoutMs: 10_000,
      killGraceMs,
      maxRuns: 1000,
    },
    new RunSlots(4),
    {
      batchRun: () => {},
      executorCrashed: (reason) => events.push(`crashed: ${reason}`),
      executorReplaced: (reason) => events.push(`replaced: ${reason}`),
      crashLoop: (isLooping) => events.push(`loop: ${isLooping}`),
    },
  );
  return group;
}

/** @param tag makes an input of its own */
const submit = (what: 'echo' | 'crash' | 'hang', deadlineMs = 10_000, tag = '') =>
  group
    .submit({
      input: { kind: 'tensors', tensors: [{ name: 'x', type: 'string', dims: [2], data: [what, tag] }] },
      options: {},
      deadlineAt: Date.now() + deadlineMs,
      deadlineMs,
    })
    .then(
      () => 'answered',
      (error: { code: string }) => error.code,
    );

const settled = () =>
  waitFor(() => group.status().executors.some(({ state }) => state === 'idle'), { what: 'an idle process' });

describe('the processes of a model', () => {
  it('are started again when a start beside a process failed and that process then ends', async () => {
    await make({ starts: 'ok fail ok', executors: 2 }).start();
    const hung = submit('hang', 1000);
    const waiting = submit('echo');
    await waitFor(() => events.length > 0, { what: 'the second start to fail' });
    expect(events).toEqual(['crashed: it was told to']);
    expect(await hung).toBe('INFERENCE_TIMEOUT');
    expect(await waiting).toBe('answered');
    expect(started()).toHaveLength(3);
  });

  it('are not started over and over while work waits and no second one can be had', async () => {
    await make({ starts: 'ok fail', executors: 2 }).start();
    const hung = submit('hang', 1000);
    const waiting = Array.from({ length: 20 }, () => submit('echo', 900));
    expect(await hung).toBe('INFERENCE_TIMEOUT');
    expect(await Promise.all(waiting)).toEqual(Array(20).fill('DEADLINE_EXCEEDED'));
    expect(started()).toHaveLength(2);
  });

  it('end with their group although they are still loading', async () => {
    const outcome = make({ starts: 'hang' })
      .start()
      .catch((error: Error) => error.message);
    await waitFor(() => started().length === 1, { what: 'the start' });
    await group.drain(10_000);
    expect(await outcome).toBe('its model is unloaded');
    expect(isAlive(started()[0]!)).toBe(false);
  });

  it('stand back behind the process that starts them', async () => {
    await make({ starts: 'ok' }).start();
    expect(started().map((pid) => getPriority(pid))).toEqual([Math.min(19, getPriority() + 3)]);
  });

  it('end after ten heartbeats without an answer, and are replaced', async () => {
    await make({ starts: 'ok' }).start();
    const [pid] = started() as [number];
    process.kill(pid, 'SIGSTOP');
    for (let i = 0; i < 10; i += 1) expect(await group.isAlive(20)).toBe(false);
    await waitUntilGone([pid]);
    await waitFor(() => group.isAlive(1000), { what: 'a new process' });
    expect(await submit('echo')).toBe('answered');
  });

  it('may be frozen for a moment', async () => {
    await make({ starts: 'ok' }).start();
    const [pid] = started() as [number];
    process.kill(pid, 'SIGSTOP');
    for (let i = 0; i < 5; i += 1) expect(await group.isAlive(20)).toBe(false);
    process.kill(pid, 'SIGCONT');
    expect(await group.isAlive(1000)).toBe(true);
    expect(started()).toEqual([pid]);
  });

  it('may be ended at deadlines any number of times without a crash loop', async () => {
    await make({ starts: 'ok' }).start();
    for (let i = 0; i < 8; i += 1) {
      await settled();
      expect(await submit('hang', 20)).toBe('INFERENCE_TIMEOUT');
      await waitFor(() => started().length === i + 2, { what: 'a new process' });
    }
    await settled();
    expect(events).toEqual(Array(8).fill('replaced: deadline'));
    expect(group.status()).toMatchObject({ restarts: 8, crashLooping: false });
  });

  it('are told to be in a crash loop once they ended six times, and out of it once one stays up', async () => {
    await make({ starts: 'ok' }).start();
    // Each request is tried twice, and so ends two processes.
    for (const tag of ['a', 'b', 'c'])
      expect(await submit('crash', 10_000, tag)).toBe('MODEL_INFERENCE_FAILED');
    await waitFor(() => events.includes('loop: true'), { what: 'the crash loop' });
    expect(events.filter((event) => event.startsWith('crashed'))).toHaveLength(6);
    expect(group.status().crashLooping).toBe(true);
    await waitFor(() => events.at(-1) === 'loop: false', { what: 'its end', timeoutMs: 10_000 });
    expect(await submit('echo')).toBe('answered');
  });

  it('are not given an input again that was inside two crashes, and take the others', async () => {
    await make({ starts: 'ok ok ok ok' }).start();
    expect(await submit('crash')).toBe('MODEL_INFERENCE_FAILED');
    expect(started()).toHaveLength(2);
    expect(await submit('crash')).toBe('POISON_INPUT');
    expect(await submit('echo')).toBe('answered');
    expect(started()).toHaveLength(3);
  });
});
