import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defineModule } from '../../src/kernel/module/define-module.js';
import { defineAttributes } from '../../src/kernel/schema/attributes.js';
import { Household } from '../../src/people/households/household.js';
import { Person } from '../../src/people/persons/person.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

const CLERK = ['people.persons.read', 'people.persons.register', 'people.places.read', 'people.places.manage', 'people.identifiers.read', 'people.disability.read', 'people.disability.assess', 'people.payment-accounts.read', 'people.payment-accounts.register'];
const REVEALER = [...CLERK, 'people.persons.reveal', 'people.disability.reveal', 'people.identifiers.reveal', 'people.payment-accounts.reveal'];
const PERSON = `query ($id: ID!) { person(by: { id: $id }) { disabled maskedFields attributes { shoeSize hivStatus }
  disabilityAssessments { nodes { seeing disabled maskedFields } } identifiers { nodes { masked value maskedFields } } paymentAccounts { nodes { masked number maskedFields } } } }`;
const REVEAL = 'mutation ($input: PersonRevealInput!) { personReveal(input: $input) { until person { disabled maskedFields } userErrors { code path message } } }';
const LOG = 'query ($id: ID!) { person(by: { id: $id }) { reveals { nodes { categories reason purpose revealedBy revealedAt until open } } } }';

const reason = 'Appeal against a decision, case 12';
const masked = {
  disabled: null, maskedFields: ['disabled', 'attributes.hivStatus'], attributes: { shoeSize: 42, hivStatus: null },
  disabilityAssessments: { nodes: [{ seeing: null, disabled: null, maskedFields: ['seeing', 'hearing', 'walking', 'remembering', 'selfCare', 'communicating', 'disabled'] }] },
  identifiers: { nodes: [{ masked: '••••789', value: null, maskedFields: ['value'] }] },
  paymentAccounts: { nodes: [{ masked: '••••321', number: null, maskedFields: ['number'] }] },
};

/** What a country asks, of which some is masked. */
const country = defineModule({ name: 'made-up-country', version: '0.1.0', kinga: { id: 'made-up-country', requires: { people: '*' } } }, {
  description: 'Made up',
  attributes: [
    defineAttributes(Person, {
      shoeSize: { type: 'integer', description: 'Made up.' },
      hivStatus: { type: 'boolean', description: 'Made up.', privacy: { sensitivity: 'sensitive', category: 'people.disability' } },
    }),
    defineAttributes(Household, { illness: { type: 'text', description: 'Made up.', privacy: { sensitivity: 'sensitive', category: 'people.disability' } } }),
  ],
});

let platform: TestPlatform;
let clerk: TestClient;
let officer: TestClient;
beforeAll(async () => {
  platform = await startTestPlatform({ modules: [country], settings: { people: { reveal: { minutes: 15, perHour: 3 } } } });
  clerk = platform.as(...CLERK);
  await clerk.run('mutation ($input: PlacesRegisterInput!) { placesRegister(input: $input) { userErrors { code } } }', { input: { places: [{ code: 'A', name: 'A', level: 'district' }, { code: 'B', name: 'B', level: 'district' }] } });
});
let officers = 0;
beforeEach(() => {
  platform.setNow('2026-03-01T12:00:00Z');
  officer = platform.as({ name: `officer-${officers += 1}`, permissions: REVEALER });
});
afterAll(() => platform.stop());

let numbers = 0;
async function person(placeCode = 'A'): Promise<string> {
  numbers += 1;
  const given = await clerk.run<{ personsRegister: { persons: { id: string }[] } }>(
    'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code message } } }',
    { input: { placeCode, persons: [{ givenName: 'Made', familyName: 'Up', sex: 'FEMALE', attributes: { shoeSize: 42, hivStatus: true }, identifiers: [{ type: 'national-number', value: `${1_000 + numbers}456789` }] }] } },
  );
  const personId = given.personsRegister.persons[0]?.id ?? '';
  const answers = { hearing: 'NO_DIFFICULTY', walking: 'NO_DIFFICULTY', remembering: 'NO_DIFFICULTY', selfCare: 'NO_DIFFICULTY', communicating: 'NO_DIFFICULTY' };
  await clerk.run('mutation ($input: PersonDisabilityAssessInput!) { personDisabilityAssess(input: $input) { userErrors { code message } } }', { input: { personId, seeing: 'CANNOT_DO_AT_ALL', ...answers } });
  await clerk.run('mutation ($input: PersonPaymentAccountAddInput!) { personPaymentAccountAdd(input: $input) { userErrors { code message } } }', { input: { personId, account: { kind: 'WALLET', institution: 'MOMO', holderName: 'Made Up', number: `${2_000 + numbers}987654321` } } });
  return personId;
}

