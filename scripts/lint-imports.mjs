// Imports point one way: examples -> modules -> plugin-sdk -> core. Plain Node, no dependencies.
// Each run first proves on made-up files that every rule still bites.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Which of our own packages a file of a layer may import. */
const MAY_IMPORT = {
  core: [],
  'plugin-sdk': ['@kinga/core'],
  modules: ['@kinga/plugin-sdk'],
  examples: ['@kinga/plugin-sdk', 'modules', 'examples'],
};
/** Within core: folder of core/src to those whose code it may use. What is not named here may use all of core. */
const CORE_MAY_USE = {
  kernel: ['kernel'],
  access: ['kernel', 'access'],
  calendars: ['kernel', 'calendars'],
  people: ['kernel', 'people'],
  'change-requests': ['kernel', 'calendars', 'people', 'change-requests'],
  matching: ['kernel', 'people', 'change-requests', 'matching'],
  exchange: ['kernel', 'people', 'change-requests', 'matching', 'exchange'],
  programmes: ['kernel', 'people', 'calendars', 'programmes'],
  surveys: ['kernel', 'people', 'programmes', 'surveys'],
  transactions: ['kernel', 'people', 'programmes', 'transactions'],
};
const DOORS = ['', '/testing', '/codegen', '/package.json'];
const BUILT_IN = new Set(builtinModules);

/**
 * @param {{ path: string, text: string }[]} files paths from the root, with slashes
 * @param {{ dir: string, name: string, id: string, dependencies: string[], devDependencies: string[] }[]} packages
 * @param {string[]} rootDependencies what tests and scripts may use too
 * @returns {string[]} what is wrong, one line each
 */
export function lintImports(files, packages, rootDependencies = []) {
  return files.flatMap(({ path, text }) => {
    const own = packages.find(({ dir }) => path.startsWith(`${dir}/`));
    if (!own) return [];
    const code = withoutComments(text);
    const problems = importsOf(code).map((target) => wrong(path, target, own, packages, rootDependencies)).filter((why) => why !== undefined);
    return [...problems, ...namedModules(path, code, own, packages)].map((why) => `${path}: ${why}`);
  });
}

function wrong(path, target, own, packages, rootDependencies) {
  if (target.startsWith('.')) return wrongPath(path, target, own);
  if (target.startsWith('node:') || BUILT_IN.has(target)) return undefined;
  const name = packageName(target);
  if (name !== own.name && packages.some((other) => other.name === name)) return wrongPackage(target, name, own, packages);
  const forTests = isTest(path) ? [...own.devDependencies, ...rootDependencies] : [];
  if (name === own.name || [...own.dependencies, ...forTests].includes(name)) return undefined;
  return `imports ${name}, which is not among the ${isTest(path) ? 'dependencies' : 'dependencies (tests may use devDependencies)'} of ${own.dir}/package.json`;
}

function wrongPath(path, target, own) {
  const reached = posix.join(posix.dirname(path), target);
  if (reached !== own.dir && !reached.startsWith(`${own.dir}/`)) return `imports ${target}, which lies in another package; import that package by its name`;
  const [from, to] = [path, reached].map((file) => (file.startsWith('core/src/') ? file.split('/')[2] : undefined));
  const allowed = from && CORE_MAY_USE[from];
  if (!allowed || isTest(path) || !to || to.includes('.') || allowed.includes(to)) return undefined;
  return `imports ${target}: ${from} may use ${allowed.join(', ')} of core, not ${to}`;
}

function wrongPackage(target, name, own, packages) {
  const layer = layerOf(own.dir);
  const allowed = MAY_IMPORT[layer] ?? [];
  const other = packages.find((candidate) => candidate.name === name);
  if (!allowed.includes(name) && !allowed.includes(layerOf(other.dir))) {
    return `imports ${name}; ${layer} may import ${allowed.join(' and ') || 'nothing of Kinga'} only`;
  }
  const door = target.slice(name.length);
  return DOORS.includes(door) ? undefined : `imports ${target}; ${name} has the doors ${DOORS.map((known) => name + known).join(', ')}`;
}

/** Core never names a module: whoever adds one must not have to change core. */
function namedModules(path, code, own, packages) {
  if (own.dir !== 'core' || isTest(path)) return [];
  return packages.filter(({ dir }) => layerOf(dir) === 'modules')
    .filter(({ id, name }) => new RegExp(`['"\`](${id}|${name})(?=['"\`.])`).test(code))
    .map(({ id }) => `names the module ${id}`);
}

