import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFile } from '../../src/kernel/files/read-file.js';
import { storeFile } from '../../src/kernel/files/store-file.js';
import { defineModule } from '../../src/kernel/module/define-module.js';
import { parseKeys, type Keys } from '../../src/kernel/secrets/keys.js';
import { luhn } from '../../src/people/persons/identifiers/check-digits.js';
import { identifierTypes } from '../../src/people/persons/identifiers/identifier-type.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let clerk: TestClient;
const PERMISSIONS = ['people.persons.read', 'people.persons.register', 'people.places.read', 'people.places.manage', 'people.identifiers.read', 'people.payment-accounts.read', 'people.payment-accounts.register'];

const country = defineModule({ name: '@test/country', version: '1.0.0', kinga: { id: 'country', requires: { people: '*' } } }, {
  description: 'Identifiers of a country that is made up',
  contributes: [
    identifierTypes.contribute('farmer-card', { description: 'Farmer card', issuer: 'Ministry of Agriculture', pattern: /^F[0-9]{5,}$/, check: (normal) => luhn.isValid(normal.slice(1)), secret: false }),
  ],
});

beforeAll(async () => {
  platform = await startTestPlatform({
    today: '2026-03-01', modules: [country],
    settings: { people: { identifiers: { 'voter-number': { description: 'Voter number', pattern: '[0-9]{10}', checkDigit: 'VERHOEFF', issuer: 'Electoral Commission' } } } },
  });
  clerk = platform.as(...PERMISSIONS);
  await clerk.run('mutation { placesRegister(input: { places: [{ code: "A", name: "A", level: "district" }, { code: "B", name: "B", level: "district" }] }) { userErrors { code message path } } }');
});
afterAll(() => platform.stop());

const REGISTER = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code message path hint } } }';
const ADD = 'mutation ($input: PersonIdentifierAddInput!) { personIdentifierAdd(input: $input) { identifier { id version type masked issuer verification validTo endedOn } userErrors { code message path hint } } }';
const VERIFY = 'mutation ($input: PersonIdentifierVerifyInput!) { personIdentifierVerify(input: $input) { identifier { version verification verifiedAt verifiedBy } userErrors { code message path } } }';
const END = 'mutation ($input: PersonIdentifierEndInput!) { personIdentifierEnd(input: $input) { identifier { version endedOn } userErrors { code message path } } }';
const FIND = 'query ($type: String!, $value: String!) { personByIdentifier(type: $type, value: $value) { id } }';

const person = async (placeCode = 'A', identifiers: readonly object[] = []): Promise<string> => {
  const input = { placeCode, persons: [{ familyName: 'Addo', sex: 'MALE', identifiers }] };
  return (await clerk.run<{ personsRegister: { persons: [{ id: string }] } }>(REGISTER, { input })).personsRegister.persons[0].id;
};
const add = async (personId: string, identifier: object): Promise<{ readonly id: string; readonly version: number }> =>
  (await clerk.run<{ personIdentifierAdd: { identifier: { id: string; version: number } } }>(ADD, { input: { personId, identifier } })).personIdentifierAdd.identifier;

describe('types of identifiers', () => {
  it('come from core, modules and settings, and are listed', async () => {
    expect(await platform.as().run('{ identifierTypes { code description issuer pattern secret } }')).toEqual({
      identifierTypes: [
        { code: 'farmer-card', description: 'Farmer card', issuer: 'Ministry of Agriculture', pattern: '^F[0-9]{5,}$', secret: false },
        { code: 'national-number', description: 'National identification number', issuer: null, pattern: '^[0-9A-Z]{4,30}$', secret: true },
        { code: 'voter-number', description: 'Voter number', issuer: 'Electoral Commission', pattern: '^(?:[0-9]{10})$', secret: true },
      ],
    });
  });

  it('refuse what cannot be one of theirs, without saying what about it is wrong', async () => {
    const personId = await person();
    const refused = (identifier: object) => clerk.refuse(ADD, { input: { personId, identifier } });
    expect(await refused({ type: 'voter-number', value: '1234567891' })).toMatchObject([{ code: 'IDENTIFIER_INVALID', path: ['input', 'identifier', 'value'], message: 'This cannot be a Voter number.' }]);
    expect(await refused({ type: 'farmer-card', value: 'F12345' })).toMatchObject([{ code: 'IDENTIFIER_INVALID' }]);
    expect(await refused({ type: 'library-card', value: '1' })).toMatchObject([{ code: 'IDENTIFIER_TYPE_UNKNOWN', path: ['input', 'identifier', 'type'] }]);
    expect(await refused({ type: 'national-number', value: 'AB1234', validFrom: '2020-01-01', validTo: '2019-01-01' })).toMatchObject([{ code: 'ENDS_BEFORE_START' }]);
  });
});

