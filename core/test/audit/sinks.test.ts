import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { GraphQLInputType } from 'graphql';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { actorsByGrants } from '../../src/access/actor-for.js';
import { entrance } from '../../src/access/signing-in.js';
import { developmentIssuer } from '../../src/kernel/access/tokens.js';
import { defineEvent } from '../../src/kernel/events/define-event.js';
import { publish } from '../../src/kernel/events/publish.js';
import { backgroundWork } from '../../src/kernel/jobs/background.js';
import { defineJob } from '../../src/kernel/jobs/define-job.js';
import { startJob } from '../../src/kernel/jobs/start-job.js';
import { defineModule } from '../../src/kernel/module/define-module.js';
import { defineAttributes } from '../../src/kernel/schema/attributes.js';
import { decodeId, encodeId } from '../../src/kernel/schema/ids.js';
import { startServer, type RunningServer } from '../../src/kernel/server/http.js';
import { serveMetrics } from '../../src/kernel/telemetry/serve-metrics.js';
import { telemetryOf } from '../../src/kernel/telemetry/telemetry.js';
import { inTransaction } from '../../src/kernel/write/transaction.js';
import { Person } from '../../src/people/persons/person.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { canaries, filled, type Canary } from './testing/canaries.js';
import { contents, filesBelow, textColumns, textsOfPersons, type Column } from './testing/sinks.js';

const marks = canaries();
const spans = new InMemorySpanExporter();
/** What the platform said while it worked: lines of the log, what it wrote to its terminal, SQL texts, answers of faults, webhooks. */
const said = { log: [] as string[], terminal: [] as string[], statements: [] as string[], webhooks: [] as string[] };
const answers: { readonly of: string; readonly status: number; readonly errors: string; readonly refusals: string }[] = [];

let kinga: TestPlatform;
let server: RunningServer;
let metrics: { readonly port: number; stop(): Promise<void> };
let receiver: Server;
let tokens: { readonly maker: string; readonly checker: string };
const ids = new Map<string, string>();

/** What a module's author does wrong: errors whose messages hold values. */
const happened = defineEvent<{ id: string }>('leaky.happened', 'Something happened');
const leaky = defineModule({ name: 'leaky', version: '1.0.0', kinga: { id: 'leaky', requires: { kernel: '*', people: '*' } } }, {
  description: 'Fails with values in its words',
  attributes: [defineAttributes(Person, { paymentAccount: { type: 'text', description: 'Where payments go', privacy: { sensitivity: 'sensitive', category: 'people.payment-accounts' } } })],
  events: [happened],
  jobs: [defineJob<object>({ name: 'leaky.fail', description: 'Fails', run: async () => { JSON.parse(marks.word('job.JSON.parse')); return {}; } }), defineJob<object>({ name: 'leaky.quote', description: 'Fails', run: async (ctx) => { await ctx.platform.pool.query('select $1::text::uuid', [marks.word('job.database')]); return {}; } })],
  on: [happened.afterCommit('leaky.handler', async () => { throw new Error(`could not do "${marks.word('handler')}"`); })],
  contributes: [backgroundWork.contribute('leaky.work', { everyMs: 60_000, run: async (ctx) => { await ctx.platform.pool.query('select $1::text::integer', [marks.word('background.database')]); return 0; } })],
});

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
    vi.spyOn(stream, 'write').mockImplementation(((...given: unknown[]) => { said.terminal.push(String(given[0])); return write(...given); }) as never);
  }
  const query = pg.Client.prototype.query as (...given: unknown[]) => unknown;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...given: unknown[]) {
    const [first] = given;
    said.statements.push(typeof first === 'string' ? first : String((first as { readonly text?: string } | null)?.text));
    return query.apply(this, given);
  } as never);
  receiver = createServer((request, response) => {
    request.on('data', (piece: Buffer) => said.webhooks.push(String(piece))).on('end', () => response.writeHead(500).end(marks.word('webhook.answer')));
  });
  await new Promise<void>((go) => { receiver.listen(0, '127.0.0.1', () => go()); });
  const { port } = receiver.address() as AddressInfo;
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  kinga = await startTestPlatform({
    modules: [leaky],
    log: pino({ level: 'trace' }, { write: (line) => void said.log.push(line) }),
    telemetry: telemetryOf({ tracer: provider.getTracer('test'), stop: () => provider.shutdown() }),
    limits: { principalRate: { capacity: 1e9 }, addressRate: { capacity: 1e9 } },
    settings: {
      people: { reveal: { minutes: 15, perHour: 100 }, numberLookUpsPerHour: 1000 },
      'change-requests': { policies: [{ operation: 'personAddressAdd' }] },
      webhooks: { allow: ['127.0.0.0/8'], allowHttp: true, ports: [port], attempts: 2, timeoutMs: 500 },
    },
  });
  const { platform } = kinga;
  const issuer = await developmentIssuer(platform.dataDir);
  const { signingIn, verify } = entrance(platform, { secure: false, verify: issuer.verify, provider: () => ({ issuer: 'http://127.0.0.1:1', clientId: 'kinga', url: 'http://127.0.0.1:1', algorithms: ['ES256'] }), now: Date.now });
  const actorFor = actorsByGrants(() => true);
  server = await startServer(platform, { port: 0, verify, signingIn, development: false, actorFor: async (...of) => ({ ...(await actorFor(...of)), permissions: platform.system().permissions }) });
  metrics = await serveMetrics(platform, 0, '127.0.0.1');
  const token = (name: string): Promise<string> => issuer.issue({ id: `${name}@example.org`, roles: [...platform.roles.keys()], places: null, organisations: null, programmes: null });
  tokens = { maker: await token('maker'), checker: await token('checker') };
});
afterAll(async () => {
  vi.restoreAllMocks();
  await metrics?.stop();
  await server?.stop();
  await kinga?.stop();
  receiver?.close();
});

interface Answered {
  readonly data: Record<string, Record<string, { id: string; version: number } & Record<string, never>>> | null;
}

