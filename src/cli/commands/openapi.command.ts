import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { clientTypes } from '../client-types.js';
import { CliError, type Command, EXIT } from '../command.js';

const DOCUMENT = 'openapi.models.json';
const PATIENCE_MS = 30_000;

export const openapiCommand: Command = {
  usage: 'openapi [url] [--out <file>] [--types <file>]',
  description: [
    "Writes the OpenAPI document of a running server with an operation for each of its models: labels as enums, features with ranges, limits, the task's result. The url is the server's; http://localhost:8080 when left out.",
    'With --types it also writes the TypeScript types of a client, in which a label that is renamed is a compile error. That needs the packages openapi-typescript and typescript.',
  ],
  options: {
    out: {
      type: 'string',
      value: '<file>',
      doc: 'Where the document goes; stdout when neither option is given.',
    },
    types: { type: 'string', value: '<file>', doc: 'Where the types go, e.g. src/sibyl.d.ts.' },
  },
  args: [0, 1],
  faults: 'the server cannot be reached or has no such document, or a file cannot be written',
  run: async (call) => {
    const text = await fetchDocument(call.args[0] ?? 'http://localhost:8080');
    const out = call.text('out');
    const types = call.text('types');
    if (out !== undefined) await write(resolve(call.cwd, out), text);
    if (types !== undefined) await write(resolve(call.cwd, types), await clientTypes(text));
    if (out === undefined && types === undefined) call.terminal.line(text);
    return EXIT.ok;
  },
};

async function fetchDocument(server: string): Promise<string> {
  let url: URL;
  try {
    url = new URL(DOCUMENT, server.endsWith('/') ? server : `${server}/`);
  } catch {
    throw new CliError(EXIT.usage, `'${server}' is no address of a server, such as http://localhost:8080`);
  }
  let answer: Response;
  try {
    answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    const cause = (error as Error).cause instanceof Error ? (error as Error).cause : error;
    throw new CliError(EXIT.fault, `${url.href} cannot be reached: ${(cause as Error).message}`);
  }
  if (!answer.ok) throw new CliError(EXIT.fault, `${url.href} answered ${answer.status}`);
  return JSON.stringify(await answer.json(), null, 2);
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text.endsWith('\n') ? text : `${text}\n`);
  } catch (error) {
    throw new CliError(EXIT.fault, `'${path}' cannot be written: ${(error as Error).message}`);
  }
}