const seen = async (by: TestClient, id: string): Promise<unknown> => (await by.run<{ person: unknown }>(PERSON, { id })).person;
const reveal = (by: TestClient, personId: string, more: Readonly<Record<string, unknown>> = {}): Promise<unknown> =>
  by.run(REVEAL, { input: { personId, categories: ['people.disability'], reason, purpose: 'registry', ...more } });

describe('what is masked', () => {
  it('is null for whoever may not see it, and the row says that it is masked', async () => {
    const id = await person();
    expect(await seen(clerk, id)).toEqual(masked);
    expect(await seen(officer, id)).toEqual(masked);
  });

  it('is opened with a reason to one actor, for one person, by category, for a short time', async () => {
    const [id, other] = [await person(), await person()];
    expect(await reveal(officer, id)).toMatchObject({ personReveal: { until: '2026-03-01T12:15:00.000Z', person: { disabled: true, maskedFields: [] } } });
    expect(await seen(officer, id)).toMatchObject({
      disabled: true, maskedFields: [], attributes: { shoeSize: 42, hivStatus: true }, disabilityAssessments: { nodes: [{ seeing: 'CANNOT_DO_AT_ALL', disabled: true, maskedFields: [] }] },
      identifiers: { nodes: [{ value: null }] }, paymentAccounts: { nodes: [{ number: null }] },
    });
    expect(await seen(officer, other)).toEqual(masked);
    expect(await seen(clerk, id)).toEqual(masked);
    platform.setNow('2026-03-01T12:14:59Z');
    expect(await seen(officer, id)).toMatchObject({ disabled: true });
    platform.setNow('2026-03-01T12:15:00Z');
    expect(await seen(officer, id)).toEqual(masked);
  });

  it('holds numbers too, that the kernel has to unseal', async () => {
    const id = await person();
    await reveal(officer, id, { categories: ['people.identifiers', 'people.payment-accounts'] });
    expect(await seen(officer, id)).toMatchObject({
      disabled: null, identifiers: { nodes: [{ value: expect.stringMatching(/^\d{4}456789$/) as string, maskedFields: [] }] }, paymentAccounts: { nodes: [{ number: expect.stringMatching(/987654321$/) as string, maskedFields: [] }] },
    });
  });

  it('costs nothing for whoever may not open it: the statement does not even look', async () => {
    const id = await person();
    const query = 'query ($id: ID!) { person(by: { id: $id }) { disabled disabilityAssessments { nodes { seeing } } } }';
    const asked = async (by: TestClient): Promise<readonly string[]> => {
      await by.run(query, { id });
      return by.sent();
    };
    expect(await asked(clerk)).toEqual([expect.not.stringMatching(/people\.reveal|people\.functioning|"seeing" as|latest\.disabled/)]);
    expect(await asked(officer)).toEqual([expect.stringContaining('people.reveal')]);
    expect(await asked(platform.as(...CLERK, 'people.disability.clear'))).toEqual([expect.not.stringContaining('people.reveal')]);
  });

  it("is a country's attributes too: in answers, filters and of a household whose member was opened", async () => {
    const filter = (attribute: string): string => `{ persons(where: { attributes: { ${attribute} } }) { totalCount } }`;
    const reader = platform.as({ name: 'reader', permissions: [...REVEALER, 'people.households.read', 'people.households.register'] });
    expect(await reader.refuse(filter('hivStatus: { eq: true }'))).toMatchObject([{ code: 'FORBIDDEN', message: expect.stringContaining('people.disability.clear') as string }]);
    expect(await reader.refuse(filter('hivStatus: { isNull: false }'))).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await reader.run(filter('shoeSize: { eq: 42 }'))).toMatchObject({ persons: { totalCount: expect.any(Number) as number } });
    const { householdRegister } = await reader.run<{ householdRegister: { household: { id: string; members: { nodes: { id: string }[] } } } }>(
      'mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { household { id members { nodes { id } } } userErrors { code message } } }',
      { input: { code: 'HH-1', placeCode: 'A', attributes: { illness: 'Made up' }, members: [{ givenName: 'Made', familyName: 'Up', sex: 'MALE', role: 'HEAD' }] } },
    );
    const { id, members } = householdRegister.household;
    const household = (): Promise<unknown> => reader.run('query ($id: ID!) { household(by: { id: $id }) { maskedFields attributes { illness } } }', { id });
    expect(await household()).toEqual({ household: { maskedFields: ['attributes.illness'], attributes: { illness: null } } });
    await reveal(reader, await person());
    expect(await household()).toMatchObject({ household: { attributes: { illness: null } } });
    await reveal(reader, members.nodes[0]?.id ?? '');
    expect(await household()).toEqual({ household: { maskedFields: [], attributes: { illness: 'Made up' } } });
  });

  it('is clear without a reveal for those whose daily work it is, who alone may choose rows by it', async () => {
    const id = await person();
    const assessor = platform.as(...CLERK, 'people.disability.clear');
    const filter = '{ persons(where: { disabled: { eq: true } }) { totalCount } }';
    expect(await seen(assessor, id)).toMatchObject({ disabled: true, maskedFields: [], disabilityAssessments: { nodes: [{ seeing: 'CANNOT_DO_AT_ALL' }] } });
    expect(await assessor.run(filter)).toMatchObject({ persons: { totalCount: expect.any(Number) as number } });
    await reveal(officer, id);
    for (const by of [clerk, officer]) expect(await by.refuse(filter)).toMatchObject([{ code: 'FORBIDDEN', message: expect.stringContaining('people.disability.clear') as string }]);
  });
});

