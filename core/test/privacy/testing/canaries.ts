import type pg from 'pg';
import { payeeRows } from '../../testing/payee-rows.js';
import { receivableRows } from '../../testing/receivable-rows.js';
import { decodeId } from '../../../src/index.js';
import { fileBytes, pngChunk, sendFile, tinyPng, type TestClient, type TestPlatform } from '../../../src/testing/index.js';

/** In every text that is planted, in whatever case. */
export const MARK = 'qanari';
/** What is sealed: never in the database in the clear. */
export const NUMBER = 'QANARI77001';
export const PHONE = '+233209998877';

export const uuid = (id: string): string => decodeId(id)?.uuid ?? '';

const CLERK = [
  'people.persons.read', 'people.persons.register', 'people.persons.merge', 'people.places.read', 'people.places.manage', 'people.documents.read', 'people.documents.add', 'people.identifiers.read',
  'people.payment-accounts.read', 'people.payment-accounts.register', 'kernel.files.read', 'kernel.files.upload', 'people.households.read', 'people.households.register',
  'exchange.exports.make', 'exchange.exports.read',
];

/** Places of three levels. */
export async function plantPlaces(platform: TestPlatform): Promise<void> {
  await platform.as(...CLERK).run(`mutation { placesRegister(input: { places: [
    { code: "C", name: "Country", level: "country" }, { code: "R", name: "Region", level: "region", parentCode: "C" }, { code: "D", name: "District", level: "district", parentCode: "R" },
    { code: "V", name: "Village", level: "village", parentCode: "D" }
  ] }) { userErrors { code message path } } }`);
}

export interface Planted {
  readonly id: string;
  readonly uuid: string;
  readonly household: string;
  /** Their national number. */
  readonly number: string;
}

let planted = 0;

/**
 * Somebody of whom everything is known that can be, each text with the mark in it, changed at least once, so that history has it
 * too; a programme that they left, and a payment that they had.
 */
export async function plantPerson(platform: TestPlatform, server: string, mark = MARK): Promise<Planted> {
  planted += 1;
  const n = planted;
  const clerk = platform.as({ name: 'registrar', permissions: CLERK });
  const { householdRegister } = await clerk.run<{ householdRegister: { household: { id: string; head: { id: string } } } }>(
    `mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { household { id head { id } } userErrors { code message path } } }`,
    { input: { code: `${mark}-H${n}`, placeCode: 'V', since: '2015-01-01', idempotencyKey: `${mark}-key-${n}`, members: [{ role: 'HEAD', givenName: `${mark}given`, familyName: `${mark}family`, sex: 'FEMALE', birthDate: '1971-05-17' }] } },
  );
  const id = householdRegister.household.head.id;
  await run(clerk, 'personIdentifierAdd', { personId: id, identifier: { type: 'national-number', value: `${NUMBER}${n}`, issuer: `${mark} office` } });
  await run(clerk, 'personContactAdd', { personId: id, contact: { kind: 'PHONE', value: PHONE } });
  await run(clerk, 'personContactAdd', { personId: id, contact: { kind: 'EMAIL', value: `${mark}@example.org` }, justification: { reason: `${mark} gave it at the counter` } });
  await run(clerk, 'personConsentGive', { personId: id, purpose: 'sharing', legalBasis: 'CONSENT', evidence: { source: `${mark} form` } });
  const paper = await sendFile(clerk, server, { name: `${mark}.pdf`, mediaType: 'application/pdf', bytes: `%PDF-1.7 ${mark}` });
  await run(clerk, 'personDocumentAdd', { personId: id, fileId: paper, kind: 'BIRTH_CERTIFICATE', issuer: `${mark} registry` });
  const photo = await sendFile(clerk, server, { name: `${mark}.png`, mediaType: 'image/png', bytes: tinyPng(pngChunk('PLTE', Buffer.from(mark))) });
  await run(clerk, 'personPhotoSet', { personId: id, fileId: photo });
  const query = `query ($name: String!) { persons(where: { and: [{ familyName: { eq: "${mark}family" } }, { givenName: { eq: $name } }] }) { nodes { familyName } } }`;
  await run(clerk, 'exportStart', { query, variables: JSON.stringify({ name: `${mark}given` }), format: 'CSV', fileName: `${mark}.csv` });
  await platform.finishJobs();
  const one = uuid(id);
  await plantRows(platform.pool, one, uuid(householdRegister.household.id), mark, n);
  return { id, uuid: one, household: uuid(householdRegister.household.id), number: `${NUMBER}${n}` };
}

