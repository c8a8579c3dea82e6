import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

import { CliError, type Command, type CommandCall, EXIT } from '../command.js';
import { deriveLocated } from '../derive-located.js';
import { draftManifest } from '../draft-manifest.js';

const SCHEMA_FILE = 'docs/model.schema.json';

/** Where a server on its usual port serves the schema. */
const SERVED_SCHEMA = 'http://localhost:8080/schemas/model.json';

export const initCommand: Command = {
  usage: 'init <model.onnx | folder> [--force] [--stdout] [--schema <path or url>]',
  description: [
    'Writes the manifest of a model: model.yaml in its folder, name.yaml beside a bare name.onnx. Every value that the file tells is in it with an explanation; what the file cannot tell is marked with CHECK. The server reads the same from it as without it.',
    'With --force an existing manifest is written anew: what it declares is kept, its comments are not.',
  ],
  options: {
    force: { type: 'boolean', doc: 'Overwrite a manifest that is there.' },
    stdout: { type: 'boolean', doc: 'Print it instead of writing it.' },
    schema: {
      type: 'string',
      value: '<path or url>',
      doc: "Where an editor finds the manifest's schema; the one of this installation when not given.",
    },
  },
  args: [1, 1],
  faults: 'the server could not serve the model, or there is a manifest already',
  run: async (call) => {
    const located = await deriveLocated(call, call.args[0] as string);
    const { manifestPath, derived } = located;
    const shown = relative(call.cwd, manifestPath) || manifestPath;
    if (derived.spec.ensemble) {
      throw new CliError(
        EXIT.fault,
        `'${shown}' describes an ensemble already, which has no file to read more from`,
      );
    }
    const isToFile = !call.flag('stdout');
    if (isToFile && !call.flag('force') && existsSync(manifestPath)) {
      throw new CliError(
        EXIT.fault,
        `'${shown}' is there already; --force writes it anew, --stdout only shows it`,
      );
    }
    const schema = call.text('schema') ?? schemaFor(manifestPath, call);
    const text = await draftManifest(located, call, basename(located.version.modelPath), schema);
    if (isToFile) {
      await writeFile(manifestPath, text);
      call.terminal.line(`written: ${shown}`);
      const checks = text.split('\n').filter((line) => /^\s*# CHECK:/.test(line)).length;
      if (checks > 0) call.terminal.line(`${checks} values are only usual: search for CHECK in it`);
    } else call.terminal.line(text.trimEnd());
    return EXIT.ok;
  },
};

/** A path from the manifest where both lie in this installation, else the address of the file. */
function schemaFor(manifestPath: string, { packageRoot }: CommandCall): string {
  const file = join(packageRoot, SCHEMA_FILE);
  if (!existsSync(file)) return SERVED_SCHEMA;
  const isInside = !relative(packageRoot, manifestPath).startsWith('..');
  return isInside ? relative(dirname(manifestPath), file).replaceAll(sep, '/') : pathToFileURL(file).href;
}
