import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadSync, type MessageTypeDefinition } from '@grpc/proto-loader';

import { AS_JSON, protoFile } from './support/grpc.js';

interface Sample {
  message: string;
  /** As the protobuf library of Python writes it, by the descriptions in tritonclient 2.73.0. */
  hex: string;
  /** bytes in base64, 64-bit integers as text. */
  value: Record<string, unknown>;
}

const samples = JSON.parse(readFileSync(join(__dirname, 'fixtures/grpc-messages.json'), 'utf8')) as Sample[];
const definitions = loadSync(protoFile('inference'), { ...AS_JSON, bytes: String });
const typeOf = (name: string) => definitions[name] as MessageTypeDefinition<object, object>;

describe("the proto's messages are those of Triton's client", () => {
  it.each(samples.map((sample, index) => [`${index} ${sample.message}`, sample] as const))(
    '%s',
    (_, { message, hex, value }) => {
      const { deserialize, serialize } = typeOf(message);
      expect(deserialize(Buffer.from(hex, 'hex'))).toEqual(value);
      expect(serialize(value).toString('hex')).toBe(hex);
    },
  );

  it('the service has the methods under the names that clients call', () => {
    const service = definitions['inference.GRPCInferenceService'] as Record<string, { path?: string }>;
    expect(Object.values(service).map(({ path }) => path)).toEqual(
      [
        'ServerLive',
        'ServerReady',
        'ModelReady',
        'ServerMetadata',
        'ModelMetadata',
        'ModelInfer',
        'ModelStreamInfer',
        'ModelConfig',
        'ModelStatistics',
        'RepositoryIndex',
        'RepositoryModelLoad',
        'RepositoryModelUnload',
      ].map((name) => `/inference.GRPCInferenceService/${name}`),
    );
  });
});
