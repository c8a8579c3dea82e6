import type { Command } from './command.js';

/** A command by name; its code is loaded when it is called. */
export interface CommandEntry {
  /** One word or two: `inspect`, `golden record`. */
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'inspect',
    summary: 'Shows what a model is: task, tensors, labels, every manifest value and where it comes from',
    load: async () => (await import('./commands/inspect.command.js')).inspectCommand,
  },
  {
    name: 'init',
    summary: 'Writes the manifest of a model with all that its file tells',
    load: async () => (await import('./commands/init.command.js')).initCommand,
  },
  {
    name: 'check',
    summary: 'Checks a folder of models without serving it',
    load: async () => (await import('./commands/check.command.js')).checkCommand,
  },
  {
    name: 'golden record',
    summary:
      'Writes golden samples: inputs with the answers that a model gives now and has to give from now on',
    load: async () => (await import('./commands/golden-record.command.js')).goldenRecordCommand,
  },
  {
    name: 'pull',
    summary: 'Fetches a public model: files, manifest, licence, golden samples',
    load: async () => (await import('./commands/pull.command.js')).pullCommand,
  },
  {
    name: 'openapi',
    summary: 'Writes the OpenAPI document of a running server by model, and the types of a client',
    load: async () => (await import('./commands/openapi.command.js')).openapiCommand,
  },
  {
    name: 'schema',
    summary: 'Prints the JSON schema of the manifest, for editors',
    load: async () => (await import('./commands/schema.command.js')).schemaCommand,
  },
];
