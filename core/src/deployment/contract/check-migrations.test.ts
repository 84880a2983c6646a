import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { defineModule } from '../../kernel/module/define-module.js';
import type { PlanProblem } from '../../kernel/plan/types.js';
import { deploymentFolder, type DeploymentFolder } from '../testing/deployment-folder.js';
import { checkGuards } from './check-guards.js';
import { checkMigrations, writeSnapshots } from './check-migrations.js';
import type { Subject } from './subject.js';

let folder: DeploymentFolder;
afterEach(() => folder.remove());

class Lunch {}

/** A module with one table, whose columns are given as MikroORM would know them. */
async function lunches(): Promise<{ subject(columns: Readonly<Record<string, string>>): Subject }> {
  folder = await deploymentFolder();
  await folder.write('migrations/0001_lunch.sql', 'create table lunches.lunch (id uuid primary key, dish text);');
  const module = defineModule({ name: 'lunches', version: '1.0.0' }, { description: 'Lunches', entities: [Lunch], migrations: pathToFileURL(`${folder.dir}/migrations/`) });
  return {
    subject: (columns) => {
      const props = Object.entries(columns).map(([name, type]) => ({ kind: 'scalar', fieldNames: [name], columnTypes: [type.replace(' null', '')], nullable: type.endsWith(' null') }));
      const orm = { getMetadata: () => ({ get: () => ({ schema: 'lunches', tableName: 'lunch', props }) }) };
      return { orm, deployment: { dir: folder.dir, plan: { modules: [module] } } } as never;
    },
  };
}

const codes = async (subject: Subject): Promise<readonly string[]> => (await checkMigrations(subject)).map(({ code, message }) => `${code}: ${message}`);
const save = (file: URL, text: string): Promise<void> => writeFile(file, text);

it('asks for a migration when entities have changed and no statement has', async () => {
  const { subject } = await lunches();
  const before = subject({ id: 'uuid', dish: 'text' });
  expect(await codes(before)).toEqual([expect.stringMatching(/^SNAPSHOT_MISSING: lunches/)]);
  expect((await writeSnapshots(before, save)).problems).toEqual([]);
  expect(await codes(before)).toEqual([]);
  expect(await readFile(`${folder.dir}/migrations/snapshot.txt`, 'utf8')).toMatch(/^# .*Do not edit\.\n# migrations \w{16}\nlunches\.lunch\.dish text\nlunches\.lunch\.id uuid\n$/);

  const after = subject({ id: 'uuid', dish: 'text null', served_on: 'date' });
  const missing = 'The entities of lunches have changed, and its migrations have not: + lunches.lunch.dish text null; + lunches.lunch.served_on date; - lunches.lunch.dish text.';
  expect(await codes(after)).toEqual([`MIGRATION_MISSING: ${missing}`]);
  expect((await writeSnapshots(after, save)).problems).toEqual([expect.objectContaining({ code: 'MIGRATION_MISSING', message: missing })]);

  await folder.write('migrations/0002_served.sql', 'alter table lunches.lunch add served_on date, alter dish drop not null;');
  expect(await codes(after)).toEqual([expect.stringMatching(/^SNAPSHOT_STALE/)]);
  expect((await writeSnapshots(after, save)).problems).toEqual([]);
  expect(await codes(after)).toEqual([]);
});

it('sees a column that was recorded but that no statement names', async () => {
  const { subject } = await lunches();
  const wrong = subject({ id: 'uuid', dish: 'text', cook: 'text' });
  await writeSnapshots(wrong, save);
  expect(await codes(wrong)).toEqual(['MIGRATION_LACKS: No migration of lunches says cook, which its entities have.']);
});

it('finds each table that holds something of persons and that nothing guards, over any number of references, and reasons that nothing needs', async () => {
  folder = await deploymentFolder();
  await folder.write('migrations/0001_lunch.sql', `
    create table people.person (id uuid primary key);
    call people.guard_by_place('people.person');
    create table lunches.lunch (id uuid primary key, eater uuid references people.person);
    create table lunches.course (lunch_id uuid);
    alter table lunches.course add foreign key (lunch_id) references lunches.lunch;
    create table lunches.guest (host_person_id uuid);
    create table lunches.taste (id uuid primary key, said text);
    create table lunches.dish (id uuid primary key, lunch text);
    create table lunches.staged (person_id uuid);
    create table lunches.seat (person_id uuid);
    call people.guard_by_any('lunches.seat', 'person_id person');`);
  const checked = (unguarded: Readonly<Record<string, string>>): Promise<readonly PlanProblem[]> => {
    const module = defineModule({ name: 'lunches', version: '1.0.0' }, {
      description: 'Lunches', migrations: pathToFileURL(`${folder.dir}/migrations/`), unguarded,
      tables: { 'lunches.taste': { description: 'Tastes', sensitivity: 'personal', purpose: 'registry' }, 'lunches.dish': { description: 'Dishes', sensitivity: 'public', purpose: 'registry' } },
    });
    return checkGuards({ deployment: { plan: { modules: [module] } } } as never);
  };
  const tables = async (unguarded: Readonly<Record<string, string>>): Promise<readonly string[]> => (await checked(unguarded)).map(({ code, message }) => `${code} ${/[a-z]+\.[a-z]+/.exec(message)?.[0]}`);
  expect(await tables({})).toEqual(['course', 'guest', 'lunch', 'staged', 'taste'].map((name) => `UNGUARDED_TABLE lunches.${name}`));
  expect(await tables({ 'lunches.course': 'because', 'lunches.guest': 'because', 'lunches.lunch': 'because', 'lunches.staged': 'because', 'lunches.taste': 'because' })).toEqual([]);
  expect((await tables({ 'lunches.seat': 'because', 'lunches.dish': 'because' })).filter((each) => each.startsWith('UNGUARDED_FOR'))).toEqual(['UNGUARDED_FOR_NOTHING lunches.seat', 'UNGUARDED_FOR_NOTHING lunches.dish']);
});