describe('an identifier', () => {
  it('is masked for those who read, whole for those who may reveal it; one that is no secret is always whole', async () => {
    const id = await person('A', [{ type: 'national-number', value: 'AB 123-456.789', validTo: '2030-01-01' }, { type: 'farmer-card', value: `f1234${luhn.of('1234')}` + luhn.of(`1234${luhn.of('1234')}`) }]);
    const query = (fields: string) => `query ($id: ID!) { person(by: { id: $id }) { identifiers(orderBy: [{ type: DESC }]) { nodes { ${fields} } } } }`;
    const card = `F1234${luhn.of('1234')}${luhn.of(`1234${luhn.of('1234')}`)}`;
    expect(await clerk.run(query('type masked'), { id })).toMatchObject({ person: { identifiers: { nodes: [{ type: 'national-number', masked: '••••789' }, { type: 'farmer-card', masked: card }] } } });
    expect(await clerk.run(query('value'), { id })).toMatchObject({ person: { identifiers: { nodes: [{ value: null }, { value: null }] } } });
    const officer = platform.as(...PERMISSIONS, 'people.identifiers.clear');
    expect(await officer.run(query('value issuer'), { id })).toMatchObject({ person: { identifiers: { nodes: [{ value: 'AB123456789' }, { value: card, issuer: 'Ministry of Agriculture' }] } } });
    // One for the answer, one for the keys of all persons in it.
    expect(officer.statements()).toBe(2);
    expect(await platform.as('people.persons.read').refuse(query('type'), { id })).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  it('finds its person however it is written, by one indexed statement and one for the answer; one counts the look-up', async () => {
    const id = await person('A', [{ type: 'national-number', value: 'ZX-98765' }]);
    expect(await clerk.run(FIND, { type: 'national-number', value: 'zx 98 765' })).toEqual({ personByIdentifier: { id } });
    expect(clerk.statements()).toBe(3);
    const { rows } = await platform.pool.query<{ 'QUERY PLAN': string }>(
      "set enable_seqscan = off; explain select person_id from people.identifier where type = 'x' and digest = any('{}'::bytea[]) and ended_on is null; reset enable_seqscan",
    ).then((results) => (results as unknown as { rows: { 'QUERY PLAN': string }[] }[])[1] ?? { rows: [] });
    expect(JSON.stringify(rows)).toContain('identifier_holder');
    expect(await clerk.refuse(FIND, { type: 'nothing', value: '1' })).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining('national-number') as string }]);
    expect(await platform.as('people.persons.read').refuse(FIND, { type: 'national-number', value: 'ZX98765' })).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  it('of somebody elsewhere looks like one that there is not', async () => {
    await person('B', [{ type: 'national-number', value: 'FOREIGN1' }]);
    const here = platform.as({ permissions: PERMISSIONS, places: ['A'] });
    const answers = [];
    for (const value of ['FOREIGN1', 'MISSING1', '?']) answers.push(await here.send(FIND, { type: 'national-number', value }));
    expect(answers).toEqual(answers.map(() => ({ data: { personByIdentifier: null }, errors: [] })));
    expect(await here.run('{ persons { nodes { identifiers(where: { type: { eq: "national-number" } }) { nodes { masked } } } } }')).not.toMatchObject({ persons: { nodes: expect.arrayContaining([{ identifiers: { nodes: [{ masked: '••••GN1' }] } }]) as unknown } });
  });

  it('that another person holds is refused, to everybody alike, and never says who', async () => {
    const holder = await person('B', [{ type: 'national-number', value: 'HELD-12345' }]);
    const input = { placeCode: 'A', persons: [{ familyName: 'X', sex: 'MALE' }, { familyName: 'Y', sex: 'MALE', identifiers: [{ type: 'national-number', value: 'FREE1' }, { type: 'national-number', value: 'held12345' }] }] };
    const told = await platform.as({ permissions: PERMISSIONS, places: ['A'] }).refuse(REGISTER, { input });
    expect(told).toMatchObject([{ code: 'IDENTIFIER_TAKEN', path: ['input', 'persons', '1', 'identifiers', '1', 'value'] }]);
    expect(JSON.stringify(told)).not.toMatch(new RegExp(`${holder}|12345|Addo`));
    expect(await clerk.run(FIND, { type: 'national-number', value: 'FREE1' })).toEqual({ personByIdentifier: null });
    expect(await clerk.refuse(ADD, { input: { personId: await person(), identifier: { type: 'national-number', value: 'HELD12345' } } })).toMatchObject([{ code: 'IDENTIFIER_TAKEN' }]);
  });

  it('given to two persons at once goes to one', async () => {
    const persons = [await person(), await person()];
    const answers = await Promise.all(persons.map((personId) => clerk.send(ADD, { input: { personId, identifier: { type: 'national-number', value: 'RACE-001' } } })));
    const codes = answers.flatMap(({ data }) => (data as { personIdentifierAdd: { userErrors: { code: string }[] } }).personIdentifierAdd.userErrors.map(({ code }) => code));
    expect(codes).toEqual(['IDENTIFIER_TAKEN']);
    const twice = { placeCode: 'A', persons: [1, 2].map(() => ({ familyName: 'Z', sex: 'MALE', identifiers: [{ type: 'national-number', value: 'TWICE1' }] })) };
    expect(await clerk.refuse(REGISTER, { input: twice })).toMatchObject([{ code: 'IDENTIFIER_TWICE', path: ['input', 'persons', '1', 'identifiers', '0', 'value'] }]);
  });

  it('is verified by those who may, and once ended may be another person\'s', async () => {
    const [first, second] = [await person(), await person()];
    const { id, version } = await add(first, { type: 'national-number', value: 'MOVE-0001' });
    expect(await clerk.refuse(VERIFY, { input: { id, version, verification: 'VERIFIED' } })).toMatchObject([{ code: 'FORBIDDEN' }]);
    const verifier = platform.as({ name: 'verifier', permissions: [...PERMISSIONS, 'people.identifiers.verify'] });
    expect(await verifier.run(VERIFY, { input: { id, version, verification: 'VERIFIED' } })).toMatchObject({ personIdentifierVerify: { identifier: { version: 2, verification: 'VERIFIED', verifiedBy: 'verifier@example.org', verifiedAt: expect.any(String) as string } } });
    expect(await clerk.refuse(END, { input: { id, version } })).toMatchObject([{ code: 'CHANGED_MEANWHILE' }]);
    expect(await clerk.run(END, { input: { id, version: 2 } })).toMatchObject({ personIdentifierEnd: { identifier: { endedOn: '2026-03-01' } } });
    expect(await verifier.refuse(VERIFY, { input: { id, version: 3, verification: 'REFUTED' } })).toMatchObject([{ code: 'ALREADY_ENDED' }]);
    expect(await clerk.run(FIND, { type: 'national-number', value: 'MOVE0001' })).toEqual({ personByIdentifier: null });
    await add(second, { type: 'national-number', value: 'MOVE-0001' });
    expect(await clerk.run(FIND, { type: 'national-number', value: 'MOVE0001' })).toEqual({ personByIdentifier: { id: second } });
  });
});

describe('what the database holds', () => {
  it('shows no number, in no table, history, event or key of idempotency', async () => {
    const canaries = ['CANARY7654321', '9988776655443322'];
    const idempotencyKey = randomUUID();
    const input = { idempotencyKey, placeCode: 'A', persons: [{ familyName: 'Canary', sex: 'FEMALE', identifiers: [{ type: 'national-number', value: 'canary-7654321' }] }] };
    const { personsRegister: { persons: [{ id: personId }] } } = await clerk.run<{ personsRegister: { persons: [{ id: string }] } }>(REGISTER, { input });
    await clerk.run('mutation ($input: PersonPaymentAccountAddInput!) { personPaymentAccountAdd(input: $input) { account { id } userErrors { code message path } } }', {
      input: { personId, account: { kind: 'BANK', institution: 'BANKGHAC', number: '9988 7766 5544 3322', preferred: true } },
    });
    // A change, so that history holds the rows as they were.
    await platform.pool.query('update people.identifier set issuer = \'x\'; update people.payment_account set institution = institution');
    const { rows: tables } = await platform.pool.query<{ name: string }>(
      "select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')",
    );
    expect(tables.map(({ name }) => name)).toContain('kernel.history_people_identifier');
    let texts = 0;
    for (const { name } of tables) {
      const { rows } = await platform.pool.query<{ text: string }>(`select t::text as text from ${name} t`);
      texts += rows.length;
      for (const { text } of rows) for (const canary of canaries) for (const form of [canary, Buffer.from(canary).toString('hex'), Buffer.from(canary).toString('base64')]) expect(text.includes(form), name).toBe(false);
    }
    expect(texts).toBeGreaterThan(20);
    const { rows } = await platform.pool.query<{ fingerprint: string }>('select fingerprint from kernel.idempotency where key = $1', [idempotencyKey]);
    expect(rows[0]?.fingerprint).toMatch(/^[0-9a-f]{72}$/);
  });

  it('does not open in the row of another', async () => {
    const [one, two] = [await add(await person(), { type: 'national-number', value: 'SWAP-0001' }), await add(await person(), { type: 'national-number', value: 'SWAP-0002' })];
    const officer = platform.as(...PERMISSIONS, 'people.identifiers.clear');
    const uuid = (id: string): string => id.split('_')[1] ?? '';
    await platform.pool.query('update people.identifier i set sealed = o.sealed from people.identifier o where i.id = $1 and o.id = $2', [uuid(one.id), uuid(two.id)]);
    const { errors } = await officer.send('query ($id: ID!) { node(id: $id) { ... on Identifier { value } } }', { id: one.id });
    expect(errors).toMatchObject([{ code: 'INTERNAL_SERVER_ERROR' }]);
    expect(JSON.stringify(errors.map(({ message }) => message))).not.toContain('SWAP');
  });

  it('is found with keys of before while they rotate, still held, and renewed by a job', async () => {
    const id = await person('A', [{ type: 'national-number', value: 'ROTATE-01' }, { type: 'farmer-card', value: `F1234${luhn.of('1234')}` }]);
    const { platform: running } = platform;
    const before = running.keys;
    const after = parseKeys(Buffer.alloc(32, 7).toString('base64'));
    const keeper = platform.as('people.organisations.manage', 'people.organisations.read', 'people.organisation-accounts.register', 'people.organisation-accounts.read', 'people.organisation-accounts.clear');
    await keeper.run('mutation { organisationRegister(input: { code: "CLINIC", name: "Clinic" }) { userErrors { code } } organisationAccountAdd(input: { code: "CLINIC", account: { kind: BANK, institution: "BANK", number: "12345678" } }) { userErrors { code } } }');
    const held = async (): Promise<unknown> => clerk.run(FIND, { type: 'national-number', value: 'ROTATE01' });
    const system = running.context({ actor: running.system('keeper') });
    const files = [await storeFile(system, { name: 'sealed.txt', mediaType: 'text/plain' }, Readable.from([Buffer.from('sealed before')])), await storeFile(system, { name: 'plain.txt', mediaType: 'text/plain' }, Readable.from([Buffer.from('-')]))];
    await platform.pool.query("update kernel.file_chunk set bytes = 'of before', sealed = false where file_id = $1", [files[1]?.id]);
    const contents = (): Promise<string[]> => Promise.all(files.map(async ({ id: file }) => {
      const pieces: Buffer[] = [];
      for await (const piece of readFile(system, file)) pieces.push(piece);
      return Buffer.concat(pieces).toString();
    }));
    const use = (keys: Keys): void => void Object.assign(running, { keys });
    use({ current: after.current, all: [...after.all, ...before.all] });
    expect(await held()).toEqual({ personByIdentifier: { id } });
    expect(await clerk.refuse(ADD, { input: { personId: await person(), identifier: { type: 'national-number', value: 'ROTATE01' } } })).toMatchObject([{ code: 'IDENTIFIER_TAKEN' }]);
    use(after);
    expect(await held()).toEqual({ personByIdentifier: null });
    // One was tampered with by the test before; no key opens it.
    await platform.pool.query("delete from people.identifier i where i.sealed in (select sealed from people.identifier group by sealed having count(*) > 1)");
    use({ current: after.current, all: [...after.all, ...before.all] });
    await platform.as('people.secrets.rekey', 'kernel.jobs.read').run('mutation { personSecretsRekey(input: {}) { job { id } userErrors { code message path } } }');
    await platform.finishJobs();
    const { rows } = await platform.pool.query<{ state: string; result: { renewed: number; left: number } }>("select state, result from kernel.job where name = 'people.rekey'");
    expect(rows).toMatchObject([{ state: 'DONE', result: { left: 0 } }]);
    expect(rows[0]?.result.renewed).toBeGreaterThan(10);
    use(after);
    expect(await contents()).toEqual(['sealed before', 'of before']);
    expect((await platform.pool.query('select from kernel.file_chunk where not sealed')).rowCount).toBe(0);
    expect(await keeper.run('{ organisation(by: { code: "CLINIC" }) { accounts { nodes { number masked } } } }')).toEqual({ organisation: { accounts: { nodes: [{ number: '12345678', masked: '••••678' }] } } });
    expect(await held()).toEqual({ personByIdentifier: { id } });
    const officer = platform.as(...PERMISSIONS, 'people.identifiers.clear');
    expect(await officer.run('query ($id: ID!) { person(by: { id: $id }) { identifiers(where: { type: { eq: "national-number" } }) { nodes { value } } } }', { id })).toEqual({ person: { identifiers: { nodes: [{ value: 'ROTATE01' }] } } });
    use(before);
  });
});
