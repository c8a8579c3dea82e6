import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

import ts from 'typescript';

const ROOT = join(__dirname, '../..');

/** What the rules of the repository want to know about one file of source. */
export interface SourceFile {
  /** From the root, with slashes: `src/config/env.ts`. */
  path: string;
  isSpec: boolean;
  /** As written: `pg`, `../common/errors.js`; dynamic imports included. */
  imports: string[];
  /** Relative imports as paths from the root, with `.ts`. */
  localImports: string[];
  /** Every identifier in the code, property names included; none from comments or strings. */
  identifiers: Set<string>;
  readsEnvironment: boolean;
  /** Lines that hold code: neither blank nor only a comment. */
  codeLines: number;
}

/** Parses every .ts file below the folders, and the named files. */
export function readSourceFiles(...paths: string[]): SourceFile[] {
  return paths.flatMap(listTypeScript).map(readSourceFile);
}

function listTypeScript(path: string): string[] {
  if (path.endsWith('.ts')) return [path];
  return readdirSync(join(ROOT, path), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) =>
      posix.join(path, posix.relative(join(ROOT, path), posix.join(entry.parentPath, entry.name))),
    )
    .toSorted();
}

function readSourceFile(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lines = new Set<number>();
  const identifiers = new Set<string>();
  let readsEnvironment = false;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) identifiers.add(node.text);
    if (isEnvironment(node)) readsEnvironment = true;
    if (node.getChildCount(tree) === 0 && node.getWidth(tree) > 0) {
      const first = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line;
      const last = tree.getLineAndCharacterOfPosition(node.getEnd()).line;
      for (let line = first; line <= last; line++) lines.add(line);
    }
    // getChildren, not forEachChild: punctuation on a line of its own is code too. It also visits doc comments: left out.
    for (const child of node.getChildren(tree)) if (!ts.isJSDoc(child)) visit(child);
  };
  visit(tree);
  const imports = ts.preProcessFile(text, true, true).importedFiles.map((file) => file.fileName);
  return {
    path,
    isSpec: path.endsWith('.spec.ts'),
    imports,
    localImports: imports
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts')),
    identifiers,
    readsEnvironment,
    codeLines: lines.size,
  };
}

/** `process.env`, `process['env']`, and `env` imported from node:process. */
function isEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'env' && isProcess(node.expression);
  if (ts.isElementAccessExpression(node)) {
    return isProcess(node.expression) && /^['"]env['"]$/.test(node.argumentExpression.getText());
  }
  if (!ts.isImportSpecifier(node) || (node.propertyName ?? node.name).text !== 'env') return false;
  return /['"](node:)?process['"]$/.test(node.parent.parent.parent.moduleSpecifier.getText());
}

function isProcess(node: ts.Expression): boolean {
  return /^(globalThis\.)?process$/.test(node.getText());
}