function importsOf(code) {
  const forms = [/^\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([@\w./:-]+)['"]/gm, /^\s*import\s*['"]([@\w./:-]+)['"]/gm, /\bimport\(\s*['"]([@\w./:-]+)['"]/g];
  return forms.flatMap((form) => [...code.matchAll(form)].map(([, target]) => target));
}

function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

function isTest(path) {
  return /\.test\.ts$|\/(test|testing|bench)\//.test(path);
}

function layerOf(dir) {
  return dir.split('/')[0];
}

function packageName(target) {
  return target.split('/').slice(0, target.startsWith('@') ? 2 : 1).join('/');
}

function selfTest() {
  const packages = [
    { dir: 'core', name: '@kinga/core', id: 'core', dependencies: ['pg'], devDependencies: ['@types/pg'] },
    { dir: 'plugin-sdk', name: '@kinga/plugin-sdk', id: 'plugin-sdk', dependencies: ['@kinga/core'], devDependencies: [] },
    { dir: 'modules/pensions', name: '@kinga/pensions', id: 'pensions', dependencies: ['@kinga/plugin-sdk'], devDependencies: [] },
    { dir: 'examples/land', name: 'land', id: 'land', dependencies: ['@kinga/pensions'], devDependencies: [] },
  ];
  const said = (path, text) => lintImports([{ path, text }], packages, ['vitest']);
  const fine = (path, text) => assert.deepEqual(said(path, text), []);
  const refused = (path, text, part) => assert.match(said(path, text).join(), part);
  fine('core/src/people/a.ts', "import type { Pool } from 'pg';\nimport { b } from '../kernel/b.js';\nimport 'node:fs';");
  fine('core/src/people/a.test.ts', "import { it } from 'vitest';");
  fine('core/src/kernel/a.ts', "// import x from '@kinga/pensions';\nimport pkg from '../../package.json' with { type: 'json' };");
  fine('modules/pensions/test/a.test.ts', "import { run } from '@kinga/plugin-sdk/testing';");
  fine('examples/land/a.ts', "import { pensions } from '@kinga/pensions';");
  refused('core/src/people/a.ts', "import x from 'lodash';", /not among the dependencies/);
  refused('core/src/people/a.ts', "import {\n  x,\n} from 'vitest';", /not among the dependencies/);
  refused('core/src/a.ts', "export * from '@kinga/pensions';", /nothing of Kinga/);
  refused('core/src/a.ts', "if (id === 'pensions') stop();", /names the module pensions/);
  refused('core/src/kernel/a.ts', "import { b } from '../people/b.js';", /kernel may use kernel of core/);
  refused('core/src/people/a.ts', "await import('../transactions/b.js')", /not transactions/);
  refused('modules/pensions/src/a.ts', "import { x } from '@kinga/core';", /plugin-sdk only/);
  refused('modules/pensions/src/a.ts', "import { x } from '../../../core/src/x.js';", /another package/);
  refused('plugin-sdk/src/a.ts', "import { x } from '@kinga/core/dist/x.js';", /has the doors/);
  refused('plugin-sdk/src/a.ts', "import 'land';", /may import/);
}

function workspacePackages(root) {
  const dirs = ['core', 'plugin-sdk', ...['modules', 'examples'].flatMap((parent) => (existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`) : []))];
  return dirs.filter((dir) => existsSync(join(root, dir, 'package.json'))).map((dir) => {
    const { name, kinga, dependencies = {}, peerDependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(root, dir, 'package.json'), 'utf8'));
    return { dir, name, id: kinga?.id ?? name.replace(/^@[^/]+\//, ''), dependencies: Object.keys({ ...dependencies, ...peerDependencies }), devDependencies: Object.keys(devDependencies) };
  });
}

function sourceFiles(root, dir) {
  return readdirSync(join(root, dir), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mts|js|mjs)$/.test(entry.name) && !/[\\/](node_modules|dist|template)([\\/]|$)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(root, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }));
}

function main() {
  selfTest();
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const packages = workspacePackages(root);
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const problems = lintImports(packages.flatMap(({ dir }) => sourceFiles(root, dir)), packages, Object.keys(devDependencies));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(problems.length === 0 ? 'Imports point one way.\n' : `${problems.length} imports point the wrong way.\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
