import sharp from 'sharp';

import { CELL, type Cell, CELL_DETECTOR, cellDetector, cellPixels, GRID } from '../fixtures/cell-detector.js';
import { channelMeanClassifier } from '../fixtures/onnx-writer.js';
import { type Answer, predict, send } from './http.js';
import { ModelDir } from './model-folder.js';
import { type RunningServer, startServer } from './server.js';
import { createDatabase } from './services/postgres.mjs';
import { startRedis } from './services/redis.mjs';

/** Pixels of a picture's side. */
export const SIDE = GRID * CELL;

/** Manifest of a classifier that names the channel with the highest mean. */
export const COLOURS = `
labels: [red, green, blue]
input: {size: 16, mean: 0, std: 1, scale: 0.05}
`;

export const RED = [255, 0, 0] as const;
export const DARK_RED = [153, 0, 0] as const;
export const GREEN = [0, 255, 0] as const;
export const BLUE = [0, 0, 255] as const;

/** Two red things, the surer one the smaller, and a green one. */
export const SCENE: readonly Cell[] = [
  { column: 1, row: 2, colour: DARK_RED, fill: BLUE },
  { column: 6, row: 3, colour: RED, fill: GREEN },
  { column: 0, row: 7, colour: GREEN, fill: DARK_RED },
];

export const raw = { width: SIDE, height: SIDE, channels: 3 } as const;

export const png = (cells: readonly Cell[]): Promise<Buffer> =>
  sharp(cellPixels(cells), { raw }).png().toBuffer();

export const part = (
  bytes: Buffer,
  left: number,
  top: number,
  width: number,
  height: number,
): Promise<Buffer> => sharp(bytes).extract({ left, top, width, height }).png().toBuffer();

/** Files of a classifier by its manifest. */
export const classifier = (name: string, manifest: string): Record<string, Buffer | string> => ({
  [`${name}/model.yaml`]: manifest,
  [`${name}/1/model.onnx`]: channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 }),
});

/** Files of a cell detector. */
export const detector = (name: string, manifest = CELL_DETECTOR): Record<string, Buffer | string> => ({
  [`${name}/model.yaml`]: manifest,
  [`${name}/1/model.onnx`]: cellDetector(),
});

/** A server whose models are made of each other, on a database and a Redis of its own. */
export class ComposedServer {
  readonly dir = new ModelDir();
  private server: RunningServer | undefined;
  private database: { url: string; drop(): Promise<void> } | undefined;
  private redis: { url: string; stop(): Promise<void> } | undefined;

  get url(): string {
    return this.server?.url ?? '';
  }

  /** Starts with what was laid into `dir`; one process a model, since there are many. */
  async start(): Promise<void> {
    this.database = await createDatabase(process.env['DATABASE_URL'] as string);
    this.redis = await startRedis();
    this.server = await startServer({
      modelDir: this.dir.root,
      env: {
        DATABASE_URL: this.database.url,
        REDIS_URL: this.redis.url,
        MODEL_WATCH_SECONDS: '0',
        MODEL_MAX_CONCURRENT: '1',
        MODEL_WARMUP_REQUESTS: '1',
      },
      startLimitMs: 60_000,
    });
    await this.server.waitUntilReady(180_000);
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    await Promise.all([this.database?.drop(), this.redis?.stop()]);
    this.dir.remove();
  }

  ask(
    model: string,
    bytes: Buffer,
    fields: Record<string, string | number> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return predict(this.url, model, { bytes, name: 'scene.png' }, fields, headers);
  }

  async resultOf(model: string, bytes: Buffer, fields: Record<string, string | number> = {}): Promise<any> {
    const { status, body } = await this.ask(model, bytes, fields);
    if (status !== 200) throw new Error(`${model} answered ${status}: ${JSON.stringify(body)}`);
    return body.result;
  }

  /** `reload`, `load` or `unload`. */
  post(model: string, action: string): Promise<Answer> {
    return send(`${this.url}/v1/models/${model}/${action}`, { method: 'POST' });
  }

  async info(model: string): Promise<any> {
    return (await send(`${this.url}/v1/models/${model}`)).body;
  }

  /** State of the first version, as the list of models tells; also of a model that has none. */
  async stateOf(name: string): Promise<{ state: string; reason: string | null }> {
    const { body } = await send(`${this.url}/v1/models`);
    return body.models.find((model: { name: string }) => model.name === name).versions[0];
  }
}
