import { afterAll, beforeAll, expect } from 'vitest';
import type { Reach } from '../../src/kernel/access/reach.js';
import { scopeText, type GivenScope, scopeOf } from '../../src/kernel/access/scope.js';
import { readRows } from '../../src/kernel/read/read-rows.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { attack } from './testing/attack.js';

let kinga: TestPlatform;
let registrar: TestClient;

beforeAll(async () => {
  kinga = await startTestPlatform({ workers: false });
  registrar = kinga.as('people.places.manage', 'people.persons.register', 'people.persons.read');
  await registrar.run(`mutation { placesRegister(input: { places: [
    { code: "C", name: "Country", level: "country" }, { code: "V", name: "Village", level: "village", parentCode: "C" }, { code: "W", name: "Other", level: "village", parentCode: "C" }
  ] }) { userErrors { code } } }`);
  await register('V', 'Nana');
  await register('W', 'Wusu');
  await asAll("insert into people.person (id, family_name, sex) values (kernel.uuid7(), 'Nowhere', 'FEMALE')");
});
afterAll(() => kinga.stop());

async function register(placeCode: string, familyName: string): Promise<void> {
  await registrar.run('mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { userErrors { code } } }', { input: { placeCode, persons: [{ familyName, sex: 'FEMALE' }] } });
}

async function asAll(text: string): Promise<void> {
  const client = await kinga.pool.connect();
  await client.query('begin');
  await client.query("select set_config('kinga.scope', 'all', true), set_config('kinga.actor', 'a test', true)");
  await client.query(text);
  await client.query('commit');
  client.release();
}

const NAMES = 'select family_name as name from people.person order by 1';
/** What a statement without its predicate reads, with the policies alone. */
async function seen(scope: GivenScope, reach?: Reach): Promise<readonly string[]> {
  const ctx = kinga.platform.context({ actor: { ...kinga.platform.system(), id: 'clerk', ...scopeOf(scope) } });
  return (await readRows<{ name: string }>(ctx, NAMES, [], { reach })).rows.map(({ name }) => name);
}
/** The same through the API, with the predicate. */
async function told(...places: readonly string[]): Promise<readonly string[]> {
  const { persons } = await kinga.as({ permissions: ['people.persons.read'], places }).run<{ persons: { nodes: readonly { familyName: string }[] } }>('{ persons(orderBy: [{ familyName: ASC }]) { nodes { familyName } } }');
  return persons.nodes.map(({ familyName }) => familyName);
}
/** The same in a transaction, in which settings are given one after the other. */
async function seenIn(...settings: readonly (readonly [string, string])[]): Promise<readonly string[]> {
  const client = await kinga.platform.pool.connect();
  try {
    await client.query('begin');
    for (const [name, value] of settings) await client.query('select set_config($1, $2, true)', [name, value]);
    return (await client.query<{ name: string }>(NAMES)).rows.map(({ name }) => name);
  } finally {
    await client.query('rollback');
    client.release();
  }
}
const setting = (...places: readonly string[]): readonly [string, string] => ['kinga.scope', scopeText(scopeOf({ places }))];

attack('somebody without a place, as a clerk of every place there is', {
  blocked: async () => {
    expect(await seen({ places: ['C'] })).toEqual(['Nana', 'Wusu']);
    expect(await kinga.as({ permissions: ['people.persons.read'], places: ['C'] }).run('{ persons { nodes { familyName } } }')).toEqual({ persons: { nodes: [{ familyName: 'Nana' }, { familyName: 'Wusu' }] } });
  },
  twin: async () => expect(await seen({ places: null })).toEqual(['Nana', 'Nowhere', 'Wusu']),
});

attack('everybody, by what was said of another scope in the same transaction', {
  blocked: async () => {
    const [, every] = setting('C');
    expect(await seenIn(setting('C'), ['kinga.every_place', every], setting('V'))).toEqual(['Nana']);
    expect(await seenIn(['kinga.every_place', ''], ['kinga.scope', ''])).toEqual([]);
    expect(await seenIn(['kinga.every_place', every])).toEqual([]);
  },
  twin: async () => expect(await seenIn(setting('C'))).toEqual(['Nana', 'Wusu']),
});

attack('everybody, by a statement that was written for a farther reach', {
  blocked: async () => {
    await expect(seen({ places: ['V'] }, 'every')).rejects.toMatchObject({ code: 'KG405' });
    await expect(seen({ places: [] }, 'every')).rejects.toMatchObject({ code: 'KG405' });
    for (const reach of ['few', 'many'] as const) {
      expect(await seen({ places: ['V'] }, reach), reach).toEqual(['Nana']);
      expect(await seen({ places: [] }, reach), reach).toEqual([]);
    }
  },
  twin: async () => {
    for (const reach of ['every', 'few', 'many'] as const) expect(await seen({ places: ['C'] }, reach), reach).toEqual(['Nana', 'Wusu']);
  },
});

attack('another village, by writing what lies in a place', {
  blocked: async () => {
    for (const write of ["update people.place_subtree set ids = (select ids from people.place_subtree where code = 'C')", 'delete from people.place_subtree',
      "insert into people.place_subtree (code, ids) select 'Z', ids from people.place_subtree where code = 'C'"]) await expect(kinga.platform.pool.query(write), write).rejects.toMatchObject({ code: '42501' });
    expect(await seen({ places: ['V'] })).toEqual(['Nana']);
  },
  twin: async () => expect(await seenIn(setting('V'))).toEqual(['Nana']),
});

