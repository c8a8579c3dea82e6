/**
 * node bench/open-inference.mjs [--seconds n] [--rounds n]: what a tensor costs on its way to the model and back, in binary and
 * in JSON, by the Open Inference Protocol and by the product route. Run `npm run build` before.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { Connection } from './load/connection.mjs';
import { cpuSeconds, serverProcesses } from './process-facts.mjs';
import { Server } from './server.mjs';
import { meanModel } from './tensor-model.mjs';

const CONNECTIONS = 4;
/** Elements of float32: a picture of 224 x 224, and one of 448 x 448, in three channels. */
const SIZES = [3 * 224 * 224, 3 * 448 * 448];

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, rounds: { type: 'string', default: '3' } },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);

const modelDir = mkdtempSync(join(tmpdir(), 'sibyl-bench-models-'));
mkdirSync(join(modelDir, 'mean/1'), { recursive: true });
writeFileSync(join(modelDir, 'mean/1/model.onnx'), meanModel());
const server = new Server({
  dist: 'dist',
  modelDir,
  nodeArgs: [],
  serverEnv: { DATABASE_MODE: 'off', MAX_UPLOAD_SIZE: '41943040' },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

try {
  await server.start();
  const rows = [];
  for (const elements of SIZES) rows.push(...(await measureSize(elements)));
  console.log(table(rows));
} finally {
  await server.stop();
  server.remove();
  rmSync(modelDir, { recursive: true, force: true });
}

/** Every way in turn, round by round, so that a change of the machine's speed meets all of them. */
async function measureSize(elements) {
  const data = Float32Array.from({ length: elements }, (_, i) => Math.sin(i));
  const ways = waysOf(data);
  const totals = ways.map(() => ({ requests: 0, seconds: 0, http: 0, executors: 0 }));
  for (const way of ways) await measure(way, 1);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, way] of ways.entries()) {
      const once = await measure(way, seconds);
      for (const key of Object.keys(once)) totals[index][key] += once[key];
    }
  }
  return ways.map(({ name, request }, index) => {
    const { requests, seconds: time, http, executors } = totals[index];
    return {
      name,
      tensorMb: (elements * 4) / 1e6,
      bodyMb: request[1].length / 1e6,
      rate: requests / time,
      httpMs: (1000 * http) / requests,
      executorMs: (1000 * executors) / requests,
    };
  });
}

function waysOf(data) {
  const shape = [data.length];
  const block = Buffer.from(data.buffer);
  const input = { name: 'x', shape, datatype: 'FP32' };
  const head = Buffer.from(
    JSON.stringify({ inputs: [{ ...input, parameters: { binary_data_size: block.length } }] }),
  );
  const list = [...data].map((value) => Number(value.toPrecision(9)));
  const json = Buffer.from(JSON.stringify({ inputs: [{ ...input, data: list }] }));
  const product = Buffer.from(JSON.stringify({ inputs: [{ name: 'x', shape, data: list }] }));
  return [
    {
      name: '`/v2`, binary',
      request: post('/v2/models/mean/infer', Buffer.concat([head, block]), head.length),
    },
    { name: '`/v2`, JSON', request: post('/v2/models/mean/infer', json) },
    // no-store: the product route would answer the same tensor from its cache.
    { name: '`/v1`, JSON', request: post('/v1/models/mean/predict', product) },
  ];
}

function post(path, body, headerLength) {
  const lines = [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    'content-type: application/json',
    'cache-control: no-store',
    `content-length: ${body.length}`,
    ...(headerLength === undefined ? [] : [`inference-header-content-length: ${headerLength}`]),
  ];
  return [Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body];
}

function cpuOf(pids) {
  return pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
}

/** @returns requests answered, and the CPU time of server and executors, all in seconds */
async function measure({ name, request }, duration) {
  const { http, executors } = serverProcesses(server.pid);
  const before = { http: cpuOf(http), executors: cpuOf(executors), at: performance.now() };
  const end = before.at + duration * 1000;
  let requests = 0;
  const client = async () => {
    const connection = new Connection(Number(new URL(server.url).port), '127.0.0.1');
    await connection.opened;
    while (performance.now() < end) {
      const { status } = await connection.exchange(request);
      if (status !== 200) throw new Error(`${name}: status ${status}`);
      requests += 1;
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  return {
    requests,
    seconds: (performance.now() - before.at) / 1000,
    http: cpuOf(http) - before.http,
    executors: cpuOf(executors) - before.executors,
  };
}

function table(rows) {
  const lines = rows.map((row) => {
    const best = rows.find(({ tensorMb }) => tensorMb === row.tensorMb);
    const cpu = row.httpMs + row.executorMs;
    return [
      row.name,
      `${row.tensorMb.toFixed(1)} MB`,
      `${row.bodyMb.toFixed(1)} MB`,
      row.rate.toFixed(1),
      row.httpMs.toFixed(1),
      row.executorMs.toFixed(1),
      (cpu / (best.httpMs + best.executorMs)).toFixed(1),
    ];
  });
  const head = ['Way', 'Tensor', 'Body', 'Requests/s', 'CPU ms, HTTP', 'CPU ms, executors', 'CPU, ratio'];
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
