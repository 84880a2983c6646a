import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The committed schema of a deployment. */
export const schemaFile = (dir: string): string => join(dir, 'schema.graphql');
/** The schema of its last release. */
export const releasedFile = (dir: string): string => join(dir, 'schema.released.graphql');
/** The page that shows the modules' operations. */
export const operationsFile = (dir: string): string => join(dir, 'docs', 'operations.md');
/** Names the migrations that have been applied everywhere, which nothing can be done about any more. */
export const landedFile = (dir: string): string => join(dir, 'migrations.landed.txt');
/** Where changes are told to those who upgrade. */
export const changesFile = (dir: string): string => join(dir, 'CHANGES.md');

/** A file's text with Unix' line ends; nothing where there is no such file. */
export async function readText(file: string | URL): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).replaceAll('\r\n', '\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