async function post(of: string, body: object | string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
  const response = await fetch(server.url, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.maker}`, ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });
  const text = await response.text();
  const { data = null, errors = [] } = (text.startsWith('{') ? JSON.parse(text) : { errors: [text] }) as { readonly data?: Answered['data']; readonly errors?: readonly object[] };
  const refusals = Object.values(data ?? {}).flatMap((payload) => (payload as { readonly userErrors?: readonly object[] } | null)?.userErrors ?? []);
  answers.push({ of, status: response.status, errors: JSON.stringify(errors), refusals: JSON.stringify(refusals) });
  return { data };
}

/** Sends a mutation; `fields` of its payload are asked for. */
async function mutate(name: string, input: unknown, fields = '', as: keyof typeof tokens = 'maker'): Promise<Record<string, { id: string; version: number } & Record<string, never>>> {
  const type = String(inputOf(name));
  const { data } = await post(name, { query: `mutation ($input: ${type}) { ${name}(input: $input) { ${fields} userErrors { code message path hint } } }`, variables: { input } }, { authorization: `Bearer ${tokens[as]}` });
  return data?.[name] ?? {};
}
function inputOf(name: string): GraphQLInputType {
  const found = kinga.platform.schema.getMutationType()?.getFields()[name]?.args.find((arg) => arg.name === 'input')?.type;
  if (!found) throw new Error(`${name} takes no input`);
  return found;
}

/** The same, which must succeed. */
async function done(name: string, input: object, fields = '', as: keyof typeof tokens = 'maker'): ReturnType<typeof mutate> {
  const payload = await mutate(name, input, fields, as);
  const { errors, refusals } = answers.at(-1) ?? { errors: '', refusals: '' };
  expect([name, errors, refusals]).toEqual([name, '[]', '[]']);
  return payload;
}

async function send(name: string, mediaType: string, bytes: Buffer | string): Promise<string> {
  const body = Buffer.from(bytes as string);
  const { file, ...rest } = await done('fileBegin', { name, mediaType, size: body.length }, 'file { id } uploadUrl');
  const answer = await fetch(new URL(String(rest['uploadUrl']), server.url), { method: 'PUT', body });
  expect([name, answer.status]).toEqual([name, 200]);
  return file?.id ?? '';
}

const personal = (where: string): string => marks.word(where, 'personal');
const sealed = (where: string): string => marks.word(where, 'sealed');
const why = (where: string): object => ({ justification: { reason: marks.word(`${where}.justification.reason`) } });

let person: string;
let other: string;

/** A payment as a bank shows it, with what the bank and others write to it. */
async function plantBankEntry(pool: pg.Pool, says: (field: string) => string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`begin; select set_config('kinga.scope', 'all', true), set_config('kinga.actor', 'planter', true);
      insert into transactions.account (id, code, name, purpose, currency) values (kernel.uuid7(), 'AT-BANK', 'n', 'CASH', 'GHS');
      insert into transactions.bank_account (id, code, name, number, currency, account_id) select kernel.uuid7(), 'AT-BANK', 'n', '1', 'GHS', id from transactions.account where code = 'AT-BANK';
      insert into transactions.bank_statement (id, bank_account_id, format, names, sha256, currency, entry_count, received_by) select kernel.uuid7(), id, 'camt', '{S}', 'x', 'GHS', 1, 'x' from transactions.bank_account`);
    await client.query(`insert into transactions.bank_entry (id, statement_id, bank_account_id, number, booked_on, amount, currency, direction, bank_reference, end_to_end_id, counterparty, counterparty_account, description, return_reason, problem, state, matched_by, reason, proposed_by)
      select kernel.uuid7(), s.id, s.bank_account_id, 1, '2018-02-03', 99.00, 'GHS', 'DEBIT', $1, $2, $3, $4, $5, $6, 'WRONG_AMOUNT', 'PROPOSED', 'PASSED_OVER', $7, 'x' from transactions.bank_statement s`,
    ['bankReference', 'endToEndId', 'counterparty', 'counterpartyAccount', 'description', 'returnReason', 'reason'].map((field) => says(`BankEntry.${field}`)));
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** A receipt, and why a payment over the counter was taken back; the drawer and the payment are of others. */
async function plantCash(pool: pg.Pool, says: (field: string) => string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`begin; select set_config('kinga.scope', 'all', true), set_config('kinga.actor', 'planter', true);
      insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, period_from, period_to, due_on, amount, currency, reason, facts, basis)
        select kernel.uuid7(), e.programme_id, e.id, e.person_id, '2018-01-01', '2018-01-31', '2018-02-01', 1.00, 'GHS', 'RATE', '{}', '{}' from programmes.enrolment e join programmes.programme g on g.id = e.programme_id where g.code = 'OWED';
      insert into transactions.payment_run (id, code, programme_id, until, currency, channel, created_by) select kernel.uuid7(), 'IN-CASH', id, '2018-02-01', 'GHS', 'desks', 'x' from programmes.programme where code = 'OWED';
      insert into transactions.payment_instruction (id, run_id, batch_number, entitlement_id, payee_id, payee_name, amount, currency, reference)
        select kernel.uuid7(), r.id, 1, e.id, e.payee_id, 'Payee', 1.00, 'GHS', 'IN-CASH' from programmes.entitlement e join transactions.payment_run r on r.programme_id = e.programme_id where r.code = 'IN-CASH';
      insert into transactions.cash_desk (id, code, name, place_id) select kernel.uuid7(), 'DESK', 'n', id from people.place where code = 'V1';
      insert into transactions.cash_session (id, desk_id, programme_id, currency, cashier, opened_on, advanced) select kernel.uuid7(), d.id, g.id, 'GHS', 'x', '2018-02-03', 1.00 from transactions.cash_desk d, programmes.programme g where g.code = 'OWED';
      alter table transactions.cash_payout disable trigger checked`);
    await client.query(`insert into transactions.cash_payout (id, session_id, instruction_id, kind, amount, currency, done_on, done_by, collected_by, identified_by, receipt_number, key_id, receipt, reason)
      select kernel.uuid7(), s.id, i.id, k.kind, 1.00, 'GHS', '2018-02-03', 'x', k.who, k.shown, k.number, k.number, k.receipt, k.reason from transactions.cash_session s, transactions.payment_instruction i,
        (values ('PAID', 'PAYEE', 'NATIONAL_ID', 'N', $1, null), ('TAKEN_BACK', null, null, null, null, $2)) k (kind, who, shown, number, receipt, reason) where i.reference = 'IN-CASH'`, [says('CashPayout.receipt'), says('CashPayout.reason')]);
    await client.query('alter table transactions.cash_payout enable trigger checked');
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** A write-off with its reason, and all that leads to one, which takes a scheme's whole way through the API. */
async function plantWriteOff(pool: pg.Pool, id: string, reason: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`begin; select set_config('kinga.scope', 'all', true), set_config('kinga.actor', 'planter', true);
      insert into programmes.programme (id, code, name, scheme, target, currency, starts_on) values (kernel.uuid7(), 'OWED', 'Cash', 'test', 'PERSON', 'GHS', '2016-01-01');
      insert into programmes.enrolment (id, programme_id, person_id, place_id, state, enrolled_on, exited_on) select kernel.uuid7(), g.id, p.id, p.place_id, 'EXITED', '2018-01-01', '2018-06-01' from programmes.programme g, people.person p where g.code = 'OWED' and p.id = '${decodeId(id)?.uuid}';
      insert into programmes.benefit_period (id, programme_id, number, period_from, period_to, due_on) select kernel.uuid7(), id, 1, '2018-01-01', '2018-01-31', '2018-02-01' from programmes.programme where code = 'OWED';
      insert into programmes.determination_run (id, programme_id, period_id, kind, from_day, state, asked_by) select kernel.uuid7(), b.programme_id, b.id, 'FIRST', '2018-01-01', 'COMPUTING', 'x' from programmes.benefit_period b;
      insert into programmes.determination (id, run_id, programme_id, enrolment_id, period_id, payee_id, owed_before, amount, currency, facts, basis, state) select kernel.uuid7(), r.id, r.programme_id, e.id, r.period_id, e.person_id, 100.00, 90.00, 'GHS', '{}', '{}', 'PROPOSED' from programmes.determination_run r join programmes.enrolment e on e.programme_id = r.programme_id;
      insert into programmes.overpayment (id, determination_id, programme_id, enrolment_id, payee_id, period_from, period_to, found_on, amount, currency) select kernel.uuid7(), d.id, d.programme_id, d.enrolment_id, d.payee_id, '2018-01-01', '2018-01-31', '2018-03-01', 10.00, 'GHS' from programmes.determination d;
      insert into transactions.account (id, code, name, purpose, currency) select kernel.uuid7(), c, 'n', 'CASH', 'GHS' from unnest('{OWED-1,OWED-2}'::text[]) c;
      with booked as (insert into transactions.transaction (id, kind, occurred_on, description, reference, booked_by) values (kernel.uuid7(), 'OVERPAYMENT_WRITTEN_OFF', '2018-03-02', 'Of an overpayment', 'OWED', 'x') returning id, occurred_on)
      insert into transactions.posting (id, transaction_id, occurred_on, account_id, amount, currency) select kernel.uuid7(), b.id, b.occurred_on, a.id, case a.code when 'OWED-1' then 1.00 else -1.00 end, 'GHS' from booked b, transactions.account a where a.code in ('OWED-1', 'OWED-2')`);
    await client.query(`insert into transactions.recovery (id, overpayment_id, kind, amount, currency, recovered_on, reason, booked_by, transaction_id)
      select kernel.uuid7(), o.id, 'WRITTEN_OFF', 1.00, 'GHS', '2018-03-02', $1, 'x', t.id from programmes.overpayment o, transactions.transaction t where t.reference = 'OWED'`, [reason]);
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** What a person owed and paid, and what officers said of it. */
async function plantReceivables(programmeId: string): Promise<void> {
  const demands: { readonly id: string; readonly payer: { readonly controlNumber: string } }[] = [];
  for (const reference of ['D1', 'D2']) {
    const lines = [{ code: 'PREMIUM', description: personal('DemandLine.description'), amount: '50' }];
    demands.push((await done('demandRaise', { programmeId, personId: other, reference, purpose: 'PREMIUM', dueOn: '2999-01-01', lines, idempotencyKey: `demand ${reference}` }, 'demand { id payer { controlNumber } }') as never as { demand: { id: string; payer: { controlNumber: string } } }).demand);
  }
  await done('demandCancel', { demandId: demands[0]?.id, reason: personal('Demand.cancelledReason'), idempotencyKey: 'one-cancel' });
  const receive = async (bankReference: string): Promise<string | undefined> => (await done('receiptReceive', { programmeId, controlNumber: demands[1]?.payer.controlNumber, method: 'CHEQUE', bankReference, amount: '60', receivedOn: '2020-01-01', idempotencyKey: `receipt ${bankReference}` }, 'receipt { id }'))['receipt']?.id;
  await done('receiptReverse', { receiptId: await receive('R1'), reason: personal('Receipt.reversedReason'), idempotencyKey: 'one-bounced' });
  await done('demandWriteOff', { demandId: demands[1]?.id, reason: personal('DemandWriteOff.reason'), idempotencyKey: 'one-given-up' });
  await done('receiptRefundRequest', { receiptId: await receive('R2'), amount: '1', reason: personal('ReceiptRefund.reason'), idempotencyKey: 'one-refund' });
}

/** Who receives for whom, and what of payments goes to others. */
async function plantPayees(): Promise<void> {
  const { persons } = await done('personsRegister', { placeCode: 'V1', persons: [{ sex: 'FEMALE', familyName: personal('Person.familyName') }] }, 'persons { id }') as never as { persons: readonly [{ id: string }] };
  const { arrangement } = await done('payeeArrangementPropose', { beneficiaryId: persons[0].id, receiverId: person, kind: 'NOMINEE', validFrom: '2020-01-01', reason: personal('PayeeArrangement.reason'), idempotencyKey: 'one-arrangement' }, 'arrangement { id }');
  await done('payeeArrangementDecide', { id: arrangement?.id, confirm: true, idempotencyKey: 'one-confirmed' }, '', 'checker');
  await done('payeeArrangementEnd', { id: arrangement?.id, reason: personal('PayeeArrangement.endReason'), idempotencyKey: 'one-ended' });
  const { arrangement: paid } = await done('payeeArrangementPropose', { beneficiaryId: person, receiverId: persons[0].id, kind: 'NOMINEE', validFrom: '2020-01-01', reason: personal('PayeeArrangement.reason'), idempotencyKey: 'one-receiver' }, 'arrangement { id }');
  await done('payeeArrangementDecide', { id: paid?.id, confirm: true, idempotencyKey: 'one-receiver-confirmed' }, '', 'checker');
  const { rows: [court] } = await kinga.pool.query<{ id: string }>("insert into people.organisation (id, code, name) values (kernel.uuid7(), 'COURT', 'Court') returning id");
  const { order } = await done('withholdingOrderPropose', { personId: persons[0].id, organisationId: encodeId('organisation', court?.id ?? ''), currency: 'GHS', kind: 'LOAN', reference: personal('WithholdingOrder.reference'), reason: personal('WithholdingOrder.reason'), amount: '1', priority: 1, dueFrom: '2020-01-01', idempotencyKey: 'one-order' }, 'order { id }');
  await done('withholdingOrderDecide', { id: order?.id, confirm: true, idempotencyKey: 'one-order-confirmed' }, '', 'checker');
  await done('withholdingOrderEnd', { id: order?.id, lastDueOn: '2020-01-31', reason: personal('WithholdingOrder.endReason'), idempotencyKey: 'one-order-ended' });
}

describe('what persons, officers and machines said', { timeout: 180_000 }, () => {
  it('is planted in every field that keeps a text of a person, through the API', async () => {
    await done('placesRegister', { places: [{ code: 'R', name: 'Region', level: 'region' }, { code: 'V1', name: 'Village', level: 'village', parentCode: 'R' }] });
    const names = (where: string): object => ({ givenName: personal(`${where}.givenName`), familyName: personal(`${where}.familyName`), patronymic: personal(`${where}.patronymic`) });
    const { household } = await done('householdRegister', { code: marks.word('Household.code', 'personal'), placeCode: 'V1', since: '2015-01-01', idempotencyKey: 'one-household', ...why('householdRegister'), members: [
      { role: 'HEAD', sex: 'FEMALE', birthDate: '1971-05-17', attributes: { paymentAccount: sealed('Person.attributes') }, ...names('Person'), contacts: [{ kind: 'PHONE', value: marks.phone('ContactPoint.value') }, { kind: 'EMAIL', value: `${personal('ContactPoint.value')}@example.org` }], identifiers: [{ type: 'national-number', value: sealed('Identifier.value'), issuer: personal('Identifier.issuer') }], names: [{ kind: 'ALIAS', ...names('PersonName') }] },
      { role: 'CHILD', sex: 'MALE', ...names('Person') },
    ] }, 'household { id head { id version } members { nodes { id } } }') as never as { household: { id: string; head: { id: string; version: number }; members: { nodes: { id: string }[] } } };
    person = household.head.id;
    other = household.members.nodes.find(({ id }) => id !== person)?.id ?? '';
    await done('personUpdate', { id: person, version: household.head.version, familyName: personal('Person.familyName'), keepFormerName: true, idempotencyKey: 'one-update' }, 'person { id version }');
    await done('personIdentifierAdd', { personId: other, identifier: { type: 'national-number', value: sealed('Identifier.value'), issuer: personal('Identifier.issuer') }, idempotencyKey: 'one-number' }, 'identifier { id version masked value }');
    const bank = { kind: 'BANK', institution: personal('PaymentAccount.institution'), holderName: personal('PaymentAccount.holderName'), number: sealed('PaymentAccount.number'), currency: 'GHS', preferred: true, validFrom: '2020-01-01' };
    const { account } = await done('personPaymentAccountAdd', { personId: person, account: bank, idempotencyKey: 'one-account' }, 'account { id version masked number }');
    await done('personPaymentAccountVerify', { id: account?.id, version: account?.version, verification: 'VERIFIED', method: personal('PaymentAccountCheck.method'), note: personal('PaymentAccountCheck.note') });
    const { changeRequest } = await done('personAddressAdd', { personId: person, address: { kind: 'HOME', lines: personal('Address.lines'), locality: personal('Address.locality'), postalCode: personal('Address.postalCode') }, ...why('personAddressAdd') }, 'changeRequest { id asked { value } }');
    await done('changeRequestApprove', { id: changeRequest?.id }, 'changeRequest { id }', 'checker');
    const refused = await done('personAddressAdd', { personId: person, address: { kind: 'WORK', lines: personal('Address.lines') }, justification: { reason: personal('ChangeRequest.reason'), evidence: { source: personal('ChangeRequest.source') } } }, 'changeRequest { id }');
    await kinga.pool.query("update change_requests.task set assigned_by = 'x', assigned_because = $1 where state = 'OPEN'", [personal('Task.assignedBecause')]);
    await done('changeRequestReject', { id: refused['changeRequest']?.id, reason: personal('ChangeRequest.decisionReason') }, 'changeRequest { id }', 'checker');
    await done('personConsentGive', { personId: person, purpose: 'sharing', legalBasis: 'CONSENT', evidence: { source: personal('Consent.source') } });
    await done('personDisabilityAssess', { personId: person, on: '2021-01-01', ...Object.fromEntries(['seeing', 'hearing', 'walking', 'remembering', 'selfCare', 'communicating'].map((part) => [part, 'NO_DIFFICULTY'])) });
    await done('birthRecord', { child: { sex: 'FEMALE', ...names('Person') }, on: '2026-01-01', motherId: person, householdId: household.id, registrarNumber: personal('LifeEvent.registrarNumber'), evidence: { source: personal('LifeEvent.source') } });
    await done('personReveal', { personId: person, categories: ['people.identifiers', 'people.payment-accounts'], purpose: 'registry', reason: personal('Reveal.reason') });
    await done('personDocumentAdd', { personId: person, fileId: await send(`${personal('File.name')}.pdf`, 'application/pdf', `%PDF-1.7 ${sealed('file')}`), kind: 'BIRTH_CERTIFICATE', issuer: personal('PersonDocument.issuer') });
    const { correctionRequest } = await done('correctionRecord', { personId: person, contested: personal('CorrectionRequest.contested'), wanted: personal('CorrectionRequest.wanted'), evidence: { source: personal('CorrectionRequest.evidenceSource') } }, 'correctionRequest { id }');
    await done('correctionAnswer', { id: correctionRequest?.id, granted: false, answer: personal('CorrectionRequest.answer') }, '', 'checker');
    const complaint = { complainant: 'REPRESENTATIVE', complainantName: sealed('Grievance.complainantName'), contact: sealed('Grievance.contact'), personId: person, category: 'service', channel: 'letter', placeCode: 'V1', statement: { text: sealed('GrievanceMessage.text') } };
    const received = await done('grievanceReceive', { ...complaint, idempotencyKey: 'one-grievance' }, 'grievance { id } followUpCode');
    marks.told(String(received['followUpCode']), 'grievanceReceive.followUpCode');
    await done('grievanceReview', { id: received['grievance']?.id, note: sealed('GrievanceStep.note') });
    await done('grievanceDecide', { id: received['grievance']?.id, outcome: 'explained', answer: { text: sealed('GrievanceMessage.text') } }, '', 'checker');
    await plantWriteOff(kinga.pool, other, personal('Recovery.reason'));
    await plantPayees();
    await plantBankEntry(kinga.pool, personal);
    await plantCash(kinga.pool, personal);
    const { legalHold } = await done('legalHoldPlace', { personId: other, reason: personal('LegalHold.reason') }, 'legalHold { id }');
    await done('legalHoldLift', { id: legalHold?.id, reason: personal('LegalHold.liftedBecause') });
    await done('personExportAsk', { personId: person, requestedBy: 'PERSON', identityChecked: personal('PersonExport.identityChecked') });
    const { questionnaire } = await done('questionnaireCreate', { code: 'health', name: 'Health', target: 'PERSON', questions: [{ code: 'ill', type: 'TEXT', texts: [{ language: 'en', text: 'Ill?' }] }] }, 'questionnaire { versions { nodes { id version } } }') as never as { questionnaire: { versions: { nodes: { id: string; version: number }[] } } };
    const [draft] = questionnaire.versions.nodes;
    await done('questionnaireVersionPublish', { ...draft });
    const { response: withdrawn } = await done('responseSubmit', { response: { versionId: draft?.id, personId: person, answers: [{ question: 'ill', text: sealed('Answer.text') }] } }, 'response { id version }');
    await done('responseWithdraw', { id: withdrawn?.id, version: withdrawn?.['version'], reason: personal('Response.endedBecause') });
    await done('responseSubmit', { response: { versionId: draft?.id, personId: person, source: personal('Response.source'), answers: [{ question: 'ill', text: sealed('Answer.text') }] } }, 'response { id }');
    const { merge } = await done('personMerge', await (async () => {
      const { persons } = await done('personsRegister', { placeCode: 'V1', persons: [{ sex: 'FEMALE', ...names('Person') }, { sex: 'FEMALE', ...names('Person') }] }, 'persons { id version }') as never as { persons: readonly [{ id: string; version: number }, { id: string; version: number }] };
      return { survivorId: persons[0].id, survivorVersion: persons[0].version, mergedId: persons[1].id, mergedVersion: persons[1].version, reason: personal('PersonMerge.reason'), evidence: { source: personal('PersonMerge.source') } };
    })(), 'merge { id }');
    await done('personUnmerge', { mergeId: merge?.id, reason: personal('PersonMerge.undoneReason') });
    await kinga.finishJobs();
  });

  it('is planted in what is paid, imported, exported and sent to others', async () => {
    const endpoint = await done('webhookEndpointCreate', { name: 'Hook', purpose: 'administration', url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, events: ['people.persons-registered'], details: true, idempotencyKey: 'one-endpoint' }, 'webhookEndpoint { id } secret');
    marks.told(String(endpoint['secret']), 'webhookEndpointCreate.secret');
    await done('personsRegister', { placeCode: 'V1', persons: [{ sex: 'FEMALE', familyName: personal('Person.familyName') }] });
    const account = await done('serviceAccountRegister', { code: 'reports', description: 'Reports', idempotencyKey: 'one-service' }, 'serviceAccount { id } secret');
    marks.told(String(account['secret']), 'serviceAccountRegister.secret');
    const given = await fetch(new URL('/auth/token', server.url), { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'reports', client_secret: String(account['secret']) }) });
    marks.told(((await given.json()) as { access_token: string }).access_token, 'access_token');

    const { programme } = await done('programmeCreate', { code: 'CASH', name: 'Cash', scheme: 'leaky', target: 'PERSON', currency: 'GHS', startsOn: '2020-01-01' }, 'programme { id }');
    await done('enrolmentApply', { programmeId: programme?.id, personId: person });
    await plantReceivables(programme?.id ?? '');
    // Whom no rule judged is taken in as a run of targeting would.
    await kinga.pool.query("update programmes.enrolment set state = 'ELIGIBLE' where person_id = $1", [decodeId(person)?.uuid]);
    const { rows: [enrolment] } = await kinga.pool.query<{ id: string; version: number }>("update programmes.enrolment set state = 'ENROLLED', enrolled_on = state_on where person_id = $1 returning id, version", [decodeId(person)?.uuid]);
    // Which scheme owes is a module's to say.
    await kinga.pool.query(`insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, period_from, period_to, due_on, amount, currency, reason, facts, basis)
      select kernel.uuid7(), programme_id, id, person_id, '2026-01-01', '2026-01-31', '2026-02-01', 100, 'GHS', 'TEST', jsonb_build_object('fact', $2::text), jsonb_build_object('basis', $3::text) from programmes.enrolment where id = $1`, [enrolment?.id, personal('Entitlement.facts'), personal('Entitlement.basis')]);
    const { run } = await done('paymentRunCreate', { programmeId: programme?.id, until: '2026-03-01', channel: 'csv-file', idempotencyKey: 'one-payment-run' }, 'run { id }');
    await kinga.finishJobs();
    const { rows: [made] } = await kinga.pool.query<{ hash: string }>('select content_hash as hash from transactions.payment_run where id = $1', [decodeId(run?.id ?? '')?.uuid]);
    await done('paymentRunApprove', { runId: run?.id, contentHash: made?.hash, idempotencyKey: 'one-approval' }, '', 'checker');
    const { rows: [waits] } = await kinga.pool.query<{ id: string }>('select id from transactions.payment_instruction where run_id = $1', [decodeId(run?.id ?? '')?.uuid]);
    const waiting = encodeId('payment_instruction', waits?.id ?? '');
    await done('paymentInstructionHold', { instructionId: waiting, reason: personal('PaymentInstruction.heldBecause'), idempotencyKey: 'one-hold' });
    await done('paymentInstructionRelease', { instructionId: waiting, idempotencyKey: 'one-release' });
    await done('paymentRunHold', { runId: run?.id, reason: personal('PaymentRun.heldBecause'), idempotencyKey: 'one-run-hold' });
    await done('paymentRunRelease', { runId: run?.id, idempotencyKey: 'one-run-release' });
    await done('paymentRunSend', { runId: run?.id, idempotencyKey: 'one-sending' });
    await kinga.finishJobs();
    const { rows: [paid] } = await kinga.pool.query<{ reference: string }>('select reference from transactions.payment_instruction where run_id = $1', [decodeId(run?.id ?? '')?.uuid]);
    await done('paymentRunReceiveAnswer', { runId: run?.id, idempotencyKey: 'one-answer', answer: `reference,amount,status,reason\n${paid?.reference},100.00,RETURNED,${personal('PaymentInstruction.returnedReason')}\n${sealed('paymentRunReceiveAnswer.answer')},1.00,PAID,\n` }, 'unmatched { reference }');
    const { enrolment: set } = await done('enrolmentRecertificationSet', { id: encodeId('enrolment', enrolment?.id ?? ''), version: enrolment?.version, recertifyBy: '2099-01-01', reason: personal('Enrolment.recertifyBecause') }, 'enrolment { id version }');
    await done('enrolmentExit', { id: set?.id, version: set?.['version'], reason: 'MOVED_AWAY', note: personal('Enrolment.note') });

    await done('importMappingSave', { code: 'census', columns: [
      ...[['household', 'HOUSEHOLD_CODE'], ['place', 'PLACE_CODE'], ['role', 'ROLE'], ['given', 'GIVEN_NAME'], ['family', 'FAMILY_NAME'], ['sex', 'SEX'], ['phone', 'PHONE'], ['mail', 'EMAIL']].map(([column, field]) => ({ column, field })), { column: 'nid', field: 'IDENTIFIER', name: 'national-number' },
    ] });
    const row = (household: string, wrong = ''): string => [household, 'V1', 'HEAD', personal('import.given'), personal('import.family'), `FEMALE${wrong}`, marks.phone('import.phone') + wrong, `${personal('import.mail')}@example.org${wrong && '@'}`, sealed('import.nid') + (wrong && '!')].join();
    const rows = ['household,place,role,given,family,sex,phone,mail,nid', row('I-1'), row('I-2', personal('import.wrong')), row('I-1')];
    await done('importStart', { fileId: await send(`${personal('import.file')}.csv`, 'text/csv', rows.join('\n')), mappingCode: 'census', idempotencyKey: 'one-import' }, 'import { id job { id } }');
    const again = rows.map((each) => each.replace('I-1', 'I-3'));
    await done('importStart', { fileId: await send('again.csv', 'text/csv', again.slice(0, 2).join('\n')), mappingCode: 'census' });
    const where = (name: string): string => `{ persons(where: { familyName: { eq: ${name} } }) { nodes { familyName } } }`;
    await done('exportStart', { format: 'CSV', query: where(`"${personal('exportStart.query')}"`), idempotencyKey: 'one-export', fileName: personal('exportStart.fileName') }, 'export { id }');
    await done('exportStart', { format: 'CSV', query: `query ($name: String!) ${where('$name')}`, variables: JSON.stringify({ name: personal('exportStart.variables') }) }, 'export { id }');
    await done('duplicatesFind', { among: 'EVERYBODY' });
    await kinga.finishJobs();
    // Whomever a search proposes, there is a pair to decide about.
    const [first = '', second = ''] = [person, other].map((id) => decodeId(id)?.uuid ?? '').toSorted();
    const { rows: [pair] } = await kinga.pool.query<{ id: string }>(
      `insert into matching.duplicate_candidate (id, first_id, second_id, score, probability, compared, known) values (kernel.uuid7(), $1, $2, 10, 0.9, '[]', 'known')
       on conflict on constraint duplicate_candidate_pair do update set score = excluded.score returning id`, [first, second]);
    await done('duplicateDismiss', { candidateId: encodeId('duplicate', pair?.id ?? ''), reason: personal('DuplicateCandidate.decisionReason') });
  });

  it('is planted in each text of each input, where it is refused, and where it has the wrong type', async () => {
    for (const { tableName, prefix } of kinga.platform.model.byType.values()) {
      const { rows: [row] } = await kinga.pool.query<{ id: string }>(`select id from ${tableName.split('.').map((part) => `"${part}"`).join('.')} order by id limit 1`);
      if (row) ids.set(prefix, row.id);
    }
    const { schema } = kinga.platform;
    const idOf = (prefix: string): string | undefined => ids.get(prefix);
    const asked = [
      ...Object.keys(schema.getMutationType()?.getFields() ?? {}).flatMap((name, n) => [false, ...(n % 5 === 0 ? [true] : [])].map((wrong) => () => mutate(name, filled(inputOf(name), name, marks, { wrong, idOf })))),
      ...Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ args }) => args.length > 0).map(({ name, args }) => () => {
        const query = `query (${args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ')}) { ${name}(${args.map((arg) => `${arg.name}: $${arg.name}`).join(', ')}) { __typename } }`;
        return post(name, { query, variables: Object.fromEntries(args.map((arg) => [arg.name, filled(arg.type, `${name}.${arg.name}`, marks, { deepest: 2, idOf })])) });
      }),
    ];
    for (let n = 0; n < asked.length; n += 6) await Promise.all(asked.slice(n, n + 6).map((ask) => ask()));
    await kinga.finishJobs();
  });

  it('is planted in requests that are nothing', async () => {
    const names = '{ persons(first: 1) { nodes { familyName } } }';
    const word = (where: string): string => marks.word(where);
    await post('token', { query: names }, { authorization: `Bearer ${word('token')}` });
    await post('token', { query: names }, { authorization: `Bearer ${[{ alg: 'ES256', kid: word('token.kid') }, { sub: word('token.sub'), iss: word('token.iss') }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.${word('token.signature')}` });
    await post('basic', { query: names }, { authorization: `Basic ${Buffer.from(`${word('basic.user')}:${word('basic.password')}`).toString('base64')}` });
    await post('headers', { query: names }, { cookie: `kinga=${word('cookie')}; kinga-session=${word('cookie')}`, traceparent: word('traceparent'), 'user-agent': word('user-agent'), 'x-request-id': word('x-request-id'), 'accept-language': word('accept-language') });
    for (const header of ['kinga-purpose', 'kinga-grant', 'content-type', 'x-forwarded-for', 'content-encoding']) await post(header, { query: names }, { [header]: word(header) });
    await post('body', `{"query": "${word('body')}`);
    await post('body', JSON.stringify([word('body')]));
    for (const query of [`{ ${word('syntax')} "${word('syntax')}" !`, `{ persons(where: { sex: { eq: "${word('enum')}" } }) { totalCount } }`, `{ persons(first: "${word('first')}") { totalCount } }`, `{ persons(after: "${word('cursor')}", first: 1) { nodes { id } } }`, `{ node(id: "${word('node')}") { id } }`,
      `{ persons(where: { birthDate: { eq: "${word('date')}" } }) { totalCount } }`, `{ person(by: { id: "${word('id')}" }) { id } }`, `{ personByIdentifier(type: "national-number", value: "${sealed('personByIdentifier.value')}") { familyName } }`, `{ personSearch(text: "${word('personSearch')}") { nodes { score } } }`, `{ places(orderBy: [{ ${word('orderBy')}: ASC }]) { totalCount } }`]) await post('document', { query });
    await post('variables', { query: 'query ($name: String!, $n: Int) { persons(first: $n, where: { familyName: { eq: $name } }) { totalCount } }', variables: { name: { [word('key')]: word('value') }, n: word('n') } });
    const fetched = [
      ...['/auth/token', '/auth/sign-out'].map((path) => fetch(new URL(path, server.url), { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'reports', client_secret: word('client_secret') }) })),
      ...[`/auth/callback?code=${word('code')}&state=${word('state')}`, `/auth/sign-in?to=${word('to')}`, `/files/${word('file')}?signature=${word('signature')}`, `/${word('path')}`, `/graphql?query={${word('get')}}`].map((path) => fetch(new URL(path, server.url), { redirect: 'manual' })),
    ];
    for (const answer of await Promise.all(fetched)) answers.push({ of: answer.url, status: answer.status, errors: await answer.text(), refusals: '' });
  });

  it('is planted where the database fails on it, in requests and in jobs', async () => {
    const tables = ['people.person', 'people.household', 'people.identifier', 'people.payment_account', 'people.contact_point', 'people.person_name', 'people.consent', 'people.reveal', 'people.life_event', 'privacy.correction_request', 'privacy.legal_hold', 'surveys.response'];
    await kinga.pool.query(tables.map((table) => `alter table ${table} add constraint broken check (false) not valid`).join(';'));
    const name = { givenName: personal('failing.givenName'), familyName: personal('failing.familyName'), sex: 'FEMALE' };
    const failing: readonly (readonly [string, object])[] = [
      ['personsRegister', { placeCode: 'V1', persons: [name] }],
      ['householdRegister', { code: marks.word('failing.code'), placeCode: 'V1', members: [{ role: 'HEAD', ...name }], ...why('failing') }],
      ['personIdentifierAdd', { personId: other, identifier: { type: 'national-number', value: sealed('failing.value'), issuer: personal('failing.issuer') } }],
      ['personPaymentAccountAdd', { personId: other, account: { kind: 'BANK', institution: personal('failing.institution'), holderName: personal('failing.holderName'), number: sealed('failing.number') } }],
      ['personContactAdd', { personId: other, contact: { kind: 'PHONE', value: marks.phone('failing.phone') } }],
      ['personNameAdd', { personId: other, name: { kind: 'ALIAS', familyName: personal('failing.alias') } }],
      ['personConsentGive', { personId: other, purpose: 'sharing', legalBasis: 'CONSENT', evidence: { source: personal('failing.source') } }],
      ['personReveal', { personId: other, categories: ['people.identifiers'], purpose: 'registry', reason: personal('failing.reason') }],
      ['birthRecord', { child: name, on: '2026-01-01', motherId: person, registrarNumber: personal('failing.registrarNumber') }],
      ['correctionRecord', { personId: person, contested: personal('failing.contested'), wanted: personal('failing.wanted') }],
      ['legalHoldPlace', { personId: other, reason: personal('failing.hold') }],
    ];
    for (const [mutation, input] of failing) {
      await mutate(mutation, input);
      expect([mutation, answers.at(-1)?.errors]).toEqual([mutation, expect.stringContaining('INTERNAL_SERVER_ERROR')]);
    }
    const fileId = await send('failing.csv', 'text/csv', `household,place,role,given,family,sex,phone,mail,nid\nF-1,V1,HEAD,${personal('failing.import')},${personal('failing.import')},FEMALE,,,${sealed('failing.import')}`);
    await done('importStart', { fileId, mappingCode: 'census' });
    const leak = kinga.platform.context({ actor: kinga.platform.system() });
    await inTransaction(leak, async (tx) => {
      for (const job of kinga.platform.jobs.values()) if (job.name.startsWith('leaky.')) await startJob(tx, job, {});
      await publish(tx, happened, { id: 'none' });
    });
    await vi.waitFor(async () => {
      const { rows: [failed] } = await kinga.pool.query<{ n: number }>("select count(*)::int as n from pgboss.job where output is not null and state = 'retry'");
      expect(failed?.n).toBe(4);
      expect(said.webhooks.length).toBeGreaterThan(0);
    }, { timeout: 30_000, interval: 50 });
    await kinga.pool.query(tables.map((table) => `alter table ${table} drop constraint broken`).join(';'));
  });
});

