import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendFile, startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { UNTOLD_TABLES } from '../../src/privacy/personal-tables.js';
import { MARK, plantPerson, plantPlaces, type Planted } from './testing/canaries.js';

let platform: TestPlatform;
let server: string;
let clerk: TestClient;
let person: Planted;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01', settings: { 'change-requests': { policies: [{ operation: 'personUpdate' }] } } });
  server = (await platform.serve()).url;
  clerk = platform.as({ name: 'clerk', role: 'privacy-clerk' });
  await plantPlaces(platform);
  person = await plantPerson(platform, server);
});
afterAll(() => platform?.stop());

const ASK = 'mutation ($input: PersonExportAskInput!) { personExportAsk(input: $input) { personExport { id state } userErrors { code message path } } }';
const SHOW = 'query ($id: ID!) { personExport(by: { id: $id }) { state askedBy askedOn requestedBy identityChecked person { id } file { name mediaType url } job { state } } }';

interface Shown {
  readonly state: string;
  readonly file: { readonly url: string } | null;
}

/** The parts of an archive, by its directory. */
function unzipped(bytes: Buffer): ReadonlyMap<string, string> {
  const end = bytes.length - 22;
  const parts = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [packed, nameLength, offset] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt32LE(at + 42)];
    const from = offset + 30 + bytes.readUInt16LE(offset + 26);
    parts.set(bytes.toString('utf8', at + 46, at + 46 + nameLength), inflateRawSync(bytes.subarray(from, from + packed)).toString('utf8'));
    at += 46 + nameLength;
  }
  return parts;
}

