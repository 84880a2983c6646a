import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountTooStrong } from '../../src/kernel/database/account-strength.js';
import { UNGUARDED, unguardedIn, type Unguarded } from '../../src/kernel/database/guards.js';
import { decodeId } from '../../src/kernel/schema/ids.js';
import type { Context } from '../../src/kernel/context.js';
import { readRows } from '../../src/kernel/read/read-rows.js';
import { inTransaction } from '../../src/kernel/write/transaction.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { CLERK, register, registerHousehold, twoPlaces } from '../people/testing/registry.js';
import { attack } from './testing/attack.js';
import { plantRowsOf } from './testing/rows-of.js';

const uuid = (id: string): string => decodeId(id)?.uuid ?? '';

let platform: TestPlatform;
let everybody: TestClient;
let app: pg.Pool;
let here: string;
let there: string;
/** Ids of what is in village 1 and in village 2. */
let own: readonly string[];
let foreign: readonly string[];
/** Tables with a policy, views of history, and the views that are read in the place of guarded tables. */
let guarded: readonly string[];
let past: readonly string[];
const views = ['matching.person_entry_seen', 'matching.phone_entry_seen'];

beforeAll(async () => {
  platform = await startTestPlatform();
  app = platform.platform.pool;
  everybody = platform.as(...CLERK);
  await twoPlaces(everybody);
  [here = ''] = await register(everybody, [{ givenName: 'Here', familyName: 'Addo' }], 'V1');
  [there = ''] = await register(everybody, [{ givenName: 'There', familyName: 'Addo' }], 'V2');
  const homes = [await registerHousehold(everybody, 'H1', [{ givenName: 'Head', familyName: 'Near' }], 'V1'), await registerHousehold(everybody, 'H2', [{ givenName: 'Head', familyName: 'Far' }], 'V2')];
  const [near, far] = homes.map(({ id, members }) => ({ person: uuid(members[0] ?? ''), household: uuid(id) }));
  if (!near || !far) throw new Error('two households');
  await plantRowsOf(platform.pool, { ...near, other: uuid(here), n: 1 });
  await plantRowsOf(platform.pool, { ...far, other: uuid(there), n: 2 });
  [own, foreign] = [[near.person, near.household], [far.person, far.household]];
  const { rows } = await platform.pool.query<{ name: string }>("select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where (c.relrowsecurity and not c.relispartition) or c.relname like 'past\\_%' and n.nspname = 'kernel' order by 1");
  const names = rows.map(({ name }) => name);
  guarded = names.filter((name) => !name.startsWith('kernel.past_'));
  past = guarded.map((name) => `kernel.past_${name.replace('.', '_')}`).filter((name) => names.includes(name));
});
afterAll(() => platform.stop());

const clerkOf = (...places: string[]): TestClient => platform.as({ permissions: CLERK, places });
const contextOf = (places: readonly string[] | null): Context => platform.platform.context({ actor: { ...platform.platform.system(), id: 'clerk', places } });
/** What a statement that forgot its predicate would find: only the policies stand. */
const counted = async (places: readonly string[] | null, table: string): Promise<number> =>
  (await readRows<{ n: number }>(contextOf(places), `select count(*)::int as n from ${table}`)).rows[0]?.n ?? -1;