attack('another country, as a clerk of what was every place until just now', {
  blocked: async () => {
    expect(await told('C')).toEqual(['Nana', 'Wusu']);
    await registrar.run('mutation { placesRegister(input: { places: [{ code: "X", name: "Elsewhere", level: "country" }] }) { userErrors { code } } }');
    await register('X', 'Xola');
    expect(await seen({ places: ['C'] })).toEqual(['Nana', 'Wusu']);
    // Its statement was written for every place a moment ago, and is written anew.
    expect(await told('C')).toEqual(['Nana', 'Wusu']);
    expect(await told('C')).toEqual(['Nana', 'Wusu']);
    expect(await told('V', 'X')).toEqual(['Nana', 'Xola']);
    expect(await seen({ places: ['V', 'X'] })).toEqual(['Nana', 'Xola']);
  },
  twin: async () => {
    expect(await seen({ places: ['C', 'X'] })).toEqual(['Nana', 'Wusu', 'Xola']);
    expect(await told('C', 'X')).toEqual(['Nana', 'Wusu', 'Xola']);
  },
});

attack('somebody outside of so many places that no index leads to them', {
  blocked: async () => {
    const villages = Array.from({ length: 101 }, (_, n) => ({ code: `B${n}`, name: `Village ${n}`, level: 'village', parentCode: 'B' }));
    await registrar.run('mutation ($places: [PlaceInput!]!) { placesRegister(input: { places: $places }) { userErrors { code } } }', { places: [{ code: 'B', name: 'Large', level: 'country' }, ...villages] });
    await register('B77', 'Quaye');
    const { rows } = await kinga.pool.query<{ kind: string }>("select kernel.kind_of_reach() as kind where (select set_config('kinga.scope', $1, true)) is not null", [setting('B')[1]]);
    expect(rows).toEqual([{ kind: 'many' }]);
    expect(await told('B')).toEqual(['Quaye']);
    expect(await kinga.as({ permissions: ['people.persons.read'], places: ['B'] }).run('{ personSearch(text: "Nana") { nodes { person { familyName } } } }')).toEqual({ personSearch: { nodes: [] } });
  },
  twin: async () => expect(await told('B', 'V')).toEqual(['Nana', 'Quaye']),
});

attack('somebody outside of more places than are kept for a place, or put together for several', {
  blocked: async () => {
    const villages = Array.from({ length: 301 }, (_, n) => ({ code: `D${n}`, name: `Village ${n}`, level: 'village', parentCode: 'D' }));
    await registrar.run('mutation ($places: [PlaceInput!]!) { placesRegister(input: { places: $places }) { userErrors { code } } }', { places: [{ code: 'D', name: 'Larger', level: 'country' }, ...villages] });
    await register('D300', 'Zaza');
    for (const kept of ['as it is', 'as of 5,000 places']) {
      if (kept !== 'as it is') await kinga.pool.query("delete from people.place_subtree where code = 'D'");
      for (const reach of ['few', 'many', undefined] as const) expect(await seen({ places: ['D'] }, reach), `${kept} ${reach}`).toEqual(['Zaza']);
      expect(await told('D'), kept).toEqual(['Zaza']);
      expect(await seenIn(setting('D')), kept).toEqual(['Zaza']);
      expect(await seenIn(setting('D'), ['kinga.whole', setting('D')[1]]), kept).toEqual(['Zaza']);
    }
  },
  twin: async () => {
    for (const reach of ['few', 'many', undefined] as const) expect(await seen({ places: ['D', 'V'] }, reach), reach).toEqual(['Nana', 'Zaza']);
    await kinga.pool.query('select people.settle_subtrees()');
    for (const reach of ['few', 'many', undefined] as const) expect(await seen({ places: ['D', 'V'] }, reach), reach).toEqual(['Nana', 'Zaza']);
    expect(await seenIn(setting('D', 'V'), ['kinga.whole', setting('D', 'V')[1]])).toEqual(['Nana', 'Zaza']);
  },
});

attack('anybody at all, by a limit of programmes beside every place, few places, or none', {
  blocked: async () => {
    const limited = { programmes: ['P'] } as const;
    for (const places of [null, ['C', 'X', 'B', 'D'], ['V']]) {
      for (const reach of places ? (['few', 'many', undefined] as const) : [undefined]) expect(await seen({ places, ...limited }, reach), `${places} ${reach}`).toEqual([]);
    }
    expect(await seen({ places: ['C', 'X', 'B', 'D'], ...limited }, 'every')).toEqual([]);
  },
  twin: async () => {
    expect(await seen({ places: null, organisations: ['O'] })).toEqual(['Nana', 'Nowhere', 'Quaye', 'Wusu', 'Xola', 'Zaza']);
    expect(await seen({ places: ['C', 'X', 'B', 'D'], organisations: ['O'] }, 'every')).toEqual(['Nana', 'Quaye', 'Wusu', 'Xola', 'Zaza']);
  },
});
