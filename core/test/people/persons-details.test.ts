import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform, type ToldError } from '../../src/testing/index.js';

let platform: TestPlatform;
let clerk: TestClient;
let elsewhere: TestClient;
const PERMISSIONS = [
  'people.persons.read', 'people.persons.register', 'people.places.read', 'people.places.manage', 'people.identifiers.read', 'people.disability.read', 'people.disability.clear', 'people.disability.assess',
  'people.payment-accounts.read', 'people.payment-accounts.register', 'people.payment-accounts.verify', 'kernel.files.read', 'kernel.files.upload',
];

beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  clerk = platform.as(...PERMISSIONS);
  elsewhere = platform.as({ permissions: PERMISSIONS, places: ['B'] });
  await clerk.run('mutation { placesRegister(input: { places: [{ code: "A", name: "A", level: "district" }, { code: "B", name: "B", level: "district" }] }) { userErrors { code message path } } }');
});
afterAll(() => platform.stop());

interface Row {
  readonly id: string;
  readonly version: number;
}

/** Mutations about what hangs on persons are alike: `personContactAdd(input: PersonContactAddInput!) { contact { … } }`. */
const mutation = (name: string, answer: string, fields: string): string => {
  const input = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${input}!) { ${name}(input: $input) { ${answer} { id version ${fields} } userErrors { code message path hint } } }`;
};
const maker = (name: string, answer: string, fields = '') => ({
  run: async (input: object, who = clerk): Promise<Row & Record<string, unknown>> =>
    (await who.run<Record<string, Record<string, Row & Record<string, unknown>>>>(mutation(name, answer, fields), { input }))[name]?.[answer] as Row & Record<string, unknown>,
  refuse: async (input: object, who = clerk): Promise<readonly ToldError[]> => who.refuse(mutation(name, answer, fields), { input }),
});

const register = async (count: number, placeCode = 'A'): Promise<readonly string[]> => {
  const { personsRegister } = await clerk.run<{ personsRegister: { persons: Row[] } }>(
    'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code message path } } }',
    { input: { placeCode, persons: Array.from({ length: count }, (_, index) => ({ givenName: `P${index}`, familyName: 'Addo', sex: 'FEMALE' })) } },
  );
  return personsRegister.persons.map(({ id }) => id);
};
const person = async (placeCode = 'A'): Promise<string> => (await register(1, placeCode))[0] ?? '';
const read = (id: string, fields: string, who = clerk): Promise<Record<string, unknown>> =>
  who.run<{ person: Record<string, unknown> }>(`query ($id: ID!) { person(by: { id: $id }) { ${fields} } }`, { id }).then((data) => data.person);

describe('contacts', () => {
  const add = maker('personContactAdd', 'contact', 'kind value preferred');
  const prefer = maker('personContactPrefer', 'contact', 'preferred');
  const verify = maker('personContactVerify', 'contact', 'verification verifiedBy');
  const end = maker('personContactEnd', 'contact', 'preferred validTo');

  it('are stored in one form, one of each kind preferred, verified and ended', async () => {
    const personId = await person();
    const first = await add.run({ personId, contact: { kind: 'PHONE', value: '+233 (24) 000-0001', preferred: true } });
    expect(first).toMatchObject({ value: '+233240000001', preferred: true });
    const second = await add.run({ personId, contact: { kind: 'PHONE', value: '+233240000002', preferred: true } });
    await add.run({ personId, contact: { kind: 'EMAIL', value: 'a@example.org', preferred: true } });
    const preferred = () => read(personId, 'contacts(where: { preferred: { eq: true } }) { nodes { value } }');
    expect(await preferred()).toEqual({ contacts: { nodes: [{ value: '+233240000002' }, { value: 'a@example.org' }] } });
    expect(await prefer.refuse({ id: first.id, version: 1 })).toMatchObject([{ code: 'CHANGED_MEANWHILE' }]);
    await prefer.run({ id: first.id, version: 2 });
    expect(await preferred()).toEqual({ contacts: { nodes: [{ value: '+233240000001' }, { value: 'a@example.org' }] } });
    expect(await verify.run({ id: second.id, version: 2, verification: 'REFUTED' })).toMatchObject({ verification: 'REFUTED', verifiedBy: 'tester@example.org' });
    expect(await end.run({ id: first.id, version: 3 })).toMatchObject({ preferred: false, validTo: '2026-03-01' });
    expect(await prefer.refuse({ id: first.id, version: 4 })).toMatchObject([{ code: 'ALREADY_ENDED' }]);
  });

  it('that cannot be are refused, and those of persons elsewhere are not there', async () => {
    const personId = await person();
    expect(await add.refuse({ personId, contact: { kind: 'PHONE', value: '024 000 0001' } })).toMatchObject([{ code: 'PHONE_INVALID', path: ['input', 'contact', 'value'] }]);
    expect(await add.refuse({ personId, contact: { kind: 'EMAIL', value: 'a b@c' } })).toMatchObject([{ code: 'EMAIL_INVALID' }]);
    expect(await add.refuse({ personId, contact: { kind: 'EMAIL', value: 'a@example.org' } }, elsewhere)).toMatchObject([{ code: 'PERSON_NOT_FOUND' }]);
    const { id } = await add.run({ personId, contact: { kind: 'EMAIL', value: 'a@example.org' } });
    expect(await end.refuse({ id, version: 1 }, elsewhere)).toMatchObject([{ code: 'DETAIL_NOT_FOUND', path: ['input', 'id'] }]);
    expect(await elsewhere.run('query ($id: ID!) { node(id: $id) { id } }', { id })).toEqual({ node: null });
  });
});

describe('addresses', () => {
  it('are recorded and ended', async () => {
    const personId = await person();
    const add = maker('personAddressAdd', 'address', 'kind lines locality postalCode country place { code } validFrom');
    const address = { kind: 'POSTAL', lines: 'Box 12\nbehind the mill', locality: 'Ho', postalCode: '00233', country: 'GH', placeCode: 'A', validFrom: '2020-01-01' };
    const { placeCode: _code, ...stored } = address;
    const { id } = await add.run({ personId, address });
    expect(await read(personId, 'addresses { nodes { kind lines locality postalCode country place { code } validFrom } }')).toEqual({ addresses: { nodes: [{ ...stored, place: { code: 'A' } }] } });
    expect(await add.refuse({ personId, address: { ...address, country: 'XX' } })).toMatchObject([{ code: 'INVALID_VALUE', path: ['input', 'address', 'country'] }]);
    expect(await add.refuse({ personId, address: { ...address, placeCode: 'Z' } })).toMatchObject([{ code: 'PLACE_NOT_FOUND', path: ['input', 'address', 'placeCode'] }]);
    expect(await maker('personAddressEnd', 'address', 'validTo').run({ id, version: 1, on: '2025-01-01' })).toMatchObject({ validTo: '2025-01-01' });
  });
});

describe('payment accounts', () => {
  const add = maker('personPaymentAccountAdd', 'account', 'kind institution holderName masked preferred verification');
  const verify = maker('personPaymentAccountVerify', 'account', 'verification preferred');
  const prefer = maker('personPaymentAccountPrefer', 'account', 'preferred');
  const end = maker('personPaymentAccountEnd', 'account', 'preferred validTo');

  it('have a number that is masked, in the name of the person where nobody else is named', async () => {
    const personId = await person();
    expect(await add.run({ personId, account: { kind: 'BANK', institution: 'NWBKGB2L', number: 'GB82 WEST 1234 5698 7654 32', currency: 'GBP' } })).toMatchObject({ holderName: 'P0 Addo', masked: '••••432', verification: 'UNVERIFIED' });
    expect(await add.run({ personId, account: { kind: 'WALLET', institution: 'MOMO', number: '+233 24 000 0009', holderName: 'Another' } })).toMatchObject({ holderName: 'Another', masked: '••••009' });
    expect(await add.run({ personId, account: { kind: 'CASH_POINT', institution: 'POST-HO' } })).toMatchObject({ masked: null });
    const officer = platform.as(...PERMISSIONS, 'people.payment-accounts.clear');
    expect(await read(personId, 'paymentAccounts { nodes { number } }', officer)).toEqual({ paymentAccounts: { nodes: [{ number: 'GB82WEST12345698765432' }, { number: '+233240000009' }, { number: null }] } });
    expect(await read(personId, 'paymentAccounts { nodes { number } }')).toEqual({ paymentAccounts: { nodes: [{ number: null }, { number: null }, { number: null }] } });
    expect(await add.refuse({ personId, account: { kind: 'BANK', institution: 'X' } })).toMatchObject([{ code: 'ACCOUNT_NUMBER_NEEDED', path: ['input', 'account', 'number'] }]);
    expect(await add.refuse({ personId, account: { kind: 'BANK', institution: 'X', number: 'GB82 WEST 1234 5698 7654 33' } })).toMatchObject([{ code: 'ACCOUNT_NUMBER_INVALID' }]);
  });

  it('are verified with a record of each check, one preferred at a time, and one that is refuted no longer', async () => {
    const personId = await person();
    const one = await add.run({ personId, account: { kind: 'BANK', institution: 'X', number: '0001112223', preferred: true, validFrom: '2025-01-01' } });
    const two = await add.run({ personId, account: { kind: 'BANK', institution: 'X', number: '0001112224', preferred: true, validFrom: '2025-01-01' } });
    const preferred = () => read(personId, 'paymentAccounts(where: { preferred: { eq: true } }) { nodes { masked } }');
    expect(await preferred()).toEqual({ paymentAccounts: { nodes: [{ masked: '••••224' }] } });
    await verify.run({ id: two.id, version: 1, verification: 'VERIFIED', method: 'a payment of one pesewa' });
    expect(await verify.run({ id: two.id, version: 2, verification: 'REFUTED', method: 'answer of the bank', note: 'closed' })).toMatchObject({ verification: 'REFUTED', preferred: false });
    expect(await read(personId, 'paymentAccounts(where: { verification: { eq: REFUTED } }) { nodes { checks { nodes { outcome method note checkedBy } } } }')).toEqual({
      paymentAccounts: { nodes: [{ checks: { nodes: [
        { outcome: 'VERIFIED', method: 'a payment of one pesewa', note: null, checkedBy: 'tester@example.org' },
        { outcome: 'REFUTED', method: 'answer of the bank', note: 'closed', checkedBy: 'tester@example.org' },
      ] } }] },
    });
    expect(await prefer.refuse({ id: two.id, version: 3 })).toMatchObject([{ code: 'ACCOUNT_NOT_USABLE' }]);
    await prefer.run({ id: one.id, version: 2 });
    expect(await preferred()).toEqual({ paymentAccounts: { nodes: [{ masked: '••••223' }] } });
    expect(await end.run({ id: one.id, version: 3 })).toMatchObject({ preferred: false, validTo: '2026-03-01' });
    expect(await end.refuse({ id: two.id, version: 3 }, elsewhere)).toMatchObject([{ code: 'DETAIL_NOT_FOUND' }]);
    await expect(platform.pool.query('update people.payment_account_check set note = null')).rejects.toThrow(/never changed/);
  });

  it('two made preferred at once leave one', async () => {
    const personId = await person();
    const rows = [await add.run({ personId, account: { kind: 'CASH_POINT', institution: 'P1' } }), await add.run({ personId, account: { kind: 'CASH_POINT', institution: 'P2' } })];
    await Promise.all(rows.map(({ id }) => clerk.send(mutation('personPaymentAccountPrefer', 'account', ''), { input: { id, version: 1 } })));
    const { rows: left } = await platform.pool.query('select 1 from people.payment_account a join people.person p on p.id = a.person_id where preferred and institution in (\'P1\', \'P2\')');
    expect(left).toHaveLength(1);
  });
});

describe('relationships', () => {
  const add = maker('personRelationshipAdd', 'relationship', 'kind person { id } other { id }');
  const end = maker('personRelationshipEnd', 'relationship', 'validTo');
  const RELATED = 'relationships(orderBy: [{ kind: ASC }]) { nodes { kind other { givenName } validFrom validTo } }';

  it('are seen from the person and from the other; a marriage from both sides, and ends on both', async () => {
    const [child = '', mother = '', father = ''] = await register(3);
    await add.run({ personId: child, kind: 'PARENT', otherId: mother });
    await add.run({ personId: child, kind: 'ALTERNATE_PAYEE', otherId: mother, validFrom: '2020-01-01', validTo: '2030-01-01' });
    const { id } = await add.run({ personId: mother, kind: 'SPOUSE', otherId: father, validFrom: '2010-06-01' });
    expect(await read(child, RELATED)).toEqual({ relationships: { nodes: [{ kind: 'ALTERNATE_PAYEE', other: { givenName: 'P1' }, validFrom: '2020-01-01', validTo: '2030-01-01' }, { kind: 'PARENT', other: { givenName: 'P1' }, validFrom: null, validTo: null }] } });
    expect(await read(mother, `${RELATED} relationshipsOfOthers(where: { kind: { eq: PARENT } }) { nodes { person { givenName } } }`)).toEqual({
      relationships: { nodes: [{ kind: 'SPOUSE', other: { givenName: 'P2' }, validFrom: '2010-06-01', validTo: null }] }, relationshipsOfOthers: { nodes: [{ person: { givenName: 'P0' } }] },
    });
    expect(await read(father, RELATED)).toMatchObject({ relationships: { nodes: [{ kind: 'SPOUSE', other: { givenName: 'P1' }, validFrom: '2010-06-01', validTo: null }] } });
    await end.run({ id, version: 1, on: '2025-01-01' });
    expect(await read(father, RELATED)).toMatchObject({ relationships: { nodes: [{ kind: 'SPOUSE', validTo: '2025-01-01' }] } });
  });

  it('that cannot be are refused by the database: to oneself, twice, a second spouse, a loop of parents', async () => {
    const [a = '', b = '', c = ''] = await register(3);
    expect(await add.refuse({ personId: a, kind: 'GUARDIAN', otherId: a })).toMatchObject([{ code: 'RELATED_TO_SELF', path: ['input', 'otherId'] }]);
    await add.run({ personId: a, kind: 'SPOUSE', otherId: b, validFrom: '2010-01-01', validTo: '2020-01-01' });
    expect(await add.refuse({ personId: c, kind: 'SPOUSE', otherId: b, validFrom: '2019-01-01' })).toMatchObject([{ code: 'SECOND_SPOUSE' }]);
    expect(await add.refuse({ personId: b, kind: 'SPOUSE', otherId: a, validFrom: '2015-01-01' })).toMatchObject([{ code: 'RELATED_ALREADY' }]);
    await add.run({ personId: c, kind: 'SPOUSE', otherId: b, validFrom: '2020-01-01' });
    await add.run({ personId: a, kind: 'PARENT', otherId: b });
    await add.run({ personId: b, kind: 'PARENT', otherId: c });
    expect(await add.refuse({ personId: c, kind: 'PARENT', otherId: a })).toMatchObject([{ code: 'PARENT_LOOP' }]);
    expect(await add.refuse({ personId: a, kind: 'PARENT', otherId: await person('B') }, platform.as({ permissions: PERMISSIONS, places: ['A'] }))).toMatchObject([{ code: 'PERSON_NOT_FOUND', path: ['input', 'otherId'] }]);
  });

  it('halves of a loop that are written at once do not both stay', async () => {
    const [a = '', b = ''] = await register(2);
    const answers = await Promise.all([[a, b], [b, a]].map(([personId, otherId]) => clerk.send(mutation('personRelationshipAdd', 'relationship', ''), { input: { personId, kind: 'PARENT', otherId } })));
    const codes = answers.flatMap(({ data }) => (data as { personRelationshipAdd: { userErrors: { code: string }[] } }).personRelationshipAdd.userErrors.map(({ code }) => code));
    expect(codes).toEqual(['PARENT_LOOP']);
  });
});

describe('consent', () => {
  const give = maker('personConsentGive', 'consent', 'decision legalBasis decidedOn recordedBy');
  const withdraw = maker('personConsentWithdraw', 'consent', 'decision legalBasis decidedOn');

  it('is given and withdrawn as facts that stay', async () => {
    const personId = await person();
    expect(await withdraw.refuse({ personId, purpose: 'sharing' })).toMatchObject([{ code: 'CONSENT_NOT_GIVEN', path: ['input', 'purpose'] }]);
    await give.run({ personId, purpose: 'registry', legalBasis: 'PUBLIC_TASK', on: '2025-01-01' });
    await give.run({ personId, purpose: 'sharing', legalBasis: 'CONSENT', on: '2025-01-01', evidence: { source: 'form 12' } });
    await withdraw.run({ personId, purpose: 'sharing', on: '2026-01-01' });
    expect(await withdraw.refuse({ personId, purpose: 'sharing' })).toMatchObject([{ code: 'CONSENT_NOT_GIVEN' }]);
    expect(await read(personId, 'consents { nodes { purpose decision legalBasis decidedOn source recordedBy files { name } } }')).toEqual({ consents: { nodes: [
      { purpose: 'registry', decision: 'GIVEN', legalBasis: 'PUBLIC_TASK', decidedOn: '2025-01-01', source: null, recordedBy: 'tester@example.org', files: [] },
      { purpose: 'sharing', decision: 'GIVEN', legalBasis: 'CONSENT', decidedOn: '2025-01-01', source: 'form 12', recordedBy: 'tester@example.org', files: [] },
      { purpose: 'sharing', decision: 'WITHDRAWN', legalBasis: 'CONSENT', decidedOn: '2026-01-01', source: null, recordedBy: 'tester@example.org', files: [] },
    ] } });
    await expect(platform.pool.query("update people.consent set decision = 'GIVEN'")).rejects.toThrow(/facts/);
    await expect(platform.pool.query('delete from people.consent')).rejects.toThrow(/facts/);
  });

  it('is for a purpose that the deployment has, from a day that has come', async () => {
    const personId = await person();
    expect(await give.refuse({ personId, purpose: 'advertising', legalBasis: 'CONSENT' })).toMatchObject([{ code: 'PURPOSE_UNKNOWN', message: expect.stringContaining('registry') as string }]);
    expect(await give.refuse({ personId, purpose: 'registry', legalBasis: 'CONSENT', on: '2026-03-02' })).toMatchObject([{ code: 'DAY_IN_FUTURE' }]);
    expect(await clerk.run('{ purposes { code } }')).toEqual({ purposes: [{ code: 'administration' }, { code: 'assessment' }, { code: 'assistance' }, { code: 'grievances' }, { code: 'payments' }, { code: 'registry' }, { code: 'research' }, { code: 'sharing' }] });
  });
});

describe('disability', () => {
  const assess = maker('personDisabilityAssess', 'assessment', 'disabled assessedOn');
  const answers = { seeing: 'NO_DIFFICULTY', hearing: 'NO_DIFFICULTY', walking: 'NO_DIFFICULTY', remembering: 'NO_DIFFICULTY', selfCare: 'NO_DIFFICULTY', communicating: 'NO_DIFFICULTY' };

  const cases: readonly (readonly [object, boolean])[] = [
    [{}, false], [{ seeing: 'SOME_DIFFICULTY', hearing: 'SOME_DIFFICULTY', walking: 'SOME_DIFFICULTY', remembering: 'SOME_DIFFICULTY', selfCare: 'SOME_DIFFICULTY', communicating: 'SOME_DIFFICULTY' }, false],
    ...Object.keys(answers).flatMap((domain) => [[{ [domain]: 'A_LOT_OF_DIFFICULTY' }, true], [{ [domain]: 'CANNOT_DO_AT_ALL' }, true]] as readonly (readonly [object, boolean])[]),
  ];
  it.each(cases)('follows from the answers %j: %s', async (given, disabled) => {
    expect(await assess.run({ personId: await person(), ...answers, ...given })).toMatchObject({ disabled });
  });

  it('is what the latest assessment says, for those who may see it', async () => {
    const personId = await person();
    expect(await read(personId, 'disabled')).toEqual({ disabled: null });
    await assess.run({ personId, ...answers, walking: 'A_LOT_OF_DIFFICULTY', on: '2025-01-01' });
    await assess.run({ personId, ...answers, on: '2026-01-01' });
    expect(await read(personId, 'disabled disabilityAssessments(orderBy: [{ assessedOn: ASC }]) { nodes { disabled walking assessedBy } }')).toEqual({
      disabled: false, disabilityAssessments: { nodes: [{ disabled: true, walking: 'A_LOT_OF_DIFFICULTY', assessedBy: 'tester@example.org' }, { disabled: false, walking: 'NO_DIFFICULTY', assessedBy: 'tester@example.org' }] },
    });
    const reader = platform.as('people.persons.read');
    await expect(read(personId, 'disabled', reader)).rejects.toThrow(/FORBIDDEN/);
    await expect(reader.run('{ persons(where: { disabled: { eq: true } }) { totalCount } }')).rejects.toThrow(/FORBIDDEN/);
    await expect(reader.run('{ persons(where: { disabilityAssessments: { some: {} } }) { totalCount } }')).rejects.toThrow(/FORBIDDEN/);
    expect(await assess.refuse({ personId, ...answers, on: '2026-03-02' })).toMatchObject([{ code: 'DAY_IN_FUTURE' }]);
    expect(await assess.refuse({ personId, ...answers }, elsewhere)).toMatchObject([{ code: 'PERSON_NOT_FOUND' }]);
  });
});

it('every change says an event that carries ids alone', async () => {
  const { rows } = await platform.pool.query<{ name: string; payload: Record<string, string> }>("select name, payload from kernel.event where name like 'people.%' and name !~ 'places|persons-registered|person-updated'");
  expect(new Set(rows.map(({ name }) => name))).toEqual(new Set([
    'people.contact-added', 'people.contact-preferred', 'people.contact-verified', 'people.contact-ended', 'people.address-added', 'people.address-ended', 'people.payment-account-added',
    'people.payment-account-verified', 'people.payment-account-preferred', 'people.payment-account-ended', 'people.relationship-started', 'people.relationship-ended', 'people.consent-recorded', 'people.disability-assessed',
  ]));
  for (const { payload } of rows) for (const value of Object.values(payload)) expect(value).toMatch(/^[0-9a-f-]{36}$|^[A-Z_]+$|^[a-z]+$/);
});
