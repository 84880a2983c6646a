import { afterAll, beforeAll, expect, it } from 'vitest';
import { Field } from 'type-graphql';
import { defineModule } from '../kernel/module/define-module.js';
import { Privacy, type ResourcePrivacy } from '../kernel/privacy/classification.js';
import { privacyProblems } from '../kernel/privacy/problems.js';
import { ALL_TABLES, unclassifiedTables, type Unclassified } from '../kernel/privacy/tables.js';
import { defineAttributes } from '../kernel/schema/attributes.js';
import { Versioned } from '../kernel/schema/node.js';
import { Resource } from '../kernel/schema/resource.js';
import { Person } from '../people/persons/person.js';
import { coreModules } from '../core-modules.js';
import { startTestPlatform, type TestPlatform } from '../testing/index.js';

/** As decorators would, which test files are not compiled with. */
function resource<C extends typeof Versioned>(target: C, table: string, fields: readonly string[], privacy?: ResourcePrivacy): C {
  for (const name of fields) Field(() => String, { description: 'Made up.' })(target.prototype, name);
  Resource({ description: 'Made up.', table, prefix: table.replace('.', ''), read: 'made.up.read', ...(privacy && { privacy }) })(target);
  return target;
}
class Unsaid extends Versioned {}
class Said extends Versioned {}
resource(Unsaid, 'made.up', ['note']);
resource(Said, 'made.said', ['note', 'diagnosis', 'elsewhere', 'tame', 'lost'], { sensitivity: 'personal', purpose: 'registry' });
Privacy({ purpose: 'curiosity' })(Said.prototype, 'elsewhere');
Privacy({ category: 'people.disability' })(Said.prototype, 'tame');
Privacy({ sensitivity: 'sensitive', category: 'people.nothing' })(Said.prototype, 'lost');

const made = (entities: readonly (typeof Unsaid | typeof Said)[], attributes: object[] = []): ReturnType<typeof defineModule> =>
  defineModule({ name: 'made', version: '0.1.0' }, { description: 'Made up', entities, attributes: attributes as never });
const told = (...modules: readonly ReturnType<typeof made>[]): readonly string[] => privacyProblems([...coreModules, ...modules]).map(({ code, message }) => `${code}: ${message}`);

let platform: TestPlatform;
beforeAll(async () => void (platform = await startTestPlatform({ workers: false })));
afterAll(() => platform?.stop());

it('core leaves no field and no table unclassified', async () => {
  expect(told()).toEqual([]);
  const { rows } = await platform.pool.query<Unclassified>(ALL_TABLES);
  const resources = new Set([...platform.platform.model.byType.values()].map(({ tableName }) => tableName));
  expect(unclassifiedTables(rows, coreModules, resources)).toEqual([]);
});

it('a table that nobody classified is found', () => {
  const tables = [{ schema: 'made', table: 'made.notes' }, { schema: 'pgboss', table: 'pgboss.job' }, { schema: 'kernel', table: 'kernel.history' }, { schema: 'people', table: 'people.person' }];
  expect(unclassifiedTables(tables, coreModules, new Set(['people.person']))).toEqual(['made.notes']);
});

it('a resource that says nothing keeps the platform from starting', async () => {
  expect(told(made([Unsaid]))).toEqual(['UNCLASSIFIED_FIELD: Unsaid of made does not say how sensitive it is and what it is kept for.']);
});

it('a class, a purpose or a category that there is not is told, and what sounds special must be sensitive', () => {
  expect(told(made([Said]))).toEqual([
    'LOOKS_SENSITIVE: Said.diagnosis of made sounds like what laws protect specially, and is classified as personal.',
    'WRONGLY_CLASSIFIED: Said.elsewhere of made is kept for "curiosity", which is no registered purpose.',
    'WRONGLY_CLASSIFIED: Said.tame of made is masked, and yet not said to be sensitive.',
    'WRONGLY_CLASSIFIED: Said.lost of made belongs to the masked category "people.nothing", which there is not.',
  ]);
});

it("a country's attributes inherit from what they are added to, and are looked at too", () => {
  const plain = defineAttributes(Person, { shoeSize: { type: 'integer', description: 'Made up.' } });
  const special = defineAttributes(Person, { hivStatus: { type: 'boolean', description: 'Made up.' } });
  const classified = defineAttributes(Person, { hivStatus: { type: 'boolean', description: 'Made up.', privacy: { sensitivity: 'sensitive', category: 'people.disability' } } });
  expect(told(made([], [plain]))).toEqual([]);
  expect(told(made([], [classified]))).toEqual([]);
  expect(told(made([], [special]))).toEqual([expect.stringContaining('LOOKS_SENSITIVE: Person.attributes.hivStatus of made') as string]);
});
