import { basename } from 'node:path';

import { versionFacts } from '../../models/version-facts.js';
import { type Command, EXIT } from '../command.js';
import { deriveLocated } from '../derive-located.js';
import { inspectView } from '../inspect-view.js';

export const inspectCommand: Command = {
  usage: 'inspect <model.onnx | folder> [--manifest <file>] [--labels] [--json]',
  description: [
    'Shows what the server would make of a model: its task and why, its tensors and labels, and every value of its manifest with where it comes from. The file is read, not run.',
    "The manifest that belongs to the model is used: model.yaml in its folder, name.yaml beside a bare name.onnx. A folder stands for its newest version. With --json the answer has the keys of 'GET /v1/models/{model}'.",
  ],
  options: {
    manifest: { type: 'string', value: '<file>', doc: 'Another manifest, to try it.' },
    labels: { type: 'boolean', doc: 'All labels, one a line.' },
    json: { type: 'boolean', doc: 'For programs.' },
  },
  args: [1, 1],
  faults: 'the server could not serve the model; the reason is on stderr',
  run: async (call) => {
    const { derived, model } = await deriveLocated(call, call.args[0] as string, call.text('manifest'));
    const { name } = derived.spec;
    const facts = versionFacts(derived);
    if (call.flag('json')) {
      const { description } = derived;
      call.terminal.line(JSON.stringify({ name, description, ...facts }, null, 2));
      return EXIT.ok;
    }
    const manifest = model.manifestPath === null ? null : basename(model.manifestPath);
    const view = { name, manifest, facts, sizeBytes: derived.sizeBytes, allLabels: call.flag('labels') };
    for (const line of inspectView(call.terminal, view)) call.terminal.line(line);
    return EXIT.ok;
  },
};
