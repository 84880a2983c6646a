import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let clerk: TestClient;
const PERMISSIONS = ['people.identifiers.read', 'matching.search.manage', 'people.persons.read', 'people.persons.register', 'people.households.read', 'people.households.register', 'people.places.read', 'people.places.manage'];

beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  clerk = platform.as(...PERMISSIONS);
  await clerk.run(`mutation { placesRegister(input: { places: [
    { code: "R", name: "Region", level: "region" }, { code: "D1", name: "District 1", level: "district", parentCode: "R" }, { code: "D2", name: "District 2", level: "district", parentCode: "R" }
  ] }) { userErrors { code } } }`);
  const persons = (placeCode: string, ...names: readonly (readonly [string | null, string, string?])[]) =>
    clerk.run('mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { userErrors { code message } } }', {
      input: { placeCode, persons: names.map(([givenName, familyName, birthDate]) => ({ givenName, familyName, birthDate: birthDate ?? null, sex: 'FEMALE' })) },
    });
  await persons('D1', ['Kofi', 'Adjei-Mensah', '1960-05-05'], ['Kofi', 'Adjei', '1984-01-01'], ['Abena', 'Mensah'], [null, 'Sukarnomade'], ['Fatoumata', 'Ouattara'], ['Mohammed', 'Al Hassan'],
    ['Nguyễn', 'Văn Ánh'], ['Tesfaye', 'Getachew'], ['Сергей', 'Щербаков'], ['أحمد', 'عمر'], ['አበበ', 'ተስፋዬ'], ['राजेश', 'शर्मा']);
  await persons('D2', ['Kofi', 'Adjei', '1991-01-01'], ['Serwaa', 'Bonsu']);
});
afterAll(() => platform.stop());

const SEARCH = 'query ($text: String!, $first: Int) { personSearch(text: $text, first: $first) { compared nodes { score person { givenName familyName } matches { field value } } } }';
interface Answer {
  readonly personSearch: { readonly nodes: readonly { readonly score: number; readonly person: { readonly givenName: string | null; readonly familyName: string }; readonly matches: readonly { readonly field: string; readonly value: string }[] }[] };
}
const search = async (text: string, who = clerk, first = 5): Promise<Answer['personSearch']['nodes']> => (await who.run<Answer>(SEARCH, { text, first })).personSearch.nodes;
const names = async (text: string, who = clerk): Promise<readonly string[]> => (await search(text, who)).map(({ person: { givenName, familyName } }) => [givenName, familyName].filter(Boolean).join(' '));

