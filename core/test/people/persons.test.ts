import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let clerk: TestClient;
const PERMISSIONS = ['people.persons.read', 'people.persons.register', 'people.households.read', 'people.households.register', 'people.places.read', 'people.places.manage', 'people.identifiers.read'];

beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01', settings: { people: { phoneCountry: 'GH', severalSpouses: true } } });
  clerk = platform.as(...PERMISSIONS);
  await clerk.run('mutation { placesRegister(input: { places: [{ code: "A", name: "A", level: "district" }, { code: "B", name: "B", level: "district" }] }) { userErrors { code message path } } }');
});
afterAll(() => platform.stop());

const REGISTER = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id version } userErrors { code message path } } }';
const UPDATE = `mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) {
  person { version givenName patronymic familyName fullName script birthDate birthDatePrecision birthDateEstimated languages names { nodes { kind fullName script validFrom validTo } } }
  userErrors { code message path }
} }`;

interface Row {
  readonly id: string;
  readonly version: number;
}
const register = async (...persons: readonly object[]): Promise<readonly Row[]> => {
  const input = { placeCode: 'A', persons: persons.map((person) => ({ familyName: 'Addo', sex: 'FEMALE', ...person })) };
  return (await clerk.run<{ personsRegister: { persons: Row[] } }>(REGISTER, { input })).personsRegister.persons;
};
const one = async (person: object): Promise<Row> => (await register(person))[0] as Row;
const refused = (person: object) => clerk.refuse(REGISTER, { input: { placeCode: 'A', persons: [{ familyName: 'Addo', sex: 'FEMALE', ...person }] } });

describe('a person is registered', () => {
  const READ = `query ($id: ID!) { person(by: { id: $id }) {
    givenName patronymic familyName fullName script languages birthDate birthDatePrecision birthDateEstimated age
    names(orderBy: [{ kind: ASC }]) { nodes { kind script fullName validTo } } contacts { nodes { kind value preferred } } identifiers { nodes { type masked } }
  } }`;

  it('with names in parts and scripts, a year of birth, languages, contacts and identifiers, in one call', async () => {
    const { id } = await one({
      givenName: 'Abebe', patronymic: 'Kebede', familyName: 'Tadesse', birthDate: '1960', birthDateEstimated: true, languages: ['am', 'EN-gb'],
      names: [{ kind: 'OTHER_SCRIPT', givenName: 'አበበ', familyName: 'ታደሰ' }, { kind: 'ALIAS', familyName: 'Abi' }],
      contacts: [{ kind: 'PHONE', value: '024 000 0001', preferred: true }, { kind: 'EMAIL', value: 'Abebe@Example.org' }],
      identifiers: [{ type: 'national-number', value: 'gha-000 111 222' }],
    });
    expect(await clerk.run(READ, { id })).toEqual({
      person: {
        givenName: 'Abebe', patronymic: 'Kebede', familyName: 'Tadesse', fullName: 'Abebe Kebede Tadesse', script: 'Latn', languages: ['am', 'en-GB'],
        birthDate: '1960-01-01', birthDatePrecision: 'YEAR', birthDateEstimated: true, age: 66,
        names: { nodes: [{ kind: 'ALIAS', script: 'Latn', fullName: 'Abi', validTo: null }, { kind: 'OTHER_SCRIPT', script: 'Ethi', fullName: 'አበበ ታደሰ', validTo: null }] },
        contacts: { nodes: [{ kind: 'PHONE', value: '+233240000001', preferred: true }, { kind: 'EMAIL', value: 'abebe@example.org', preferred: false }] },
        identifiers: { nodes: [{ type: 'national-number', masked: '••••222' }] },
      },
    });
  });

  it('with one name only, or one that is written family name first', async () => {
    const [single, japanese] = await register({ familyName: 'Sukarti' }, { familyName: '山田', givenName: '太ろう' });
    const { nodes } = await clerk.run<{ nodes: unknown[] }>('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Person { fullName script } } }', { ids: [single?.id, japanese?.id] });
    expect(nodes).toEqual([{ fullName: 'Sukarti', script: 'Latn' }, { fullName: '山田太ろう', script: 'Jpan' }]);
  });

  it('a thousand at a time with names, contacts and identifiers costs as many statements as two', async () => {
    const many = (from: number, count: number): readonly object[] => Array.from({ length: count }, (_, index) => ({
      givenName: `P${from + index}`, names: [{ kind: 'ALIAS', familyName: 'X' }], contacts: [{ kind: 'PHONE', value: `+23324${String(from + index).padStart(7, '0')}` }],
      identifiers: [{ type: 'national-number', value: `T${String(from + index).padStart(8, '0')}` }],
    }));
    await register(...many(1000, 2));
    const few = clerk.statements();
    await register(...many(2000, 1000));
    expect(clerk.statements()).toBe(few);
    expect(few).toBeLessThan(12);
  });

  it('or is refused with all that is wrong, each at its place, and nothing is written', async () => {
    const before = (await platform.pool.query('select count(*) from people.person')).rows;
    const told = await refused({
      birthDate: '2026-04', languages: ['sw', 'no language'], names: [{ kind: 'FORMER', familyName: 'X', validFrom: '2020-01-01', validTo: '2020-01-01' }],
      contacts: [{ kind: 'PHONE', value: '12' + '3'.repeat(30) }, { kind: 'EMAIL', value: 'nobody@' }],
    });
    expect(told.map(({ code, path }) => [code, path?.join('.')])).toEqual([
      ['BORN_IN_FUTURE', 'input.persons.0.birthDate'], ['LANGUAGE_UNKNOWN', 'input.persons.0.languages.1'], ['ENDS_BEFORE_START', 'input.persons.0.names.0.validTo'],
      ['PHONE_INVALID', 'input.persons.0.contacts.0.value'], ['EMAIL_INVALID', 'input.persons.0.contacts.1.value'],
    ]);
    expect(await refused({ identifiers: [{ type: 'national-number', value: '?' }] })).toMatchObject([{ code: 'IDENTIFIER_INVALID', path: ['input', 'persons', '0', 'identifiers', '0', 'value'] }]);
    expect(await refused({ birthDate: '1960-13' })).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect((await platform.pool.query('select count(*) from people.person')).rows).toEqual(before);
  });

  it('born in the present year or month is not born in the future', async () => {
    const [year, month] = await register({ birthDate: '2026' }, { birthDate: '2026-03' });
    expect([year, month]).toHaveLength(2);
  });
});