const told = (text: string, ...of: readonly string[]): readonly string[] => marks.in(text).filter((mark) => of.length === 0 || of.includes(marks.planted.get(mark)?.of ?? '')).map((mark) => marks.planted.get(mark)?.where ?? mark);

describe('nothing of it is', { timeout: 180_000 }, () => {
  it('so little that it proves nothing', () => {
    expect(marks.planted.size).toBeGreaterThan(200);
    expect(Object.entries(said).filter(([, lines]) => lines.length === 0).map(([sink]) => sink)).toEqual(['terminal']);
  });

  it('in the log at its most talkative, on the terminal, in SQL texts, or in what webhooks carry', () => {
    for (const [sink, lines] of Object.entries(said)) expect([sink, lines.filter((line) => told(line).length > 0)]).toEqual([sink, []]);
  });

  it('in spans, metrics, statements that PostgreSQL shows as running, or files', async () => {
    const kept = spans.getFinishedSpans().map(({ name, attributes, events, status, links }) => ({ name, attributes, events, status, links }));
    expect(kept.length).toBeGreaterThan(200);
    expect(kept.filter((span) => told(JSON.stringify(span)).length > 0)).toEqual([]);
    expect(told(await (await fetch(`http://127.0.0.1:${metrics.port}/metrics`)).text())).toEqual([]);
    const { rows } = await kinga.pool.query<{ query: string }>('select query from pg_stat_activity where datname = current_database()');
    expect(rows.filter(({ query }) => told(query).length > 0)).toEqual([]);
    // Payment files are what the channel is for.
    expect(told(await filesBelow(kinga.platform.dataDir, 'payments'))).toEqual([]);
  });

  it('in answers of faults; and of secrets and sealed values nothing in a refusal either', () => {
    expect(answers.filter(({ errors }) => told(errors).length > 0).map(({ of, errors }) => [of, errors])).toEqual([]);
    expect(answers.filter(({ refusals }) => told(refusals, 'secret', 'sealed').length > 0)).toEqual([]);
  });

  it('in a column of the database that is not declared to hold it', async () => {
    const found: string[] = [];
    const planted = new Set([...marks.planted.values()].map(({ where }) => where));
    for await (const { text, ...column } of contents(kinga.pool, await textColumns(kinga.pool, kinga.platform))) {
      const its = marks.in(text);
      if (its.length > 0) planted.add(`${column.table}.${column.column}`);
      for (const mark of its) {
        const canary = marks.planted.get(mark);
        if (canary && !mayHold(column, canary)) found.push(`${column.table}.${column.column} (${column.sensitivity}): ${canary.of} ${canary.where}`);
      }
    }
    expect([...new Set(found)]).toEqual([]);
    expect(textsOfPersons(kinga.platform).filter(({ field, home }) => !planted.has(home ?? '') && !planted.has(field) && !OWN_WORDS.test(field)).map(({ field }) => field), 'no canary was planted there').toEqual([]);
  });
});