describe('a clerk looks for a person', () => {
  it.each([
    ['Serwaa Bonsu', 'as it is written'], ['bonsu serwaa', 'in another order'], ['BONSU', 'by a part'], ['serw', 'by the beginning of a part'], ['Srewaa Bonsu', 'with letters swapped'],
    ['Serwa Bonsuu', 'with a letter dropped and one doubled'], ['Sehrwah Bunsoo', 'with other spellings of the sound'], ['S. Bonsu', 'by an initial'], ['Serwaa Xylophon', 'by one name, the other being wrong'],
    ['Serwea  Bnsou', 'with two slips in a word'],
  ])('%s: %s', async (text) => {
    expect((await names(text))[0]).toBe('Serwaa Bonsu');
  });

  it.each([
    ['Sukarnomade', 'Sukarnomade'], ['Watara Fatumata', 'Fatoumata Ouattara'], ['Muhammad Alhasan', 'Mohammed Al Hassan'], ['Nguyen Van Anh', 'Nguyễn Văn Ánh'],
    ['Sergej Scherbakow', 'Сергей Щербаков'], ['Ahmed Omar', 'أحمد عمر'], ['Abebe Tesfaye', 'አበበ ተስፋዬ'], ['Rajesh Sharma', 'राजेश शर्मा'],
    ['ተስፋዬ ጌታቸው', 'Tesfaye Getachew'], ['محمد حسن', 'Mohammed Al Hassan'], ['Кофи Менсах', 'Kofi Adjei-Mensah'],
  ])('%s finds %s, whatever the script', async (text, name) => {
    expect((await names(text))[0]).toBe(name);
  });

  it('and is told the best first, how well it matches and what', async () => {
    expect(await search('adjei kofi 1960')).toEqual([
      { score: 0.973, person: { givenName: 'Kofi', familyName: 'Adjei-Mensah' }, matches: [{ field: 'NAME', value: 'Kofi Adjei-Mensah' }, { field: 'BIRTH_YEAR', value: '1960' }] },
      { score: expect.any(Number), person: { givenName: 'Kofi', familyName: 'Adjei' }, matches: [{ field: 'NAME', value: 'Kofi Adjei' }] },
      { score: expect.any(Number), person: { givenName: 'Kofi', familyName: 'Adjei' }, matches: [{ field: 'NAME', value: 'Kofi Adjei' }] },
    ]);
    expect((await search('Kofi Adjei'))[0]).toMatchObject({ score: 1, person: { familyName: 'Adjei' } });
    expect(await search('Quetzalcoatl')).toEqual([]);
  });

  it('in places of their own only', async () => {
    const there = platform.as({ permissions: PERMISSIONS, places: ['D2'] });
    expect(await search('Kofi Adjei', there)).toMatchObject([{ score: 1 }]);
    expect(await names('Abena Mensah', there)).not.toContain('Abena Mensah');
  });

  it('and is refused a text that says too little, with what to do', async () => {
    for (const text of ['', ' ', 'a', '?!', '7']) {
      const { errors } = await clerk.send(SEARCH, { text });
      expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    }
    expect(await clerk.refuse(SEARCH, { text: 'x'.repeat(201) })).toMatchObject([{ code: 'BAD_USER_INPUT', message: 'This text is too long to search by.' }]);
    expect(await platform.as({ permissions: PERMISSIONS, locale: 'fr' }).refuse(SEARCH, { text: 'a' })).toMatchObject([{ message: 'Ce texte contient trop peu pour une recherche.' }]);
    expect(await platform.as('people.places.read').refuse(SEARCH, { text: 'Kofi' })).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await clerk.refuse(SEARCH, { text: 'Kofi', first: 51 })).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  });

  it('with a number of statements that does not grow', async () => {
    await search('Kofi Adjei', clerk, 1);
    const one = clerk.statements();
    await search('Kofi', clerk, 50);
    expect(clerk.statements()).toBe(one);
    expect(one).toBe(4);
    await search('Zzyzx Qwrtp H-17', clerk, 50);
    expect(clerk.statements()).toBeLessThanOrEqual(6);
  });
});

describe('the household code', () => {
  it('finds its members', async () => {
    await clerk.run('mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { userErrors { code message } } }', {
      input: { code: 'HH-77/1', placeCode: 'D1', members: [{ familyName: 'Quaye', givenName: 'Esi', sex: 'FEMALE', role: 'HEAD' }, { familyName: 'Quaye', givenName: 'Ebo', sex: 'MALE', role: 'CHILD' }] },
    });
    expect(await search('hh-77/1')).toMatchObject([{ score: 1, matches: [{ field: 'HOUSEHOLD_CODE', value: 'HH-77/1' }] }, { score: 1 }]);
    expect(await names('Ebbo hh-77/1')).toEqual(['Ebo Quaye', 'Esi Quaye']);
    expect(await names('hh-77/1', platform.as({ permissions: PERMISSIONS, places: ['D2'] }))).toEqual([]);
  });
});

