import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { PlanProblem } from '../kernel/plan/types.js';
import { packSchema, testsSchema, type PackCase, type PackData } from './format.js';
import { packProblem, refusePack } from './pack-problems.js';

export const PACK_FILE = 'pack.yaml';
const TESTS_FILE = 'tests.yaml';
/** Data is written by people: larger than this it is none. */
const LARGEST_FILE = 5_000_000;

/** A country package, read and checked. */
export interface Pack {
  readonly dir: string;
  readonly data: PackData;
  readonly cases: readonly PackCase[];
}

/**
 * Reads a pack's folder: `pack.yaml`, and `tests.yaml` where there is one.
 *
 * @throws DeploymentProblems with everything that is wrong, each with file, line and place
 */
export async function readPack(folder: string): Promise<Pack> {
  const dir = resolve(folder);
  const problems: PlanProblem[] = [];
  const data = await readAs(packSchema, join(dir, PACK_FILE), problems);
  const tests = (await isThere(join(dir, TESTS_FILE))) ? await readAs(testsSchema, join(dir, TESTS_FILE), problems) : { cases: [] };
  refusePack(problems);
  if (!data || !tests) throw new Error('a pack that was neither read nor refused');
  return { dir, data, cases: tests.cases };
}

/** The folders with a pack in a folder, or in folders of it. */
export async function packsBelow(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
    const inside = join(folder, entry.name);
    if (await isThere(join(inside, PACK_FILE))) found.push(inside);
    else if (entry.name !== 'dist' && entry.name !== 'src') found.push(...(await packsBelow(inside)));
  }
  return found.sort();
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then((found) => found.isFile(), () => false);
}

async function readAs<S extends z.ZodType>(schema: S, file: string, problems: PlanProblem[]): Promise<z.infer<S> | undefined> {
  const wrong = (message: string, cure: string): undefined => void problems.push(packProblem('PACK_INVALID', `${file}: ${message}`, cure));
  const found = await stat(file).catch(() => undefined);
  if (!found) return wrong('there is no such file.', `A pack is a folder with ${PACK_FILE}.`);
  if (found.size > LARGEST_FILE) return wrong(`it has ${found.size} bytes; at most ${LARGEST_FILE} are read.`, 'Split it into packs.');
  const lines = new LineCounter();
  // No aliases: a few lines could stand for gigabytes.
  const document = parseDocument(await readFile(file, 'utf8'), { lineCounter: lines, uniqueKeys: true, version: '1.2' });
  if (document.errors.length > 0) {
    for (const { message } of document.errors) wrong(message.split('\n')[0] ?? message, 'Write it as YAML 1.2.');
    return undefined;
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return wrong('it uses aliases.', 'Write out what they stand for.');
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) {
    const node = nearestNode(document, path);
    const line = node === undefined ? '' : `, line ${lines.linePos(node).line}`;
    wrong(`${path.join('.') || basename(file)}${line}: ${message}.`, 'The format is printed by kinga pack schema.');
  }
  return undefined;
}

/** Where the value at a path, or what it is missing in, begins. */
function nearestNode(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const start = (node as { readonly range?: readonly number[] } | null | undefined)?.range?.[0];
    if (start !== undefined) return start;
  }
  return undefined;
}