describe('a reveal', () => {
  it('is recorded for good: who, whose, what, why, what for and until when; with an event that carries no value', async () => {
    const id = await person();
    await reveal(officer, id);
    const controller = platform.as('people.persons.read', 'people.reveals.read');
    expect(await controller.run(LOG, { id })).toEqual({ person: { reveals: { nodes: [{
      categories: ['people.disability'], reason, purpose: 'registry', revealedBy: `officer-${officers}@example.org`, revealedAt: '2026-03-01T12:00:00.000Z', until: '2026-03-01T12:15:00.000Z', open: true,
    }] } } });
    expect(await clerk.refuse(LOG, { id })).toMatchObject([{ code: 'FORBIDDEN' }]);
    const { rows } = await platform.pool.query<{ payload: unknown }>("select payload from kernel.event where name = 'people.person-revealed' order by id desc limit 1");
    expect(rows).toEqual([{ payload: { id: expect.any(String) as string, person: id.split('_')[1]?.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), categories: ['people.disability'] } }]);
    await expect(platform.pool.query('delete from people.reveal')).rejects.toThrow('never changed');
  });

  it('is said in the log of reads of whoever reads under it', async () => {
    const id = await person();
    const revealed = async (by: TestClient, name: string): Promise<unknown> => {
      await by.run('query ($id: ID!) { person(by: { id: $id }) { disabled } }', { id });
      const { rows } = await platform.pool.query<{ revealed: boolean }>("select revealed from kernel.read_log where actor = $1 and 'Person.disabled' = any(fields) order by at desc, id desc limit 1", [`${name}@example.org`]);
      return rows[0]?.revealed;
    };
    await reveal(officer, id);
    expect(await revealed(officer, `officer-${officers}`)).toBe(true);
    expect(await revealed(platform.as({ name: 'reader-only', permissions: CLERK }), 'reader-only')).toBe(false);
  });

  it('needs a reason in words, a known category and purpose, and the permission of each category', async () => {
    const personId = await person();
    const refused = (more: object, by = officer): Promise<unknown> => by.refuse(REVEAL, { input: { personId, categories: ['people.disability'], reason, purpose: 'registry', ...more } });
    expect(await refused({ reason: 'because' })).toMatchObject([{ code: 'INVALID_VALUE' }]);
    expect(await refused({ categories: [] })).toMatchObject([{ code: 'INVALID_VALUE' }]);
    expect(await refused({ categories: ['people.everything'] })).toMatchObject([{ code: 'CATEGORY_UNKNOWN' }]);
    expect(await refused({ purpose: 'curiosity' })).toMatchObject([{ code: 'PURPOSE_UNKNOWN' }]);
    expect(await refused({ categories: ['people.identifiers'] }, platform.as(...CLERK, 'people.persons.reveal'))).toMatchObject([{ code: 'REVEAL_NOT_ALLOWED' }]);
    expect(await refused({}, clerk)).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await refused({ personId: await person('B') }, platform.as({ permissions: REVEALER, places: ['A'] }))).toMatchObject([{ code: 'PERSON_NOT_FOUND' }]);
  });

  it('is limited in number within an hour, so that nobody gathers them', async () => {
    const ids = [await person(), await person(), await person(), await person()];
    for (const id of ids.slice(0, 3)) await reveal(officer, id);
    const input = { personId: ids[3], categories: ['people.disability'], reason, purpose: 'registry' };
    expect(await officer.refuse(REVEAL, { input })).toMatchObject([{ code: 'REVEAL_LIMIT', message: expect.stringContaining('3 times') as string }]);
    platform.setNow('2026-03-01T13:00:01Z');
    expect(await officer.run(REVEAL, { input })).toMatchObject({ personReveal: { person: { disabled: true } } });
  });

  it('of several at once is counted one by one', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => person()));
    const answers = await Promise.all(ids.map((personId) => officer.send(REVEAL, { input: { personId, categories: ['people.disability'], reason, purpose: 'registry' } })));
    expect(answers.filter(({ data }) => (data as { personReveal: { until: string | null } }).personReveal.until !== null)).toHaveLength(3);
  });
});
