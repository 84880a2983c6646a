// Everything that a deployment installs may be built upon without giving its own source away: permissive licences alone.
// Offline: reads what is installed. Plain Node, no dependencies.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PERMISSIVE = new Set([
  'MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'CC0-1.0', 'CC-BY-3.0', 'CC-BY-4.0', 'Unlicense', 'Python-2.0', 'PSF-2.0', 'PostgreSQL', 'Zlib', 'WTFPL',
]);

/** Installed with the test kit's vite and never run in a deployment, though the lock counts it as optional. */
const FOR_TESTS = /^lightningcss-/;

/** @param {string} expression an SPDX expression, as package.json has it */
export function isPermissive(expression) {
  const words = expression.replace(/[()]/g, ' ').trim();
  if (/\sOR\s/.test(words)) return words.split(/\s+OR\s+/).some(isPermissive);
  if (/\sAND\s/.test(words)) return words.split(/\s+AND\s+/).every(isPermissive);
  return PERMISSIVE.has(words);
}

assert(isPermissive('MIT') && isPermissive('(MIT OR GPL-3.0)') && isPermissive('MIT AND ISC'));
assert(!isPermissive('GPL-3.0') && !isPermissive('MIT AND AGPL-3.0') && !isPermissive('UNLICENSED') && !isPermissive(''));

/** @returns {{ name: string, version: string, licence: string }[]} what is installed and not for development alone */
function installed(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages).filter(([path, { dev, devOptional, link }]) => path.includes('node_modules/') && !dev && !devOptional && !link).flatMap(([path, { version }]) => {
    const manifest = join(root, path, 'package.json');
    // What is for other platforms is not installed here.
    if (!existsSync(manifest)) return [];
    const { name, license, licenses } = JSON.parse(readFileSync(manifest, 'utf8'));
    const told = typeof license === 'string' ? license : (license?.type ?? licenses?.map(({ type }) => type).join(' OR ') ?? '');
    return [{ name, version, licence: told }];
  });
}

const all = installed(process.cwd());
const wrong = all.filter(({ name, licence }) => !isPermissive(licence) && !FOR_TESTS.test(name));
for (const { name, version, licence } of wrong) console.error(`${name} ${version}: ${licence || 'no licence'}`);
if (wrong.length > 0) process.exit(1);
console.log(`${all.length} packages under permissive licences.`);
