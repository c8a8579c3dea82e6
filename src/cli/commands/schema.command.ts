import { modelSchema } from '../../models/manifest/model-schema.js';
import { type Command, EXIT } from '../command.js';

export const schemaCommand: Command = {
  usage: 'schema',
  description: [
    'Prints the JSON schema (2020-12) of model.yaml. An editor with a YAML language server completes and checks a manifest by it; a running server has it at /schemas/model.json.',
  ],
  options: {},
  args: [0, 0],
  faults: 'never',
  run: async ({ terminal }) => {
    terminal.line(JSON.stringify(modelSchema(), null, 2));
    return EXIT.ok;
  },
};
