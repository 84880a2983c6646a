import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanProblem } from '../plan/types.js';
import { loadModules } from './load-modules.js';

const defineModuleFile = fileURLToPath(new URL('define-module.ts', import.meta.url));
const moduleText = (id: string, name = 'it'): string => `import { defineModule } from ${JSON.stringify(defineModuleFile)};
export const ${name} = defineModule({ name: '@kinga/${id}', version: '1.0.0' }, { description: '${id}' });\n`;

let home: string;
let from: URL;
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'kinga-load-')));
  from = pathToFileURL(join(home, 'kinga.config.js'));
});
afterEach(() => rm(home, { recursive: true }));

const write = async (path: string, text: string | object): Promise<void> => {
  await mkdir(dirname(join(home, path)), { recursive: true });
  await writeFile(join(home, path), typeof text === 'string' ? text : JSON.stringify(text));
};
const loadProblem = async (entry: string): Promise<PlanProblem | undefined> => {
  const { loaded, problems } = await loadModules([entry], from);
  expect(loaded).toEqual([]);
  expect(problems).toHaveLength(1);
  return problems[0];
};

describe('loading the modules of a deployment', () => {
  it('finds them by package name, by file and by folder', async () => {
    await write('pensions/package.json', { type: 'module', exports: { '.': { types: './no.d.ts', import: './in/index.js', default: './no.js' } } });
    await write('pensions/in/index.js', moduleText('pensions'));
    await mkdir(join(home, 'node_modules/@kinga'), { recursive: true });
    await symlink(join(home, 'pensions'), join(home, 'node_modules/@kinga/pensions'));
    await write('cash/package.json', { name: 'cash', type: 'module', main: 'main.js' });
    await write('cash/main.js', moduleText('cash'));
    await write('shelter.js', `${moduleText('shelter')}export default it; export const other = {};`);
    const { loaded, problems } = await loadModules(['@kinga/pensions', './cash', './shelter.js'], from);
    expect(problems).toEqual([]);
    expect(loaded.map(({ module, url }) => [module.id, fileURLToPath(url)])).toEqual([
      ['pensions', join(home, 'pensions/in/index.js')],
      ['cash', join(home, 'cash/main.js')],
      ['shelter', join(home, 'shelter.js')],
    ]);
  });

  it('says what was probably meant where there is no such package or file', async () => {
    await write('node_modules/@kinga/pensions/package.json', {});
    await write('benefit/package.json', {});
    await symlink(join(home, 'benefit'), join(home, 'node_modules/benefit'));
    await write('modules/shelter.js', '');
    expect(await loadProblem('@kinga/penions')).toEqual({
      code: 'MODULE_NOT_FOUND',
      message: `The deployment lists the module "@kinga/penions", which is not found from ${join(home, 'kinga.config.js')}.`,
      cure: 'Did you mean @kinga/pensions? Correct the name, or install it: npm install @kinga/penions',
    });
    expect((await loadProblem('pensions'))?.cure).toMatch(/^Did you mean @kinga\/pensions\?/);
    expect((await loadProblem('benifit'))?.cure).toMatch(/^Did you mean benefit\?/);
    expect((await loadProblem('./modules/shleter.js'))?.cure).toBe(`Did you mean ${join(home, 'modules/shelter.js')}? Correct the path; it is read from the deployment's folder.`);
  });

  it('tells a package that is not built from one that is not there', async () => {
    await write('node_modules/cash/package.json', { name: 'cash', exports: './dist/index.js' });
    expect(await loadProblem('cash')).toMatchObject({ code: 'MODULE_NOT_BUILT', message: expect.stringContaining(join(home, 'node_modules/cash')) as unknown });
  });

  it('reports each import that throws with its reason and file, and goes on', async () => {
    await write('broken.js', "\nthrow new Error('No licence.\\nAsk for one.');");
    await write('needy.js', "import 'no-such-package-anywhere';");
    await write('fine.js', moduleText('fine'));
    const { loaded, problems } = await loadModules(['./broken.js', './needy.js', './fine.js'], from);
    expect(loaded.map(({ module }) => module.id)).toEqual(['fine']);
    expect(problems.map(({ code }) => code)).toEqual(['MODULE_IMPORT_FAILED', 'MODULE_IMPORT_FAILED']);
    expect(problems[0]?.message).toBe(`Importing the module ./broken.js (${join(home, 'broken.js')}) failed: No licence (at ${join(home, 'broken.js')}:2).`);
    expect(problems[1]?.message).toContain('no-such-package-anywhere');
    expect(problems[1]?.cure).toBe("Install what it needs: npm install in the deployment's folder or the module's.");
  });

  it('reports files with no module, with several, and with one of another core', async () => {
    await write('none.js', 'export const answer = 42, list = [];');
    await write('two.js', moduleText('one', 'one') + moduleText('two', 'two').split('\n')[1]);
    await write('foreign.js', "export const it = Object.freeze({ [Symbol.for('kinga.module')]: true });");
    expect((await loadProblem('./none.js'))?.message).toBe(`./none.js (${join(home, 'none.js')}) exports no module; it exports answer, list.`);
    expect((await loadProblem('./two.js'))?.message).toBe(`./two.js (${join(home, 'two.js')}) exports 2 modules: one, two.`);
    expect((await loadProblem('./foreign.js'))?.code).toBe('SECOND_CORE');
  });

  it('reports a second copy of graphql next to a module', async () => {
    await write('cash/package.json', { name: 'cash', type: 'module', exports: './index.js' });
    await write('cash/index.js', moduleText('cash'));
    await write('cash/node_modules/graphql/package.json', { name: 'graphql', version: '15.0.0' });
    await write('cash/node_modules/graphql/index.js', '');
    const { loaded, problems } = await loadModules(['./cash'], from);
    const own = dirname(createRequire(import.meta.url).resolve('graphql'));
    expect(loaded).toHaveLength(1);
    expect(problems.map(({ message }) => message)).toEqual([
      `The module ./cash (${join(home, 'cash/index.js')}) uses another copy of graphql than core: ${join(home, 'cash/node_modules/graphql')} instead of ${own}.`,
    ]);
  });
});