describe('a person is changed', () => {
  it('and the former name is kept where it changed, not where it was wrong', async () => {
    const { id, version } = await one({ givenName: 'Ama', familyName: 'Mensah' });
    const wrong = await clerk.run<{ personUpdate: { person: object } }>(UPDATE, { input: { id, version, familyName: 'Mensa' } });
    expect(wrong.personUpdate.person).toMatchObject({ fullName: 'Ama Mensa', names: { nodes: [] } });
    const married = await clerk.run<{ personUpdate: { person: object } }>(UPDATE, { input: { id, version: version + 1, familyName: 'Owusu', keepFormerName: true } });
    expect(married.personUpdate.person).toMatchObject({ fullName: 'Ama Owusu', names: { nodes: [{ kind: 'FORMER', fullName: 'Ama Mensa', validTo: '2026-03-01' }] } });
  });

  it('in all that is known of the birth', async () => {
    const { id, version } = await one({ birthDate: '1970-05' });
    const change = async (at: number, more: object): Promise<unknown> => (await clerk.run<{ personUpdate: { person: unknown } }>(UPDATE, { input: { id, version: at, ...more } })).personUpdate.person;
    expect(await change(version, { languages: ['ee'], birthDateEstimated: true })).toMatchObject({ birthDate: '1970-05-01', birthDatePrecision: 'MONTH', birthDateEstimated: true, languages: ['ee'] });
    expect(await change(version + 1, { birthDate: '1970-05-17', birthDateEstimated: false })).toMatchObject({ birthDate: '1970-05-17', birthDatePrecision: 'DAY', birthDateEstimated: false });
    expect(await change(version + 2, { birthDate: null })).toMatchObject({ birthDate: null, birthDatePrecision: 'DAY', birthDateEstimated: false, languages: ['ee'] });
  });

  it('and death within the year or month of birth is possible, before it is not', async () => {
    const { id, version } = await one({ birthDate: '1999' });
    expect(await clerk.refuse(UPDATE, { input: { id, version, deathDate: '1998-12-31' } })).toMatchObject([{ code: 'DIED_BEFORE_BIRTH' }]);
    await clerk.run(UPDATE, { input: { id, version, deathDate: '1999-01-01' } });
    expect(await clerk.refuse(UPDATE, { input: { id, version: version + 1, birthDate: '1999-02' } })).toMatchObject([{ code: 'DIED_BEFORE_BIRTH' }]);
    await expect(platform.pool.query("update people.person set birth_precision = 'YEAR', birth_date = '1980-02-01' where birth_date = '1999-01-01'")).rejects.toThrow(/person_birth_first_day/);
  });

  it('by two clerks at once: the second is told', async () => {
    const { id, version } = await one({ givenName: 'A' });
    const update = (patronymic: string) => clerk.send(UPDATE, { input: { id, version, patronymic } });
    const codes = (await Promise.all([update('First'), update('Second')])).flatMap(({ data }) => (data as { personUpdate: { userErrors: { code: string }[] } }).personUpdate.userErrors.map(({ code }) => code));
    expect(codes).toEqual(['CHANGED_MEANWHILE']);
  });
});

