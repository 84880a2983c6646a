import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { snapshotText } from '@kinga/core';
import type { Names } from './names.js';

const TEMPLATE = fileURLToPath(new URL('../../template/', import.meta.url));

/** The template's files with a module's names in them, by path from the module's folder. */
export function renderTemplate(names: Names, more: Readonly<Record<string, string>>): Map<string, string> {
  const values: Readonly<Record<string, string>> = { ...names, ...more };
  const fill = (text: string): string => text.replace(/__([A-Za-z]+)__/g, (whole, key: string) => values[key] ?? whole);
  const files = readdirSync(TEMPLATE, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const rendered = new Map(files.map(({ parentPath, name }) => {
    const path = join(parentPath, name).slice(TEMPLATE.length).replaceAll('\\', '/');
    return [fill(path), fill(readFileSync(join(parentPath, name), 'utf8').replaceAll('\r\n', '\n'))] as const;
  }));
  return rendered.set('migrations/snapshot.txt', snapshot(rendered));
}

/** The template has its lines; the kernel says how they are written down with the fingerprint of the migration. */
function snapshot(rendered: ReadonlyMap<string, string>): string {
  const lines = (rendered.get('migrations/snapshot.txt') ?? '').split('\n').filter((line) => line !== '');
  const sql = [...rendered].flatMap(([path, text]) => (path.endsWith('.sql') ? [text] : [])).join('\n');
  return snapshotText(lines, sql);
}
