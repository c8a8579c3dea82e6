import { GrpcClient, grpcAddress } from './support/grpc.js';
import { acceptancePath, describeWithAcceptance, makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

// A machine that does other work besides.
jest.setTimeout(180_000);

/** Triton's own models and the calls of its own examples, over gRPC. */
describeWithAcceptance("Triton's example models over gRPC", () => {
  const counting = Array.from({ length: 16 }, (_, i) => i);
  const ones = counting.map(() => 1);
  let server: RunningServer;
  let client: GrpcClient;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir(
      ['simple', 'simple_string', 'simple_int8'].map((name) => ({
        name,
        files: { '1/model.onnx': { copyOf: acceptancePath(`models/6-generic/triton_${name}.onnx`) } },
      })),
    );
    server = await startServer({
      modelDir,
      env: { DATABASE_MODE: 'off', GRPC_PORT: '0' },
      startLimitMs: 120_000,
    });
    await server.waitUntilReady(60_000);
    client = new GrpcClient(grpcAddress(server));
  });

  afterAll(async () => {
    client?.close();
    await server?.stop();
    removeModelDir(modelDir);
  });

  it.each<[string, string, string, (values: number[]) => unknown[]]>([
    ['simple', 'INT32', 'int_contents', (values) => values],
    ['simple_int8', 'INT8', 'int_contents', (values) => values],
    [
      'simple_string',
      'BYTES',
      'bytes_contents',
      (values) => values.map((value) => Buffer.from(String(value))),
    ],
  ])('%s adds and subtracts', async (model_name, datatype, field, write) => {
    const tensor = (name: string, values: number[]) => ({
      name,
      datatype,
      shape: [1, 16],
      contents: { [field]: write(values) },
    });
    const inputs = [tensor('INPUT0', counting), tensor('INPUT1', ones)];
    const { message } = await client.infer({ model_name, inputs });
    expect(message.outputs.map(({ name, contents }: any) => [name, contents[field]])).toEqual([
      ['OUTPUT0', write(counting.map((i) => i + 1))],
      ['OUTPUT1', write(counting.map((i) => i - 1))],
    ]);
  });
});
