// Money is never a binary floating point number: amounts are text or Decimal in TypeScript, numeric in SQL.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOTS = ['core/src/transactions', 'core/src/programmes', 'core/migrations', ...(await readdir('modules')).flatMap((name) => [`modules/${name}/src`, `modules/${name}/migrations`])];
const WORDS = '(?:amount|balance|debit|credit|premium|price|owed|contribution)';
const RULES = [
  [/\.tsx?$/, /\bparseFloat\b|Number\.parseFloat/, 'takes a decimal for a binary number'],
  [/\.tsx?$/, new RegExp(`\\b\\w*${WORDS}(?:Amount)?[?!]?: number\\b(?! \\|)`, 'i'), 'is an amount of type number: take string or Decimal'],
  [/\.tsx?$/, new RegExp(`\\bNumber\\([\\w.?]*${WORDS}\\)|\\w*${WORDS}\\.toNumber\\(`, 'i'), 'makes a number of an amount'],
  [/\.sql$/, /\b(?:double precision|float[48]?|real|money)\b(?=\s*(?:,|not null|default|\)|$))/i, 'is a binary number or the type money: take numeric'],
];
/** Counts, shares and positions, which are no money; by file. */
const NO_MONEY = [/kernel\/|people\/|matching\/|exchange\/|access\//, /\.test\.ts$|\/testing\//];

async function filesBelow(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const problems = [];
for (const file of (await Promise.all(ROOTS.map(filesBelow))).flat()) {
  if (NO_MONEY.some((pattern) => pattern.test(file))) continue;
  const lines = (await readFile(file, 'utf8')).split('\n');
  for (const [of, pattern, what] of RULES) {
    if (of.test(file)) lines.forEach((line, at) => { if (pattern.test(line) && !/^\s*(\/\/|--|\*)/.test(line)) problems.push(`${file}:${at + 1}: ${line.trim()} … ${what}`); });
  }
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