const owned = async (table: string): Promise<number> => (await platform.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n ?? -1;
const namesOf = async (client: TestClient): Promise<readonly string[]> =>
  (await client.run<{ persons: { nodes: readonly { givenName: string; familyName: string }[] } }>('{ persons { nodes { givenName familyName } } }')).persons.nodes.map(({ givenName, familyName }) => `${givenName} ${familyName}`).sort();

describe('the account of the platform', () => {
  it('owns nothing and can bypass nothing', async () => {
    expect(await accountTooStrong(app)).toBeUndefined();
    expect((await app.query('select current_user::text as who')).rows).toEqual([{ who: 'kinga_app' }]);
  });

  it('is found too strong where it is the owner', async () => {
    expect(await accountTooStrong(platform.pool)).toMatchObject({ code: 'DATABASE_ACCOUNT_TOO_STRONG' });
  });

  it('can neither empty a table nor take its policy away', async () => {
    for (const statement of ['truncate people.person cascade', 'alter table people.person no force row level security', 'drop policy scope on people.person', 'alter table people.person disable trigger all']) {
      await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('every table that leads to a person or a household, and every part of history', () => {
  it('is guarded, or its module says why not', async () => {
    expect(await unguardedIn(app, platform.platform.plan.modules)).toEqual([]);
  });

  it('is found where a module makes one and guards it not, whatever it refers to a person by', async () => {
    const client = await platform.pool.connect();
    try {
      await client.query(`begin; create schema lunches; create table lunches.lunch (id uuid primary key, eater uuid references people.person);
        create table lunches.course (lunch_id uuid references lunches.lunch); create table lunches.guest (guest_person_id uuid); create table lunches.dish (name text)`);
      const found = (await client.query<Unguarded>(UNGUARDED)).rows.map(({ table }) => table).filter((table) => table.startsWith('lunches.'));
      expect(found).toEqual(['lunches.course', 'lunches.guest', 'lunches.lunch']);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('has its policy forced, and belongs to an account that is not the platform\'s', async () => {
    const { rows } = await platform.pool.query(`select c.oid::regclass from pg_class c where c.relrowsecurity and (not c.relforcerowsecurity or pg_has_role('kinga_app', c.relowner, 'member'))`);
    expect(rows).toEqual([]);
    const { rows: strong } = await platform.pool.query("select rolname from pg_roles r where (rolsuper or rolbypassrls) and (rolname = 'kinga_app' or pg_has_role('kinga_app', r.oid, 'member'))");
    expect(strong).toEqual([]);
  });

  it('is passed by no view but those that hold the condition of the table themselves', async () => {
    // A view reads with the rights of its owner, whom some policies let see everything.
    const { rows } = await platform.pool.query<{ view: string }>(`
      select distinct v.oid::regclass::text as view from pg_class v join pg_rewrite w on w.ev_class = v.oid join pg_depend d on d.objid = w.oid and d.refclassid = 'pg_class'::regclass
      join pg_policy y on y.polrelid = d.refobjid and y.polname = 'owner' where v.relkind = 'v' and pg_get_viewdef(v.oid) !~ 'current_setting|place_reach|WHERE \\(?false|WHERE \\(?true' order by 1`);
    expect(rows).toEqual([]);
  });
});

describe('a statement without its predicate', () => {
  /** What is seen of a table, as text. */
  const seen = async (places: readonly string[] | null, table: string, id = `clerk of ${places?.join()}`): Promise<readonly string[]> =>
    (await readRows<{ row: string }>(platform.platform.context({ actor: { ...platform.platform.system(), id, places } }), `select to_jsonb(t)::text as row from ${table} t`)).rows.map(({ row }) => row);
  /** Seen by whoever sees everything, and by nobody with a limit of places alone. */
  const WHOLLY = ['kernel.event', 'programmes.participant', 'transactions.payment_answer', 'transactions.bank_statement', 'transactions.bank_statement_name', 'transactions.bank_entry', 'transactions.deduction_payment', 'transactions.deduction_payment_line', 'transactions.organisation_payment', 'transactions.receipt_file', 'transactions.receipt_rejection', 'kernel.history'];

  attack('reads each guarded table and the past of each as a clerk of one village', {
    blocked: async () => {
      for (const table of [...guarded, ...past, ...views]) {
        const [near, far] = [await seen(['V1'], table), await seen(['V2'], table)];
        expect(near.filter((row) => foreign.some((id) => row.includes(id))), table).toEqual([]);
        expect(far.filter((row) => own.some((id) => row.includes(id))), table).toEqual([]);
        if (WHOLLY.includes(table)) expect([near, far], table).toEqual([[], []]);
      }
    },
    twin: async () => {
      for (const table of [...guarded.filter((each) => !WHOLLY.includes(each)), ...views, 'kernel.past_people_person', 'kernel.past_people_address', 'kernel.past_programmes_enrolment', 'kernel.past_surveys_response', 'kernel.past_transactions_payment_instruction']) {
        expect((await seen(['V1'], table)).length, table).toBeGreaterThan(0);
        expect((await seen(['V2'], table)).length, table).toBeGreaterThan(0);
        expect((await seen(null, table)).length, table).toBe(await owned(table));
      }
      for (const table of WHOLLY) expect((await seen(null, table)).length, table).toBe(await owned(table));
    },
  });

  attack('reads each guarded table with no scope, an empty one, and no places', {
    blocked: async () => {
      for (const table of [...guarded, ...views, ...past]) {
        expect((await app.query(`select from ${table}`)).rowCount, table).toBe(0);
        expect((await app.query(`select from (select * from ${table}) its where (select set_config('kinga.scope', '', true)) is not null`)).rowCount, table).toBe(0);
        expect(await seen([], table, 'nobody'), table).toEqual([]);
      }
    },
    twin: async () => expect(await counted(['R'], 'people.person')).toBe(await owned('people.person')),
  });

  attack('reads what belongs to another programme', {
    blocked: async () => {
      const within = platform.platform.context({ actor: { ...platform.platform.system(), places: null, programmes: ['PROG1'] } });
      for (const table of ['programmes.enrolment', 'programmes.entitlement', 'transactions.payment_instruction', 'transactions.posting', 'transactions.accrual']) {
        const { rows } = await readRows<{ row: string }>(within, `select to_jsonb(t)::text as row from ${table} t`);
        expect(rows.length, table).toBeGreaterThan(0);
        expect(rows.filter(({ row }) => row.includes(foreign[0] ?? '')), table).toEqual([]);
      }
    },
    twin: async () => expect(await counted(null, 'programmes.enrolment')).toBe(2),
  });

  attack('changes and deletes persons of another village', {
    blocked: async () => {
      await inTransaction(contextOf(['V1']), async ({ tx }) => {
        expect((await tx.query("update people.person set attributes = attributes where given_name = 'There'")).rowCount).toBe(0);
        expect((await tx.query("delete from people.person where given_name = 'There'")).rowCount).toBe(0);
      });
    },
    twin: () => inTransaction(contextOf(['V1']), async ({ tx }) => {
      expect((await tx.query("update people.person set attributes = attributes where given_name = 'Here'")).rowCount).toBe(1);
    }),
  });

  const ADD = "insert into people.person (id, family_name, sex, place_id) select gen_random_uuid(), 'Written', 'OTHER', id from people.place where code = $1";
  attack('writes a person into another village', {
    blocked: () => expect(inTransaction(contextOf(['V1']), async ({ tx }) => tx.query(ADD, ['V2']))).rejects.toMatchObject({ code: '42501' }),
    twin: () => inTransaction(contextOf(['V1']), async ({ tx }) => {
      await tx.query(ADD, ['V1']);
      await tx.query("delete from people.person where family_name = 'Written'");
    }),
  });
});

describe('a scope', () => {
  attack('outlives its statement or its transaction on the connection', {
    blocked: async () => {
      await counted(null, 'people.person');
      await inTransaction(contextOf(null), async ({ tx }) => tx.query('select 1'));
      const found = await Promise.all(Array.from({ length: 24 }, async () => (await app.query<{ said: string | null; n: number }>(
        "select nullif(current_setting('kinga.scope', true), '') as said, (select count(*)::int from people.person) as n, pg_sleep(0.05)")).rows[0]));
      expect(new Set(found.map((row) => `${row?.said} ${row?.n}`))).toEqual(new Set(['null 0']));
    },
    twin: async () => expect(await counted(['V1'], 'people.person')).toBeGreaterThan(0),
  });

  attack('holds a code that would say more', {
    blocked: async () => {
      for (const code of ['V1|all|all', 'all', '["V2"]', '"', '{(,)}', "'", '']) expect(await counted([code], 'people.person')).toBe(0);
    },
    twin: async () => expect(await counted(['nowhere', 'V1'], 'people.person')).toBeGreaterThan(0),
  });
});

describe('somebody of another village', () => {
  const BY_ID = 'query ($id: ID!) { person(by: { id: $id }) { familyName } node(id: $id) { id } nodes(ids: [$id]) { id } }';
  attack('is told from somebody whom there is not', {
    blocked: async () => {
      const missing = `${there.slice(0, -1)}${there.endsWith('0') ? '1' : '0'}`;
      const [foreign, none] = await Promise.all([there, missing].map((id) => clerkOf('V1').send(BY_ID, { id })));
      expect(foreign).toEqual(none);
    },
    twin: async () => expect(await clerkOf('V1').run(BY_ID, { id: here })).toMatchObject({ person: { familyName: 'Addo' } }),
  });

  attack('is still seen after they moved away, or not yet where they came', {
    blocked: async () => {
      expect(await namesOf(clerkOf('V2'))).toContain('There Addo');
      await platform.pool.query("update people.person set place_id = (select id from people.place where code = 'V1') where given_name = 'There'");
      expect(await namesOf(clerkOf('V2'))).not.toContain('There Addo');
      expect(await namesOf(clerkOf('V1'))).toContain('There Addo');
      await platform.pool.query("update people.person set place_id = (select id from people.place where code = 'V2') where given_name = 'There'");
      expect(await namesOf(clerkOf('V1'))).not.toContain('There Addo');
    },
    twin: async () => expect(await namesOf(everybody)).toContain('There Addo'),
  });
});
