import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What stays on a connection when its transaction is over, and so meets whoever comes next behind a pooler. */
const LASTING: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['SET of a session', /(?:['`]|;\s*)set\s+(?!local\b|constraints\b|transaction\b)(?:session\s+)?[a-z_.]+\s*(?:=|to\b)/],
  ['LISTEN', /['"`;]\s*(?:un)?listen\s+[a-z_"]+\s*['"`;]/i],
  ['advisory lock of a session', /\bpg_(?:try_)?advisory_(?:un)?lock(?:_shared|_all)?\s*\(/i],
  ['temporary table beyond the transaction', /\bcreate\s+temp(?:orary)?\s+table\b(?!.*on commit drop)/i],
  ['set_config beyond the transaction', /\bset_config\s*\([^)]*,\s*false\s*\)/i],
];
/** A lock while a template is built, on a connection of its own, of test servers alone. */
const ALLOWED = ['core/src/kernel/database/template.ts'];

const found = (text: string): readonly string[] => LASTING.filter(([, pattern]) => pattern.test(text)).map(([what]) => what);

it('finds what it looks for, and nothing else', () => {
  expect(found("query('set search_path = x')")).toEqual(['SET of a session']);
  expect(found("query('set session statement_timeout to 5')")).toEqual(['SET of a session']);
  expect(found('query(`listen jobs`)')).toEqual(['LISTEN']);
  expect(found('select pg_advisory_lock(1)')).toEqual(['advisory lock of a session']);
  expect(found('create temp table x (a int)')).toEqual(['temporary table beyond the transaction']);
  expect(found("select set_config('a', 'b', false)")).toEqual(['set_config beyond the transaction']);
  expect(found("begin; set local x = 1; select pg_advisory_xact_lock(1), set_config('a', 'b', true); create temporary table x (a int) on commit drop; update t set a = 1")).toEqual([]);
});

it('nothing that runs in a deployment leaves anything on a connection', () => {
  const folders = ['core/src', ...readdirSync(join(ROOT, 'modules')).map((name) => `modules/${name}/src`)];
  const files = folders.flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('testing/')).map((name) => `${folder}/${name}`));
  expect(files.length).toBeGreaterThan(300);
  const wrong = files.filter((file) => !ALLOWED.includes(file)).flatMap((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').flatMap((line, index) => found(line).map((what) => `${file}:${index + 1}: ${what}`)));
  expect(wrong).toEqual([]);
});