describe('a phone number', () => {
  beforeAll(async () => {
    await platform.pool.query(`
      insert into people.contact_point (id, person_id, kind, value)
      select kernel.uuid7(), id, 'PHONE', case given_name when 'Serwaa' then '+233244123456' else '+233209993456' end from people.person where given_name in ('Serwaa', 'Abena')`);
  });

  it.each(['+233 24 412 3456', '0244123456', '00233244123456', '244-123-456', '(0)24 412 3456', '٠٢٤٤١٢٣٤٥٦'])('finds whose it is, written as %s', async (text) => {
    expect(await search(text)).toMatchObject([{ score: 1, person: { givenName: 'Serwaa' }, matches: [{ field: 'PHONE', value: '+233244123456' }] }]);
  });

  it('by its last digits, of all who have them, and with a name of those the one', async () => {
    expect((await names('3456')).toSorted()).toEqual(['Abena Mensah', 'Serwaa Bonsu']);
    expect((await names('serwa 3456'))[0]).toBe('Serwaa Bonsu');
    expect(await names('3456', platform.as({ permissions: PERMISSIONS, places: ['D1'] }))).toEqual(['Abena Mensah']);
    expect(await names('456')).toEqual([]);
  });
});

describe('a person who has had other names', () => {
  it('is found by the old one, by the new one and by an alias in another script, and is told by the name that matches', async () => {
    await platform.pool.query(`
      insert into people.person_name (id, person_id, kind, script, given_name, family_name)
      select kernel.uuid7(), id, 'FORMER', 'Latn', 'Serwaa', 'Acquaah' from people.person where given_name = 'Serwaa'
      union all select kernel.uuid7(), id, 'OTHER_SCRIPT', 'Cyrl', 'Серваа', 'Аквах' from people.person where given_name = 'Serwaa'`);
    expect((await search('serwaa aquah'))[0]).toMatchObject({ person: { familyName: 'Bonsu' }, matches: [{ field: 'NAME', value: 'Serwaa Acquaah' }] });
    expect((await search('Аквах'))[0]).toMatchObject({ person: { familyName: 'Bonsu' } });
    await platform.pool.query("update people.person set family_name = 'Wiredu' where given_name = 'Serwaa'");
    expect((await search('wiredu serwaa'))[0]).toMatchObject({ person: { familyName: 'Wiredu' }, matches: [{ field: 'NAME', value: 'Serwaa Wiredu' }] });
    expect((await search('Bonsu'))[0]?.person.familyName).not.toBe('Wiredu');
  });

  it('and one who was found to be another is not found any more', async () => {
    expect(await names('Fatoumata Ouattara')).toEqual(['Fatoumata Ouattara']);
    await platform.pool.query("update people.person set merged_into_id = (select id from people.person where given_name = 'Abena') where given_name = 'Fatoumata'");
    expect(await names('Fatoumata Ouattara')).toEqual([]);
  });
});

describe('the number of a document', () => {
  beforeAll(async () => {
    const [holder] = await clerk.run<{ persons: { nodes: readonly { id: string }[] } }>('{ persons(first: 1, where: { familyName: { eq: "Sukarnomade" } }) { nodes { id } } }').then(({ persons }) => persons.nodes);
    await clerk.run('mutation ($input: PersonIdentifierAddInput!) { personIdentifierAdd(input: $input) { userErrors { code message } } }', {
      input: { personId: holder?.id, identifier: { type: 'national-number', value: 'GHA-7123-4567-89' } },
    });
  });

  it.each(['GHA-7123-4567-89', 'gha 7123 4567 89', 'GHA7123456789'])('finds who holds it, written as %s, and tells its type only', async (text) => {
    expect((await search(text))[0]).toMatchObject({ person: { familyName: 'Sukarnomade' }, matches: [{ field: 'IDENTIFIER', value: 'national-number' }] });
  });

  it('whole only, in one\'s own places only, and by who may see identifiers', async () => {
    const without = PERMISSIONS.filter((permission) => permission !== 'people.identifiers.read');
    expect(await search('GHA-7123-4567-8')).toEqual([]);
    expect(await search('GHA-7123-4567-89', platform.as({ permissions: PERMISSIONS, places: ['D2'] }))).toEqual([]);
    expect(await search('GHA-7123-4567-89', platform.as({ permissions: without }))).toEqual([]);
  });
});