describe('a person who wants to know', () => {
  it('is given everything that is held of them, opened, as a page, as lines and with their files; who asked for it is recorded', async () => {
    const input = { personId: person.id, requestedBy: 'REPRESENTATIVE', identityChecked: 'guardian, seen with court order 12/2025' };
    const { personExportAsk } = await clerk.run<{ personExportAsk: { personExport: { id: string } } }>(ASK, { input });
    await platform.finishJobs();
    const { personExport } = await clerk.run<{ personExport: Shown }>(SHOW, { id: personExportAsk.personExport.id });
    expect(personExport).toMatchObject({
      state: 'DONE', askedBy: 'clerk@example.org', askedOn: '2026-03-01', requestedBy: 'REPRESENTATIVE', identityChecked: 'guardian, seen with court order 12/2025',
      person: { id: person.id }, file: { name: `${person.id}.zip`, mediaType: 'application/zip' }, job: { state: 'DONE' },
    });
    const parts = unzipped(Buffer.from(await (await fetch(new URL(personExport.file?.url ?? '', server))).arrayBuffer()));
    expect([...parts.keys()].map((name) => name.replace(/[0-9a-f-]{36}/, 'id'))).toEqual(['everything.html', 'everything.jsonl', `files/id-${MARK}.pdf`, `files/id-${MARK}.png`]);
    const lines = (parts.get('everything.jsonl') ?? '').trim().split('\n').map((line) => JSON.parse(line) as { table: string; row: Record<string, unknown>; until?: string });
    const row = (table: string): Record<string, unknown> | undefined => lines.find((line) => line.table === table && !line.until)?.row;
    expect(row('people.identifier')).toMatchObject({ type: 'national-number', value: person.number });
    expect(row('transactions.payment_instruction')).toMatchObject({ state: 'PAID', payee_name: `${MARK} payee`, amount: 100 });
    expect(row('programmes.entitlement')).toMatchObject({ facts: { age: 46, note: `${MARK} fact` } });
    expect(row('people.payment_account_check')).toMatchObject({ note: `${MARK} note` });
    expect(row('people.household')).toMatchObject({ attributes: { roof: `${MARK} roof` } });
    expect(lines.filter(({ until }) => until).map(({ row: { given_name: name, lines: street } }) => name ?? street)).toEqual(expect.arrayContaining([`${MARK}given`, `${MARK} deleted address`]));
    expect(lines.filter(({ table }) => table === 'kernel.read_log').map((line) => line.row)).toContainEqual(expect.objectContaining({ actor: 'clerk@example.org', operation: 'privacy.make-person-export', fields: ['Person.*'], revealed: true }));
    expect(Object.keys(row('people.identifier') ?? {})).not.toContain('digest');
    expect(parts.get('everything.html')).toContain(person.number);
  });

  it('is nobody whom the officer may not see', async () => {
    const elsewhere = platform.as({ name: 'elsewhere', role: 'privacy-clerk', places: ['NOWHERE'] });
    const input = { personId: person.id, requestedBy: 'PERSON', identityChecked: 'identity card was seen' };
    expect(await elsewhere.refuse(ASK, { input })).toMatchObject([{ code: 'PERSON_NOT_FOUND', path: ['input', 'personId'] }]);
    expect(await platform.as('people.persons.read').refuse(ASK, { input })).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('a person whose birth date is wrong in the registry', () => {
  const RECORD = 'mutation ($input: CorrectionRecordInput!) { correctionRecord(input: $input) { correctionRequest { id state answerBy overdue evidenceSource files { name } } userErrors { code message path } } }';
  const ANSWER = 'mutation ($input: CorrectionAnswerInput!) { correctionAnswer(input: $input) { correctionRequest { state answer decidedBy changeRequest { state } } userErrors { code message path } } }';
  const OWN = 'query ($id: ID!) { person(by: { id: $id }) { birthDate correctionRequests { nodes { state answer overdue changeRequest { id } } } consents(where: { purpose: { eq: "research" } }) { nodes { decision purpose source } } } }';
  const wrong = { contested: 'The birth date, 1971-05-17', wanted: '1972-05-17' };

  it('asks with a paper, is answered by another before the day, and finds the correction among their own', async () => {
    const paper = await sendFile(platform.as({ name: 'clerk', permissions: ['kernel.files.upload', 'kernel.files.read'] }), server, { name: 'birth.pdf', mediaType: 'application/pdf', bytes: '%PDF-1.7 made up' });
    const { correctionRecord: { correctionRequest } } = await clerk.run<{ correctionRecord: { correctionRequest: { id: string } } }>(RECORD, { input: { personId: person.id, ...wrong, evidence: { fileIds: [paper], source: 'birth certificate 12/1972' } } });
    expect(correctionRequest).toMatchObject({ state: 'OPEN', answerBy: '2026-03-31', overdue: false, evidenceSource: 'birth certificate 12/1972', files: [{ name: 'birth.pdf' }] });
    const registrar = platform.as({ name: 'registrar', permissions: ['people.persons.read', 'people.persons.register', 'change-requests.requests.read'] });
    const { person: { version } } = await registrar.run<{ person: { version: number } }>('query ($id: ID!) { person(by: { id: $id }) { version } }', { id: person.id });
    const { personUpdate } = await registrar.run<{ personUpdate: { changeRequest: { id: string } } }>(
      'mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { changeRequest { id } userErrors { code message path } } }', { input: { id: person.id, version, birthDate: wrong.wanted, justification: { reason: 'as the certificate has it' } } });
    const changeRequestId = personUpdate.changeRequest.id;
    const officer = platform.as({ name: 'officer', permissions: ['people.persons.read', 'people.persons.register', 'privacy.corrections.read', 'privacy.corrections.answer', 'change-requests.requests.read', 'change-requests.requests.decide'] });
    await officer.run('mutation ($id: ID!) { changeRequestApprove(input: { id: $id }) { userErrors { code message path } } }', { id: changeRequestId });
    expect(await officer.refuse(ANSWER, { input: { id: correctionRequest.id, granted: false, answer: 'The register says so.', changeRequestId } })).toMatchObject([{ code: 'CORRECTION_CHANGE_UNFIT' }]);
    expect(await officer.run(ANSWER, { input: { id: correctionRequest.id, granted: true, answer: 'Your birth date is corrected.', changeRequestId } })).toMatchObject({ correctionAnswer: { correctionRequest: { state: 'GRANTED', decidedBy: 'officer@example.org', changeRequest: { state: 'APPROVED' } } } });
    expect(await officer.run(OWN, { id: person.id })).toMatchObject({ person: { birthDate: '1972-05-17', correctionRequests: { nodes: [{ state: 'REFUSED' }, { state: 'GRANTED', answer: 'Your birth date is corrected.', overdue: false, changeRequest: { id: changeRequestId } }] } } });
    expect(await officer.refuse(ANSWER, { input: { id: correctionRequest.id, granted: false, answer: 'No after all, it is not.' } })).toMatchObject([{ code: 'CORRECTION_ANSWERED' }]);
  });

  it('may ask through whoever may record it, where they are seen, and waits no longer than the day', async () => {
    expect(await platform.as('people.persons.read').refuse(RECORD, { input: { personId: person.id, ...wrong } })).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await platform.as({ role: 'privacy-clerk', places: ['NOWHERE'] }).refuse(RECORD, { input: { personId: person.id, ...wrong } })).toMatchObject([{ code: 'PERSON_NOT_FOUND' }]);
    await clerk.run(RECORD, { input: { personId: person.id, ...wrong, receivedOn: '2026-01-29' } });
    const late = '{ correctionRequests(where: { overdue: { eq: true }, receivedOn: { gt: "2025-01-01" } }) { nodes { answerBy person { id } } } }';
    expect(await clerk.run(late)).toEqual({ correctionRequests: { nodes: [{ answerBy: '2026-02-28', person: { id: person.id } }] } });
    platform.setToday('2026-02-28');
    expect(await clerk.run(late)).toEqual({ correctionRequests: { nodes: [] } });
    platform.setToday('2026-03-01');
  });

  it('withdraws a consent that was given, which stands beside it with where it is known from', async () => {
    const registrar = platform.as('people.persons.read', 'people.persons.register');
    const decide = (mutation: string, more = ''): string => `mutation ($id: ID!) { ${mutation}(input: { personId: $id, purpose: "research" ${more} }) { consent { decision legalBasis } userErrors { code message path } } }`;
    expect(await registrar.refuse(decide('personConsentWithdraw'), { id: person.id })).toMatchObject([{ path: ['input', 'purpose'] }]);
    await registrar.run(decide('personConsentGive', 'legalBasis: CONSENT, evidence: { source: "form 1" }'), { id: person.id });
    expect(await registrar.run(decide('personConsentWithdraw', 'evidence: { source: "call of 2026-03-01" }'), { id: person.id })).toMatchObject({ personConsentWithdraw: { consent: { decision: 'WITHDRAWN', legalBasis: 'CONSENT' } } });
    expect(await platform.as('people.persons.read', 'privacy.corrections.read', 'change-requests.requests.read').run(OWN, { id: person.id })).toMatchObject({ person: { consents: { nodes: [{ decision: 'GIVEN', source: 'form 1' }, { decision: 'WITHDRAWN', source: 'call of 2026-03-01' }] } } });
    expect(await platform.as('people.persons.read').refuse(decide('personConsentWithdraw'), { id: person.id })).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('a pseudonym', () => {
  it('tells one person in all of one purpose, and nobody across two', async () => {
    const researcher = platform.as('people.persons.read', 'people.places.read', 'privacy.pseudonyms.read');
    const read = async (purpose: string): Promise<string> => (await researcher.run<{ person: { pseudonym: string } }>('query ($id: ID!, $purpose: String!) { person(by: { id: $id }) { pseudonym(purpose: $purpose) } }', { id: person.id, purpose })).person.pseudonym;
    const [one, again, other] = [await read('research'), await read('research'), await read('sharing')];
    expect(one).toMatch(/^[0-9a-z]{32}$/);
    expect([again === one, other === one]).toEqual([true, false]);
    expect([one, other].some((each) => each.includes(person.uuid.replaceAll('-', '').slice(0, 12)))).toBe(false);
    expect(await platform.as('people.persons.read').refuse('query ($id: ID!) { person(by: { id: $id }) { pseudonym(purpose: "research") } }', { id: person.id })).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await researcher.refuse('query ($id: ID!) { person(by: { id: $id }) { pseudonym(purpose: "nothing") } }', { id: person.id })).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  });
});

describe('what is held of persons', () => {
  it('is told of every table that leads to one, so that no export lacks it and no erasure leaves it', async () => {
    expect((await platform.pool.query(UNTOLD_TABLES)).rows).toEqual([]);
    const client = await platform.pool.connect();
    try {
      await client.query('begin; create schema stray; create table stray.note (id uuid primary key, about uuid references people.person); create table stray.remark (id uuid primary key, payee_id uuid)');
      expect((await client.query<{ table_name: string }>(UNTOLD_TABLES)).rows.map((row) => row.table_name).toSorted()).toEqual(['stray.note', 'stray.remark']);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('has every resource that is about somebody', async () => {
    const { rows } = await platform.pool.query<{ table_name: string }>('select table_name from kernel.personal_table');
    const told = new Set(rows.map((row) => row.table_name));
    const about = [...platform.platform.model.byType.values()].filter(({ subject }) => subject);
    expect(about.length).toBeGreaterThan(20);
    expect(about.map(({ tableName }) => tableName).filter((table) => !told.has(table))).toEqual([]);
  });

  it('loses every text that an erasure does not say stays', async () => {
    // Columns of texts, documents and bytes of personal tables for which no rule says what becomes of them: codes, states and who did it.
    const { rows } = await platform.pool.query<{ column: string }>(`
      select p.table_name || '.' || a.attname as column from kernel.personal_table p join pg_attribute a on a.attrelid = to_regclass(p.table_name) join pg_type y on y.oid = a.atttypid
      where p.on_erasure <> 'DELETE' and a.attnum > 0 and not a.attisdropped and (y.typname in ('text', 'jsonb', 'json', 'bytea', 'varchar', '_text', '_bytea')) and not p.replaced ? a.attname order by 1`);
    expect(rows.map(({ column }) => column)).toMatchSnapshot();
  });
});
