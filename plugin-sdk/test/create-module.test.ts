import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createModule } from '../src/create-module/index.js';
import { namesOf } from '../src/create-module/names.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const CONFIG = "import { defineDeployment } from '@kinga/plugin-sdk';\n\nexport default defineDeployment({\n  name: 'Kaya',\n  modules: ['@kaya/old'],\n});\n";
const TSCONFIG = '{\n  "files": [],\n  "references": [\n    { "path": "modules/old" }\n  ]\n}\n';

let workspace: string;
beforeEach(() => {
  // Within the checkout, so that what is generated finds plugin-sdk.
  mkdirSync(join(root, 'generated'), { recursive: true });
  workspace = mkdtempSync(join(root, 'generated', 'create-module-test-'));
  mkdirSync(join(workspace, 'modules/old'), { recursive: true });
  put('package.json', '{ "name": "kaya", "private": true, "type": "module", "workspaces": ["modules/*"] }');
  put('modules/old/package.json', '{ "name": "@kaya/old", "kinga": { "id": "old" } }');
  put('modules/old/tsconfig.json', '{ "files": [] }');
  put('kinga.config.ts', CONFIG);
  put('tsconfig.json', TSCONFIG);
});
afterEach(() => rmSync(workspace, { recursive: true, force: true }));

const put = (path: string, text: string): void => writeFileSync(join(workspace, path), text);
const read = (path: string): string => readFileSync(join(workspace, path), 'utf8');

/** Runs a program of the checkout; what it printed where it fails. */
async function run(script: string, args: readonly string[]): Promise<string> {
  return promisify(execFile)(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root }).then(() => '', ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr);
}

describe('creating a module', () => {
  it('writes one that compiles and whose tests pass', async () => {
    const made = await createModule({ name: 'school-meals', cwd: workspace });
    expect(made).toMatchObject({ id: 'school-meals', packageName: '@kaya/school-meals', directory: join(workspace, 'modules/school-meals'), changed: ['tsconfig.json', 'kinga.config.ts'] });
    expect(made.files).toEqual(expect.arrayContaining(['src/school-meal.ts', 'src/person-school-meals.ts', 'src/record-school-meal.ts', 'migrations/0001_school_meals.sql', 'locales/fr.json', 'README.md']));
    for (const file of made.files) expect(`${file}\n${read(`modules/school-meals/${file}`)}`).not.toMatch(/__[A-Za-z]+__/);
    expect(made.next.join('\n')).toMatch(/npm install[\s\S]*vitest run modules\/school-meals/);

    expect(await run('typescript/bin/tsc', ['-p', join(workspace, 'modules/school-meals')])).toBe('');
    const include = [`generated/${workspace.split('/').at(-1)}/**/*.test.ts`];
    put('vitest.config.ts', `import base from '../../vitest.config.ts';\nexport default { ...base, root: ${JSON.stringify(root)}, test: { ...base.test, include: ${JSON.stringify(include)}, maxWorkers: 1 } };\n`);
    expect(await run('vitest/vitest.mjs', ['run', '--config', join(workspace, 'vitest.config.ts')])).toBe('');
  }, 300_000);

  it('adds it to the workspace and the deployment, whatever their lists look like', async () => {
    await createModule({ name: 'school-meals', cwd: workspace });
    expect(read('kinga.config.ts')).toContain("  modules: ['@kaya/old', '@kaya/school-meals'],\n");
    expect(read('tsconfig.json')).toContain('    { "path": "modules/old" },\n    { "path": "modules/school-meals" }\n  ]');
    put('kinga.config.ts', "export default {\n  modules: [\n    '@kaya/old',\n  ],\n};\n");
    put('tsconfig.json', '{ "files": [], "references": [] }');
    await createModule({ name: 'pensions', cwd: join(workspace, 'modules') });
    expect(read('kinga.config.ts')).toBe("export default {\n  modules: [\n    '@kaya/old',\n    '@kaya/pensions',\n  ],\n};\n");
    expect(JSON.parse(read('tsconfig.json'))).toEqual({ files: [], references: [{ path: 'modules/pensions' }] });
  });

  it('says what is left to do by hand', async () => {
    rmSync(join(workspace, 'kinga.config.ts'));
    put('tsconfig.json', '{}');
    const { next, changed } = await createModule({ name: 'school-meals', cwd: workspace, directory: 'elsewhere/meals' });
    expect(changed).toEqual([]);
    expect(next.slice(0, 3)).toEqual([
      expect.stringMatching(/^Add \{ "path": "elsewhere\/meals" \} to "references"/),
      expect.stringMatching(/^Add '@kaya\/school-meals' to modules of your kinga\.config\.ts/),
      expect.stringMatching(/^Add "elsewhere\/meals" to "workspaces"/),
    ]);
    expect(existsSync(join(workspace, 'elsewhere/meals/src/module.ts'))).toBe(true);
  });

  it.each([
    ['SchoolMeals', 'MODULE_NAME', 'Take school-meals, for example'],
    ['2-meals', 'MODULE_NAME', 'Take meals, for example'],
    ['persons', 'MODULE_NAME_RESERVED', 'of the type Person'],
    ['orders', 'MODULE_NAME_RESERVED', 'a word of SQL'],
    ['roles', 'MODULE_NAME_RESERVED', 'of the type Role'],
    ['conformance', 'MODULE_NAME_RESERVED', 'in TypeScript'],
    ['people', 'MODULE_NAME_TAKEN', 'A module of @kinga/core'],
    ['old', 'MODULE_NAME_TAKEN', 'The module in modules/old'],
  ])('refuses the name %s: %s', async (name, code, why) => {
    await expect(createModule({ name, cwd: workspace })).rejects.toThrow(new RegExp(`${code}: [\\s\\S]*${why}`));
    expect(readdirSync(join(workspace, 'modules'))).toEqual(['old']);
    expect(read('kinga.config.ts')).toBe(CONFIG);
  });

  it('leaves a folder alone that has something in it', async () => {
    await expect(createModule({ name: 'school-meals', cwd: workspace, directory: 'modules/old' })).rejects.toThrow('DIRECTORY_NOT_EMPTY');
  });

  it.each([
    ['school-meals', 'SchoolMeal', 'schoolMeals', 'meals'],
    ['subsidies', 'Subsidy', 'subsidies', 'subsidies'],
    ['cash-boxes', 'CashBox', 'cashBoxes', 'boxes'],
    ['health-insurance', 'HealthInsuranceEntry', 'healthInsuranceEntries', 'entries'],
    ['bus', 'BusEntry', 'busEntries', 'entries'],
  ])('takes its names from %s', (id, Entity, entities, what) => {
    expect(namesOf(id)).toMatchObject({ Entity, entities, what });
  });
});
