import { pathToFileURL } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { defineModule } from '../../kernel/module/define-module.js';
import { deploymentFolder, type DeploymentFolder } from '../testing/deployment-folder.js';
import { checkSafety } from './check-safety.js';
import { lintMigration } from './lint-migration.js';
import type { MigrationRule } from './migration-rules.js';

let folder: DeploymentFolder | undefined;
afterEach(() => folder?.remove());

const rules = async (sql: string): Promise<readonly string[]> => (await lintMigration(sql)).map(({ rule, what, line }) => `${rule} ${what} ${line}`);

/** What hurts, and the same done so that it doesn't. */
const CASES: readonly (readonly [rule: MigrationRule, dangerous: string, harmless: string])[] = [
  ['not-null', 'alter table a.t add c text not null', "alter table a.t add c text not null default ''"],
  ['not-null', 'alter table a.t alter c set not null', 'alter table a.t add constraint c_there check (c is not null) not valid; alter table a.t validate constraint c_there'],
  ['type-change', 'alter table a.t alter c type bigint', 'alter table a.t add c2 bigint'],
  ['rename', 'alter table a.t rename c to d', 'alter table a.t add d text'],
  ['rename', 'alter table a.t rename to u', 'create table a.u (id uuid)'],
  ['drop', 'alter table a.t drop column c', 'alter table a.t alter c drop not null'],
  ['drop', 'drop table a.t', 'drop trigger x on a.t'],
  ['drop', 'drop view a.v', 'create or replace view a.v as select 1 as one'],
  ['index', 'create index i on a.t (c)', 'create table a.t (c text); create index i on a.t (c)'],
  ['index', 'alter table a.t add constraint k unique (c)', 'alter table a.t add constraint k unique using index i'],
  ['index', 'alter table a.t add c text unique', 'alter table a.t add c text'],
  ['foreign-key', 'alter table a.t add constraint f foreign key (c) references a.u', 'alter table a.t add constraint f foreign key (c) references a.u not valid'],
  ['check', 'alter table a.t add constraint k check (c > 0)', 'alter table a.t add constraint k check (c > 0) not valid'],
  ['rewrite', 'alter table a.t add c uuid default gen_random_uuid()', 'alter table a.t add c timestamptz default now()'],
  ['rewrite', 'alter table a.t add c int generated always as (d + 1) stored', 'alter table a.t add c int default 1'],
  ['whole-table', 'update a.t set c = 1', 'update a.t set c = 1 where c is null'],
  ['whole-table', 'delete from a.t', 'create temporary table t (c int); delete from t'],
  ['whole-table', 'truncate a.t', 'insert into a.t values (1)'],
  ['whole-table', 'update a.t set c = 1 where true', 'update a.t set c = 1 where c = 2'],
  ['whole-table', 'delete from a.t where 1 = 1', 'delete from a.t where c = 1'],
  ['whole-table', 'with x as (update a.t set c = 1 returning 1) select * from x', 'with x as (update a.t set c = 1 where c = 2 returning 1) select * from x'],
  ['foreign-key', 'alter table a.t add c uuid references a.u', 'alter table a.t add c uuid'],
  ['check', 'alter table a.t add c int check (c > 0)', 'alter table a.t add c int, add check (c > 0) not valid'],
  ['check', 'alter domain a.d add constraint k check (value > 0)', 'alter domain a.d add constraint k check (value > 0) not valid'],
  ['rewrite', 'alter table a.t add c bigserial', 'create table a.u (c bigserial)'],
  ['rewrite', 'alter table a.t set unlogged', 'alter table a.t set (fillfactor = 90)'],
  ['rename', 'alter table a.t set schema b', 'create schema b'],
  ['rename', "alter type a.e rename value 'x' to 'y'", "alter type a.e add value 'y'"],
  ['drop', 'drop domain a.d', 'drop policy p on a.t'],
  ['lock', 'lock table a.t', 'select 1 from a.t for update'],
  ['lock', 'vacuum full a.t', 'comment on table a.t is $$x$$'],
  ['lock', 'refresh materialized view a.m', 'refresh materialized view concurrently a.m'],
  ['guard', 'alter table a.t disable row level security', 'alter table a.t enable row level security'],
  ['guard', 'alter table a.t no force row level security', 'alter table a.t force row level security'],
  ['guard', 'alter table a.t disable trigger all', 'alter table a.t enable trigger all'],
  ['setting', 'set local lock_timeout = 0', 'set local search_path = a'],
  ['setting', 'set session_replication_role = replica', 'reset search_path'],
  ['whole-table', 'do $$ declare one text; begin for one in select c from a.u loop update a.t set c = 1; end loop; end $$', 'do $$ begin update a.t set c = 1 where c is null; perform a.f(); end $$'],
];

it.each(CASES)('%s: %s', async (rule, dangerous, harmless) => {
  expect((await lintMigration(dangerous)).map((danger) => danger.rule)).toEqual([rule]);
  expect(await lintMigration(harmless)).toEqual([]);
  expect(await lintMigration(`-- kinga: allow ${rule} because a test says so\n${dangerous}`)).toEqual([]);
});

it('knows statements by PostgreSQL\'s own grammar, whatever stands in texts, comments and functions', async () => {
  expect(await rules("-- drop table a.t\nselect 'drop table a.t';\ncreate function a.f() returns void language plpgsql as $$ begin update a.t set c = 1; end $$;\n/* é */ DROP\n TABLE a.t")).toEqual(['drop a.t 4']);
  expect(await rules('alter tabel a.t')).toEqual([expect.stringMatching(/^unreadable syntax error/)]);
});

it('an allowance is for the statement after it, names its rule and says why', async () => {
  expect(await rules('-- kinga: allow drop because 1.4 stopped reading it\ndrop table a.t; drop table a.u')).toEqual(['drop a.u 2']);
  expect(await rules('-- kinga: allow index because it is small\ndrop table a.t')).toEqual(['drop a.t 2']);
  expect(await rules('-- kinga: allow drop because\ndrop table a.t')).toEqual(['drop a.t 2']);
});

it('looks at migrations that have not landed, and says where and what to do', async () => {
  folder = await deploymentFolder();
  await folder.write('migrations/0001_lunch.sql', 'drop table lunches.old');
  await folder.write('migrations/0002_dish.sql', 'create table lunches.x (id uuid);\nalter table lunches.lunch alter dish set not null;');
  await folder.write('migrations.landed.txt', '# since the first release\nlunches/0001_*\n');
  const module = defineModule({ name: 'lunches', version: '1.0.0' }, { description: 'Lunches', migrations: pathToFileURL(`${folder.dir}/migrations/`) });
  expect(await checkSafety({ deployment: { dir: folder.dir, plan: { modules: [module] } } } as never)).toEqual([{
    code: 'MIGRATION_DANGEROUS',
    message: expect.stringMatching(/^lunches\/0002_dish\.sql, line 2: not-null \(lunches\.lunch\.dish\): the version before/),
    cure: expect.stringContaining('-- kinga: allow not-null because …'),
  }]);
});
