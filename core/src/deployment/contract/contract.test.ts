import { pathToFileURL } from 'node:url';
import { buildSchema } from 'graphql';
import { afterEach, expect, it } from 'vitest';
import { defineModule, type Module, type ModuleParts } from '../../kernel/module/define-module.js';
import type { PlanProblem } from '../../kernel/plan/types.js';
import { explainField } from '../explain-field.js';
import { deploymentFolder, type DeploymentFolder } from '../testing/deployment-folder.js';
import { breakingChanges, breakingProblems } from './check-breaking.js';
import { checkDescriptions } from './check-descriptions.js';
import { checkLocales } from './check-locales.js';
import { checkOperations } from './check-operations.js';
import { checkSchemaFile } from './check-schema-file.js';
import { ownershipOf } from './ownership.js';
import { schemaText } from './schema-text.js';
import type { Subject } from './subject.js';

let folder: DeploymentFolder | undefined;
afterEach(() => folder?.remove());

const SDL = '"A person." type Person { "Their name." name("In which language." in: String): String } type Query { "One." person: Person }';

/** A deployment of one made-up module, with files beside it. */
async function subject(of: { sdl?: string; parts?: (url: (name: string) => URL) => Partial<ModuleParts>; files?: Readonly<Record<string, string>> } = {}): Promise<Subject> {
  folder = await deploymentFolder();
  const { dir } = folder;
  await folder.write('package.json', '{ "name": "lunches" }');
  for (const [name, text] of Object.entries(of.files ?? {})) await folder.write(name, text);
  const parts = of.parts?.((name) => pathToFileURL(`${dir}/${name}/`)) ?? {};
  const modules: readonly Module[] = [defineModule({ name: 'lunches', version: '1.0.0' }, { description: 'Lunches', ...parts })];
  const owners = new Map([['type:Person', { module: 'lunches', version: '1.0.0', place: 'class Person' }]]);
  const schema = buildSchema(of.sdl ?? SDL);
  const wraps = new Map([['Person.name', [{ module: 'shelter', because: 'names stay inside' }]]]);
  const plan = { modules, owners, wraps };
  return { schema, model: { byType: new Map() }, deployment: { dir, plan }, ownership: ownershipOf(plan as never, schema) } as never;
}

const said = (problems: readonly PlanProblem[]): readonly string[] => problems.map(({ code, message }) => `${code}: ${message}`);

it('finds what nobody has described, down to arguments and enum values, and who owns it', async () => {
  const sdl = 'type Person { name(in: String): Sex } enum Sex { FEMALE } type Query { "One." person: Person }';
  expect(said(checkDescriptions(await subject({ sdl })))).toEqual([
    'NO_DESCRIPTION: Person of lunches (class Person) has no description.',
    'NO_DESCRIPTION: Person.name of lunches (class Person) has no description.',
    'NO_DESCRIPTION: Person.name.in of lunches (class Person) has no description.',
    'NO_DESCRIPTION: Sex of lunches (class Person) has no description.',
    'NO_DESCRIPTION: Sex.FEMALE of lunches (class Person) has no description.',
  ]);
  expect(checkDescriptions(await subject())).toEqual([]);
});

it('tells whether schema.graphql is missing, stale and where, or up to date', async () => {
  expect(said(await checkSchemaFile(await subject()))).toEqual([expect.stringMatching(/^SCHEMA_FILE_MISSING/)]);
  const stale = await subject({ files: { 'schema.graphql': SDL.replace('name(', 'called(') } });
  expect(said(await checkSchemaFile(stale))).toEqual(['SCHEMA_FILE_STALE: schema.graphql is not what the modules give; they differ in Person.called, Person.name, Person.name.in.']);
  expect(await checkSchemaFile(await subject({ files: { 'schema.graphql': schemaText(buildSchema(SDL)) } }))).toEqual([]);
});

it('names each breaking change with its owner, and lets it pass only when CHANGES.md names it as unreleased', async () => {
  const released = SDL.replace('name(', 'age: Int nickname: String name(');
  const told = async (changes: string): Promise<readonly string[]> => {
    const files = { 'schema.released.graphql': released, 'CHANGES.md': changes };
    return breakingProblems((await breakingChanges(await subject({ files }))) ?? []).map(({ message }) => message);
  };
  expect(await told('')).toEqual([
    expect.stringMatching(/^Person.age of lunches breaks operations .*'age' was removed/),
    expect.stringMatching(/^Person.nickname of lunches/),
  ]);
  expect(await told('# Changes\n\n## Unreleased\n\n- `Person.age` is gone; use `Person.birthDate`.\n\n## 0.1.0\n\n- `Person.nickname`\n')).toEqual([expect.stringMatching(/^Person.nickname/)]);
  expect(await told('## Unreleased\n- `Person.ages` and `Person.nickname.x`\n')).toHaveLength(2);
  expect(await breakingChanges(await subject())).toBeUndefined();
});

it('finds operations that the schema refuses, with file and line', async () => {
  const files = { 'operations/a.graphql': 'query A {\n  person { nam }\n}', 'operations/b.graphql': 'query B {', 'operations/c.graphql': 'query C { person { name } }' };
  expect(said(await checkOperations(await subject({ files, parts: (url) => ({ operations: url('operations') }) })))).toEqual([
    'OPERATION_INVALID: operations/a.graphql:2 of lunches: Cannot query field "nam" on type "Person". Did you mean "name"?',
    expect.stringMatching(/^OPERATION_INVALID: operations\/b.graphql:1 of lunches: Syntax Error/),
  ]);
});

it('finds texts that a language lacks: permissions, roles, refusals, and what another language says', async () => {
  const files = {
    'src/refusals.ts': "// notFound('SOUP')\nexport const noRice = notFound('NO_RICE', 'There is no rice.');",
    'locales/fr.json': '{ "lunches.read": "Voir", "SOUP": "Soupe" }',
    'locales/sw.json': '{ "NO_RICE": "Hakuna wali", "lunches.read": "Ona", "cook": "Mpishi" }',
  };
  const parts = (url: (name: string) => URL): Partial<ModuleParts> => ({
    locales: url('locales'), permissions: [{ name: 'lunches.read', description: 'See' }], roles: [{ name: 'cook', description: 'Cooks', permissions: [] }],
  });
  expect(said(await checkLocales(await subject({ files, parts })))).toEqual([
    'TRANSLATION_MISSING: lunches does not say in fr: NO_RICE, cook.',
    'TRANSLATION_MISSING: lunches does not say in sw: SOUP.',
  ]);
  expect(said(await checkLocales(await subject({ files: { 'locales/fr.json': '[]' }, parts })))).toEqual([expect.stringMatching(/^LOCALE_UNREADABLE: locales\/fr.json/)]);
});

it('explains who changes a field and why, and which operations use it', async () => {
  const files = { 'src/person.ts': 'export class Meal {}\nexport class Person {}\n', 'operations/c.graphql': 'query Who { person { called: name } }', 'operations/d.graphql': '{ __typename }' };
  const given = await subject({ files, parts: (url) => ({ operations: url('operations') }) });
  expect(await explainField(given, 'Person.name')).toEqual({
    field: 'Person.name', type: 'String', description: 'Their name.', module: 'lunches', version: '1.0.0', place: 'class Person', file: 'src/person.ts:2', takes: [], holds: null, public: null,
    wraps: [{ module: 'shelter', because: 'names stay inside' }],
    usedBy: [{ operation: 'Who', module: 'lunches', file: 'operations/c.graphql' }],
  });
});