async function run(client: TestClient, mutation: string, input: object): Promise<void> {
  const name = mutation[0]?.toUpperCase() ?? '';
  await client.run(`mutation ($input: ${name}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { userErrors { code message path } } }`, { input });
}

/** What no mutation writes easily, straight into the tables, and one change of everything that may change. */
async function plantRows(pool: pg.Pool, person: string, household: string, mark: string, n: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`begin; select set_config('kinga.scope', 'all', true), set_config('kinga.actor', 'planter', true)`);
    const say = (text: string): string => client.escapeLiteral(`${mark} ${text}`);
    const p = client.escapeLiteral(person);
    const h = client.escapeLiteral(household);
    await client.query(`
      insert into people.person_name (id, person_id, kind, script, given_name, family_name) values (kernel.uuid7(), ${p}, 'ALIAS', 'Latn', ${say('alias')}, ${say('other')});
      insert into people.address (id, person_id, kind, lines, locality, postal_code) values (kernel.uuid7(), ${p}, 'HOME', ${say('street')}, ${say('town')}, ${say('code')});
      insert into people.payment_account (id, person_id, kind, institution, holder_name, valid_from) values (kernel.uuid7(), ${p}, 'CASH_POINT', ${say('bank')}, ${say('holder')}, '2020-01-01');
      insert into people.payment_account_check (id, account_id, outcome, method, note, checked_by) select kernel.uuid7(), id, 'VERIFIED', ${say('method')}, ${say('note')}, 'x' from people.payment_account where person_id = ${p};
      insert into people.disability (id, person_id, assessed_on, seeing, hearing, walking, remembering, self_care, communicating, assessed_by)
        values (kernel.uuid7(), ${p}, '2021-01-01', 'NO_DIFFICULTY', 'NO_DIFFICULTY', 'NO_DIFFICULTY', 'NO_DIFFICULTY', 'NO_DIFFICULTY', 'NO_DIFFICULTY', 'x');
      insert into people.life_event (id, kind, person_id, happened_on, registrar_number, evidence_source, recorded_on, recorded_by) values (kernel.uuid7(), 'BIRTH', ${p}, '1971-05-17', ${say('number')}, ${say('source')}, '2020-01-01', 'x');
      insert into people.reveal (id, person_id, categories, reason, purpose, revealed_by, revealed_at, until, request) values (kernel.uuid7(), ${p}, '{people.identifiers}', ${say('asked for it')}, 'registry', 'x', now(), now() + interval '1 minute', 'r');
      update people.person set attributes = jsonb_build_object('note', ${say('attribute')}) where id = ${p};
      update people.person set given_name = ${say('renamed')}, attributes = attributes || '{"a": 1}' where id = ${p};
      update people.address set lines = ${say('moved')} where person_id = ${p};
      delete from people.address where person_id = ${p} and lines = ${say('nowhere')};
      insert into people.address (id, person_id, kind, lines) values (kernel.uuid7(), ${p}, 'WORK', ${say('deleted address')});
      delete from people.address where person_id = ${p} and kind = 'WORK';
      update people.household set attributes = jsonb_build_object('roof', ${say('roof')}) where id = ${h};
      insert into change_requests.change_request (id, operation, person_id, sealed, made_by, maker, reason, evidence_source, approvals) values (kernel.uuid7(), 'personUpdate', ${p}, '\\x00', 'x', '{}', ${say('reason')}, ${say('evidence')}, '{}');
      update change_requests.change_request set state = 'REJECTED', decided_by = 'y', decided_at = now(), decision_reason = ${say('decision')} where person_id = ${p};
      insert into privacy.correction_request (id, person_id, contested, wanted, received_on, answer_by, recorded_by) values (kernel.uuid7(), ${p}, ${say('contested')}, ${say('wanted')}, '2020-01-01', '2020-02-01', 'x');
      update privacy.correction_request set state = 'REFUSED', answer = ${say('answer')}, decided_by = 'y', decided_on = '2020-01-15' where person_id = ${p};

      insert into programmes.programme (id, code, name, scheme, target, currency, starts_on) values (kernel.uuid7(), 'PROG${n}', 'Cash', 'test', 'PERSON', 'GHS', '2016-01-01');
      insert into programmes.enrolment (id, programme_id, person_id, place_id, state, enrolled_on, exited_on, note)
        select kernel.uuid7(), g.id, ${p}, w.place_id, 'EXITED', '2016-01-01', '2018-06-30', ${say('moved away')} from programmes.programme g, people.person w where g.code = 'PROG${n}' and w.id = ${p};
      insert into programmes.decision (programme_id, kind, person_id, enrolment_id, place_id, on_date, outcome, currency, facts, rule_values, decided_by)
        select e.programme_id, 'ASSESSMENT', ${p}, e.id, e.place_id, '2018-01-01', 'ELIGIBLE', 'GHS', jsonb_build_object('person', jsonb_build_object('age', 46, 'note', ${say('fact asked')})), jsonb_build_object('grade', ${say('value of a rule')}), 'x' from programmes.enrolment e where e.person_id = ${p};
      insert into programmes.targeting_run (programme_id, mode, on_date, phase, started_by) select g.id, 'ASSESS', '2018-01-01', 'DONE', 'x' from programmes.programme g where g.code = 'PROG${n}';
      insert into programmes.targeting_failure (run_id, person_id, code, message) select r.id, ${p}, 'DATA_22012', ${say('what failed')} from programmes.targeting_run r join programmes.programme g on g.id = r.programme_id where g.code = 'PROG${n}';
      insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, period_from, period_to, due_on, amount, currency, reason, facts, basis)
        select kernel.uuid7(), e.programme_id, e.id, ${p}, '2018-01-01', '2018-01-31', '2018-02-01', 100.00, 'GHS', 'RATE', jsonb_build_object('age', 46, 'note', ${say('fact')}), '{"rule": 1}' from programmes.enrolment e where e.person_id = ${p};
      insert into transactions.payment_run (id, code, programme_id, until, currency, channel, created_by) select kernel.uuid7(), 'RUN${n}', g.id, '2018-02-01', 'GHS', 'csv-file', 'x' from programmes.programme g where g.code = 'PROG${n}';
      insert into transactions.payment_instruction (id, run_id, batch_number, entitlement_id, payee_id, payee_name, account_id, amount, currency, reference)
        select kernel.uuid7(), r.id, 1, e.id, ${p}, ${say('payee')}, (select a.id from people.payment_account a where a.person_id = ${p} limit 1), 100.00, 'GHS', 'REF${n}' from programmes.entitlement e, transactions.payment_run r where e.payee_id = ${p} and r.code = 'RUN${n}';
      with handed as (insert into kernel.file (id, name, media_type, size, owner, purpose, state, sha256, found_type, in_use) values (kernel.uuid7(), 'RUN${n}.csv', 'text/csv', 9, 'x', 'payments', 'READY', repeat('0', 64), 'text/csv', true) returning id),
        bytes as (insert into kernel.file_chunk (file_id, n, bytes) select id, 0, convert_to(${say('payee in the file of the bank')}, 'UTF8') from handed)
      insert into transactions.payment_batch (id, run_id, number, key, state, instruction_count, total, file_id) select kernel.uuid7(), r.id, 1, 'BATCH${n}', 'PENDING', 1, 100.00, handed.id from transactions.payment_run r, handed where r.code = 'RUN${n}';
      update transactions.payment_instruction set state = 'SENT' where payee_id = ${p};
      update transactions.payment_instruction set state = 'PAID', settled_on = '2018-02-05' where payee_id = ${p};
      insert into transactions.payment_answer (id, run_id, received_by, answer, unmatched) select kernel.uuid7(), r.id, 'x', 'REF${n},' || ${say('payee')} || ',PAID', jsonb_build_array(${say('account')}) from transactions.payment_run r where r.code = 'RUN${n}';
      insert into transactions.account (id, code, name, purpose, currency) select kernel.uuid7(), c || '${n}', 'n', 'CASH', 'GHS' from unnest('{A,B}'::text[]) c;
      insert into kernel.event (id, name, payload, actor, request, today) values (kernel.uuid7(), 'test.said', jsonb_build_object('person', ${p}, 'name', ${say('event')}), 'x', 'r', '2020-01-01');
      insert into kernel.job (id, name, state, input, result, message, actor, today) values (kernel.uuid7(), 'test.job', 'DONE', jsonb_build_object('person', ${p}, 'name', ${say('input')}), jsonb_build_object('name', ${say('result')}), ${say('message')}, '{}', '2020-01-01');
      insert into kernel.job (id, name, state, input, actor, today) values (kernel.uuid7(), 'test.job-of-client', 'DONE', jsonb_build_object('variables', jsonb_build_object('id', 'person_' || replace(${p}::text, '-', ''), 'name', ${say('asked')})), '{}', '2020-01-01'),
        (kernel.uuid7(), 'test.job-of-household', 'DONE', (select jsonb_build_object('id', 'household_' || replace(m.household_id::text, '-', ''), 'name', ${say('home')}) from people.membership m where m.person_id = ${p} limit 1), '{}', '2020-01-01');
      insert into kernel.idempotency (principal, operation, key, fingerprint, answer) values ('x', 'o', 'k${n}', 'f', jsonb_build_object('person', jsonb_build_object('id', ${p}, 'name', ${say('answer')})));
      with booked as (insert into transactions.transaction (id, kind, occurred_on, description, reference, booked_by)
        select kernel.uuid7(), 'MANUAL', '2018-02-05', 'Paid to ' || w.given_name || ' ' || w.family_name, 'T${n}', 'x' from people.person w where w.id = ${p} returning id, occurred_on)
      insert into transactions.posting (id, transaction_id, occurred_on, account_id, amount, currency, party_id)
        select kernel.uuid7(), b.id, b.occurred_on, a.id, case a.code when 'A${n}' then 100.00 else -100.00 end, 'GHS', ${p} from booked b, transactions.account a where a.code in ('A${n}', 'B${n}');
      insert into programmes.programme_version (id, programme_id, number, state, effective_from, drafted_by, authors) select kernel.uuid7(), g.id, 1, 'DRAFT', '2018-01-01', 'x', '{x}' from programmes.programme g where g.code = 'PROG${n}';
      ${payeeRows({ person: p, n, say })}
      ${receivableRows({ person: p, n, account: `A${n}`, say })}`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** Where a text stands in the database: `schema.table.column`, over every column of every table that can hold one, bytes and files that are sealed included. */
export async function hits(pool: pg.Pool, text: string): Promise<string[]> {
  const { rows: columns } = await pool.query<{ table: string; column: string; type: string }>(`
    select format('%I.%I', n.nspname, c.relname) as table, a.attname as column, format_type(a.atttypid, null) as type
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace join pg_type y on y.oid = a.atttypid
    where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
      and (y.typcategory in ('S', 'A') or y.typname in ('json', 'jsonb', 'bytea', 'text')) order by 1, 2`);
  const found: string[] = [];
  for (const [table, its] of Map.groupBy(columns, (column) => column.table)) {
    const there = its.map(({ column, type }) => `bool_or(${type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`} ilike $1) as "${column}"`);
    const { rows: [row] } = await pool.query<Record<string, boolean | null>>(`select ${there.join(', ')} from ${table}`, [`%${text}%`]);
    found.push(...its.flatMap(({ column }) => (row?.[column] ? [`${table}.${column}`] : [])));
  }
  const files = await fileBytes(pool);
  if ([...files.values()].some((bytes) => bytes.toString('latin1').toLowerCase().includes(text.toLowerCase()))) found.push('kernel.file_chunk.bytes, opened');
  return found;
}
