import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

import type { RunJob } from '../../inference/job-request.js';
import type { ModelSpec } from '../../inference/model-spec.js';
import { jsonTensor } from '../../inference/request/json-tensor-result.js';
import type { TaskResult } from '../../inference/tasks/task-io.js';
import { type GoldenCase, goldenCase, GoldenSet } from './golden-case.js';
import { GOLDEN_DEADLINE_MS, GoldenCheck } from './golden-check.js';
import { GoldenError, MAX_SAMPLES } from './golden-sample.js';
import { parseGoldenSample } from './parse-golden.js';

/** One input to make a sample of: a picture, or JSON with `row` or `inputs` as in a request. */
export interface RecordedInput {
  /** Plain name of the file. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

export interface RecordedSample {
  readonly name: string;
  /** What the model answered and has to answer from now on. */
  readonly expected: Readonly<Record<string, unknown>>;
}

/** Handed through from the labels: nothing that the model says. */
const TEXTS = new Set(['description', 'severity', 'recommendation']);

interface Draft extends RecordedSample {
  readonly text: string;
  readonly input: RecordedInput | null;
}

/**
 * Makes golden samples of what a model answers now, and writes them when it answers them a second time as recorded.
 *
 * @param folder the `golden` folder to write in; made when it is missing
 * @param options of the request, by their names on the wire, the same for every sample
 * @param replace whether samples of the same name may be overwritten
 * @throws GoldenError when a name is taken, there would be too many, or an answer cannot be repeated
 * @throws AppError when the model refuses an input
 */
export async function recordGolden(
  folder: string,
  spec: ModelSpec,
  run: RunJob,
  inputs: readonly RecordedInput[],
  options: Readonly<Record<string, unknown>>,
  replace: boolean,
): Promise<RecordedSample[]> {
  await assertRoom(folder, inputs, replace);
  const drafts: Draft[] = [];
  for (const input of inputs) drafts.push(await record(input, spec, run, options));
  await assertRepeatable(drafts, spec, run);
  await mkdir(folder, { recursive: true });
  for (const { name, text, input } of drafts) {
    if (input) await writeWhole(join(folder, input.file), input.bytes);
    await writeWhole(join(folder, `${name}.json`), text);
  }
  return drafts.map(({ name, expected }) => ({ name, expected }));
}

async function assertRoom(folder: string, inputs: readonly RecordedInput[], replace: boolean): Promise<void> {
  const names = inputs.map(({ file }) => `${sampleName(file)}.json`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new GoldenError(twice, 'two of the inputs would be recorded under this name');
  const present = await readdir(folder).catch((): string[] => []);
  const taken = names.find((name) => present.includes(name));
  if (taken !== undefined && !replace) throw new GoldenError(taken, 'is there already; --force replaces it');
  const all = new Set([
    ...names,
    ...present.filter((name) => name.endsWith('.json') && !name.startsWith('.')),
  ]);
  if (all.size > MAX_SAMPLES) {
    throw new GoldenError(
      '',
      `would hold ${all.size} samples; at most ${MAX_SAMPLES} are run, so choose the best`,
    );
  }
}

async function record(
  { file, bytes }: RecordedInput,
  spec: ModelSpec,
  run: RunJob,
  options: Readonly<Record<string, unknown>>,
): Promise<Draft> {
  const name = sampleName(file);
  const isJson = extname(file).toLowerCase() === '.json';
  const input = isJson ? jsonInput(name, bytes) : { file };
  const frame = { input, ...(Object.keys(options).length > 0 ? { options } : {}) };
  const asked = parsedCase({ ...frame, expected: { answer: null } }, name, isJson ? null : bytes, spec);
  const { output } = await run({
    input: asked.input,
    options: asked.options,
    deadlineMs: GOLDEN_DEADLINE_MS,
    deadlineAt: Date.now() + GOLDEN_DEADLINE_MS,
  });
  if (output.kind !== 'result') throw new GoldenError(`${name}.json`, 'was answered with a picture');
  const expected = expectation(output.result);
  const text = `${JSON.stringify({ ...frame, expected }, null, 2)}\n`;
  return { name, expected, text, input: isJson ? null : { file, bytes } };
}

/** Runs the drafts as they would be read: what cannot be repeated would take the model out of service. */
async function assertRepeatable(drafts: readonly Draft[], spec: ModelSpec, run: RunJob): Promise<void> {
  const cases = drafts.map(({ name, text, input }) =>
    parsedCase(JSON.parse(text) as object, name, input?.bytes ?? null, spec),
  );
  const { reason } = await new GoldenCheck(new GoldenSet(cases, ''), () => {}).run(run, GOLDEN_DEADLINE_MS);
  if (reason !== null)
    throw new GoldenError('', `nothing was written, the model does not repeat its answer: ${reason}`);
}

function parsedCase(sample: object, name: string, bytes: Uint8Array | null, spec: ModelSpec): GoldenCase {
  return goldenCase(parseGoldenSample(JSON.stringify(sample), `${name}.json`), bytes, spec);
}

/** `{"row": ...}` or `{"inputs": [...]}`, or what stands for it alone: a list of tensors, or a row. */
function jsonInput(name: string, bytes: Uint8Array): object {
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new GoldenError(`${name}.json`, `the input is not JSON: ${(error as Error).message}`);
  }
  if (typeof data !== 'object' || data === null) {
    throw new GoldenError(`${name}.json`, 'the input is neither {row: ...} nor {inputs: [...]}');
  }
  if ('row' in data || 'inputs' in data) return data;
  const list: unknown[] = Array.isArray(data) ? data : [];
  const isTensors = list.length > 0 && list.every((item) => typeof item === 'object' && item !== null);
  return isTensors ? { inputs: data } : { row: data };
}

/** The result as it stands on the wire, less the texts that come from the labels. */
function expectation(result: TaskResult): Record<string, unknown> {
  const wire = 'outputs' in result ? { outputs: result.outputs.map(jsonTensor) } : result;
  return JSON.parse(
    JSON.stringify(wire, (key, value: unknown) => (TEXTS.has(key) ? undefined : value)),
  ) as Record<string, unknown>;
}

function sampleName(file: string): string {
  return basename(file, extname(file));
}

async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, content);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
