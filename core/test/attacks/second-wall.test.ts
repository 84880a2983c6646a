import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountTooStrong } from '../../src/kernel/database/account-strength.js';
import { UNGUARDED, type Unguarded } from '../../src/kernel/database/guards.js';
import type { Context } from '../../src/kernel/context.js';
import { readRows } from '../../src/kernel/read/read-rows.js';
import { inTransaction } from '../../src/kernel/write/transaction.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { CLERK, register, registerHousehold, twoPlaces } from '../people/testing/registry.js';
import { attack } from './testing/attack.js';

let platform: TestPlatform;
let everybody: TestClient;
let app: pg.Pool;
let here: string;
let there: string;
const GUARDED = ['people.person', 'people.household', 'people.membership', 'people.residence'];

beforeAll(async () => {
  platform = await startTestPlatform();
  app = platform.platform.pool;
  everybody = platform.as(...CLERK);
  await twoPlaces(everybody);
  [here = ''] = await register(everybody, [{ givenName: 'Here', familyName: 'Addo' }], 'V1');
  [there = ''] = await register(everybody, [{ givenName: 'There', familyName: 'Addo' }], 'V2');
  await registerHousehold(everybody, 'H1', [{ givenName: 'Head', familyName: 'Near' }], 'V1');
  await registerHousehold(everybody, 'H2', [{ givenName: 'Head', familyName: 'Far' }], 'V2');
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

describe('every table of people that leads to a person or a household', () => {
  it('is guarded', async () => {
    expect((await platform.pool.query<Unguarded>(UNGUARDED, ['people'])).rows).toEqual([]);
  });
});

describe('a statement without its predicate', () => {
  for (const table of GUARDED) {
    attack(`reads ${table} as a clerk of one village`, {
      blocked: async () => {
        const [near, far, all] = [await counted(['V1'], table), await counted(['V2'], table), await owned(table)];
        expect(near + far).toBe(all);
        expect(near).toBeLessThan(all);
      },
      twin: async () => expect(await counted(null, table)).toBe(await owned(table)),
    });

    attack(`reads ${table} with no scope, an empty one, and no places`, {
      blocked: async () => {
        expect((await app.query(`select from ${table}`)).rowCount).toBe(0);
        expect((await app.query(`select from (select * from ${table}) its where (select set_config('kinga.scope', '', true)) is not null`)).rowCount).toBe(0);
        expect(await counted([], table)).toBe(0);
      },
      twin: async () => expect(await counted(['R'], table)).toBe(await owned(table)),
    });
  }

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
