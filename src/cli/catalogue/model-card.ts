import { addressOf, type CatalogueEntry } from './catalogue-entry.js';

/** The README.md of a pulled model: what it is, whose, under which licence, and where each file is from. */
export function modelCard(entry: CatalogueEntry, base: string): string {
  const { name, summary, author, licence, home, files, requires } = entry;
  const rows = files.map(
    (file) => `| \`${file.target}\` | <${addressOf(file, base)}> | \`${file.sha256}\` |`,
  );
  const lines = [
    `# ${name}`,
    '',
    `${summary}.`,
    '',
    `By ${author}, under the ${licence} licence: <${home}>. Fetched by \`sibyl pull ${name}\`; not made or trained by this project.`,
    '',
    ...(requires.length > 0 ? [`Made of ${requires.map((each) => `\`${each}\``).join(', ')}.`, ''] : []),
    ...(rows.length > 0 ? ['| File | From | SHA-256 |', '| --- | --- | --- |', ...rows, ''] : []),
  ];
  return lines.join('\n');
}