/** Codes of lists, names of officers, and what is made of other fields: nothing into which anybody writes what they know of somebody. */
const OWN_WORDS = new RegExp(`By$|^(${[
  'GroupMembership.role', 'Person.script', 'Person.languages', 'Person.fullName', 'Person.pseudonym', 'PersonName.script', 'PersonName.fullName', 'Identifier.type', 'Identifier.masked', 'Address.country',
  'PaymentAccount.currency', 'PaymentAccount.masked', 'Consent.purpose', 'Reveal.categories', 'Reveal.purpose', 'ChangeRequest.operation', 'ChangeRequest.approvals', 'Entitlement.kind', 'Entitlement.reason',
  'PaymentInstruction.reference', 'PaymentInstruction.payment', 'ErasureCase.because', 'Answer.questionCode', 'Answer.choice', 'Answer.choices',
  'Grievance.reference', 'Grievance.category', 'Grievance.channel', 'Grievance.against', 'Grievance.deciders', 'Grievance.assignedTo', 'Grievance.outcome', 'GrievanceStep.actor',
  'GrievanceStep.assignedTo', 'GrievanceStep.outcome', 'Task.kind', 'Task.name', 'Task.permissions', 'Task.roles', 'Task.groups', 'Task.assignees', 'Enrolment.reason', 'Decision.kind',
  'Payer.currency', 'Payer.controlNumber', 'Demand.reference', 'Demand.purpose', 'DemandLine.code', 'DemandCharge.ruleCode', 'Receipt.controlNumber', 'Receipt.bankReference', 'Receipt.unmatchedBecause',
  'ReceiptRefund.paidReference', 'TargetingFailure.code', 'TargetingFailure.message', 'Determination.reasons', 'Overpayment.reasons', 'BankEntry.matchedBy', 'BankEntry.problem', 'CashPayout.receiptNumber',
].join('|')})$`);

/** What the kernel keeps of others' data; the rest of it, and the queue, speak of what the platform does. */
const KEPT_BY_KERNEL = ['kernel.history.row_before', 'kernel.file.name', 'kernel.audit_entry.reason'];

/** Codes of kinds and names of officers' sign-ins, which events carry beside ids. */
const SAID_BY_EVENTS = ['personDocumentAdd.kind', 'userSessionsEnd.issuer', 'userSessionsEnd.subject'];

function mayHold({ table, column, sensitivity, closed }: Column, { of, where }: Canary): boolean {
  if (of === 'secret' || closed) return false;
  if (table === 'kernel.event') return SAID_BY_EVENTS.includes(where);
  if (/^(kernel|pgboss)\./.test(table) && !KEPT_BY_KERNEL.includes(`${table}.${column}`)) return false;
  if (of === 'sealed') return sensitivity === 'sensitive';
  return of === 'text' || sensitivity === 'personal' || sensitivity === 'sensitive';
}
