import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SOURCES = ['onnx-writer', 'behaving-models'];

/**
 * Models of the suite by name. `colours` names the colour of a picture in a millisecond or two, so that the load is the
 * server's and not the model's; `loops` (float32[1]) never ends for an input of one or more; `hazard-detector` is what
 * the project ships.
 */
const MODELS = {
  colours: ({ channelMeanClassifier }) => ({
    'model.yaml': 'labels: [red, green, blue]\ninput: {size: 16, mean: 0, std: 1, scale: 0.05}\n',
    '1/model.onnx': channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 }),
  }),
  loops: ({ loopsFromOneOn }) => ({
    'model.yaml': 'execution: {executors: 2}\n',
    '1/model.onnx': loopsFromOneOn(),
  }),
  'hazard-detector': () => ({
    'model.yaml': { copyOf: 'models/hazard-detector/model.yaml' },
    '1/model.onnx': { copyOf: 'models/hazard-detector/1/model.onnx' },
  }),
};

/** Lays models into a folder. @param {string} folder @param {(keyof typeof MODELS)[]} names */
export async function layModels(folder, names) {
  const writers = await fixtures();
  for (const name of names) {
    for (const [path, content] of Object.entries(MODELS[name](writers))) {
      const target = join(folder, name, path);
      mkdirSync(dirname(target), { recursive: true });
      if (content.copyOf) cpSync(join(ROOT, content.copyOf), target);
      else writeFileSync(target, content);
    }
  }
}

/** The writers of test/fixtures, which are TypeScript, for this suite, which runs without jest. */
async function fixtures() {
  const folder = mkdtempSync(join(tmpdir(), 'sibyl-fixtures-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
    for (const name of SOURCES) {
      const source = readFileSync(join(ROOT, `test/fixtures/${name}.ts`), 'utf8');
      writeFileSync(join(folder, `${name}.js`), ts.transpileModule(source, { compilerOptions }).outputText);
    }
    const modules = await Promise.all(
      SOURCES.map((name) => import(pathToFileURL(join(folder, `${name}.js`)).href)),
    );
    return Object.assign({}, ...modules);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
