import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Module } from '../../kernel/module/define-module.js';
import { foldersOf } from './subject.js';

/** The files that a module is written in, as far as its package has them: for telling people where something stands. */
export async function sourceFiles(module: Module): Promise<readonly string[]> {
  const root = packageFolder(module);
  if (!root) return [];
  const folder = [join(root, 'src', module.id), join(root, 'src'), join(root, 'dist')].find((candidate) => existsSync(candidate));
  if (!folder) return [];
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /\.[jt]s$/.test(name) && !/\.(test|d)\.ts$/.test(name)).sort().map((name) => join(folder, name));
}

/** File and line of a class. */
export async function findClass(module: Module, name: string): Promise<string | undefined> {
  const pattern = new RegExp(`\\bclass ${name}\\b`);
  for (const file of await sourceFiles(module)) {
    const lines = (await readFile(file, 'utf8')).split('\n');
    const line = lines.findIndex((text) => pattern.test(text));
    if (line !== -1) return `${file}:${line + 1}`;
  }
  return undefined;
}

/** Codes of the refusals that a module's sources make. */
export async function refusalCodes(module: Module): Promise<readonly string[]> {
  const texts = await Promise.all((await sourceFiles(module)).map((file) => readFile(file, 'utf8')));
  const made = texts.map(withoutComments).flatMap((code) => [...code.matchAll(/\b(?:invalidInput|notFound|conflict|ruleViolation)\(\s*'([A-Z][A-Z0-9_]*)'/g)]);
  return [...new Set(made.flatMap(([, code]) => code ?? []))].sort();
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** The nearest folder above a module's own folders whose package.json has its package's name. */
function packageFolder(module: Module): string | undefined {
  const [known] = foldersOf(module);
  if (!known) return undefined;
  for (let folder = fileURLToPath(known); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly name?: string }).name === module.packageName) return folder;
  }
  return undefined;
}