describe('further names', () => {
  const ADD = 'mutation ($input: PersonNameAddInput!) { personNameAdd(input: $input) { name { id version fullName person { id } } userErrors { code message path } } }';
  const END = 'mutation ($input: PersonNameEndInput!) { personNameEnd(input: $input) { name { id version validTo } userErrors { code message path } } }';

  it('are added and ended, in places of their own only', async () => {
    const { id: personId } = await one({});
    const { personNameAdd: { name } } = await clerk.run<{ personNameAdd: { name: Row } }>(ADD, { input: { personId, name: { kind: 'ALIAS', familyName: 'Nana', validFrom: '2020-01-01' } } });
    expect(name).toMatchObject({ fullName: 'Nana', person: { id: personId } });
    const elsewhere = platform.as({ permissions: PERMISSIONS, places: ['B'] });
    expect(await elsewhere.refuse(ADD, { input: { personId, name: { kind: 'ALIAS', familyName: 'X' } } })).toMatchObject([{ code: 'PERSON_NOT_FOUND', path: ['input', 'personId'] }]);
    expect(await elsewhere.refuse(END, { input: { id: name.id, version: 1 } })).toMatchObject([{ code: 'DETAIL_NOT_FOUND' }]);
    expect(await elsewhere.run('query ($id: ID!) { node(id: $id) { id } }', { id: name.id })).toEqual({ node: null });
    expect(await clerk.refuse(END, { input: { id: name.id, version: 7 } })).toMatchObject([{ code: 'CHANGED_MEANWHILE', path: ['input', 'version'] }]);
    expect(await clerk.refuse(END, { input: { id: name.id, version: 1, on: '2019-01-01' } })).toMatchObject([{ code: 'ENDS_BEFORE_START' }]);
    expect(await clerk.refuse(END, { input: { id: name.id, version: 1, on: '2026-03-02' } })).toMatchObject([{ code: 'DAY_IN_FUTURE' }]);
    expect(await clerk.run(END, { input: { id: name.id, version: 1 } })).toMatchObject({ personNameEnd: { name: { version: 2, validTo: '2026-03-01' } } });
    expect(await clerk.refuse(END, { input: { id: name.id, version: 2 } })).toMatchObject([{ code: 'ALREADY_ENDED' }]);
  });
});

it('several spouses at a time are possible where the deployment says so', async () => {
  const [a, b, c] = await register({}, {}, {});
  const marry = 'mutation ($input: PersonRelationshipAddInput!) { personRelationshipAdd(input: $input) { relationship { id } userErrors { code message path } } }';
  for (const other of [b, c]) await clerk.run(marry, { input: { personId: a?.id, kind: 'SPOUSE', otherId: other?.id, validFrom: '2010-01-01' } });
  expect(await clerk.run('query ($id: ID!) { person(by: { id: $id }) { relationships { totalCount } } }', { id: a?.id })).toEqual({ person: { relationships: { totalCount: 2 } } });
});
