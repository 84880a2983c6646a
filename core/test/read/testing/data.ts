import type pg from 'pg';
import { mod97 } from '../../../src/people/persons/identifiers/check-digits.js';
import { seededTape, type Tape } from './random.js';

/** Texts that break what is careless about them. */
export const TEXTS: readonly string[] = [
  'Ama', 'ama', 'AMA', 'Äma', "O'Brien", '100%', '100', 'under_score', 'underXscore', 'back\\slash', 'line\nbreak', 'tab\there', '"quoted"',
  '日本語', '😀 smile', 'İstanbul', 'straße', '', ' ', 'null', '{"a":[1]}', '$1', "'; drop table x; --", '~', 'é', 'e\u0301',
];
export const DAYS: readonly string[] = ['2026-03-01', '2026-02-28', '2025-12-31', '2024-02-29', '2008-03-01', '2008-03-02', '2008-02-29', '1999-12-31', '0001-01-01', '1960-06-15'];
export const AMOUNTS: readonly string[] = ['1', '320.00', '320', '0.01', '380.50', '99999999999999999999.99', '12.5000'];
const TIMES = ['2026-01-05T08:00:00.123456+00', '2026-01-05T08:00:00.123999+00', '2026-01-05T08:00:00.124+00', '2026-02-01T23:59:59.999999+00', '1970-01-01T00:00:00+00'];

type Row = Readonly<Record<string, unknown>>;

/** A small random population in every table, the same for the same seed. What constraints don't allow is passed over. */
export async function insertRandomData(pool: pg.Pool, seed: number): Promise<void> {
  const tape = seededTape(seed);
  const client = await pool.connect();
  const insert = async (table: string, rows: readonly Row[]): Promise<readonly string[]> => {
    if (rows.length === 0) return [];
    const written = await client.query<{ id: string }>(
      `insert into ${table} (${Object.keys(rows[0] ?? {}).join()}) select ${Object.keys(rows[0] ?? {}).join()} from jsonb_populate_recordset(null::${table}, $1)
       on conflict do nothing returning id`, [JSON.stringify(rows)],
    );
    return written.rows.map(({ id }) => id);
  };
  // What happened in which order is other tests' business: states and days are random here.
  const tables = (await client.query<{ name: string }>(
    "select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('people', 'programmes', 'transactions')",
  )).rows.map(({ name }) => name);
  const triggers = async (what: 'disable' | 'enable'): Promise<void> => {
    for (const table of tables) await client.query(`alter table ${table} ${what} trigger user`);
  };
  await client.query('begin');
  await triggers('disable');
  // Balances are told from what is counted here.
  await client.query('alter table transactions.posting enable trigger keep_totals; alter table transactions.account_total enable trigger user');
  await fill(tape, insert);
  await client.query('set constraints all immediate');
  await triggers('enable');
  await client.query('commit');
  client.release();
}

function uuids(tape: Tape, count: number): readonly string[] {
  const hex = (length: number): string => Array.from({ length }, () => tape.below(16).toString(16)).join('');
  return Array.from({ length: count }, () => `018f${hex(4)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`);
}

async function fill(tape: Tape, insert: (table: string, rows: readonly Row[]) => Promise<readonly string[]>): Promise<void> {
  const text = (): string => tape.pick(TEXTS);
  const maybe = <T>(value: () => T): T | null => (tape.below(3) === 0 ? null : value());
  const day = (): string => tape.pick(DAYS);
  const written = (): Row => ({ version: 1 + tape.below(3), created_at: tape.pick(TIMES), updated_at: tape.pick(TIMES) });
  const rows = (count: number, row: (id: string, index: number) => Row): readonly Row[] => uuids(tape, count).map((id, index) => ({ id, ...row(id, index) }));

  await insert('kernel.job', rows(6, () => ({
    ...written(), name: text(), state: tape.pick(['QUEUED', 'RUNNING', 'DONE', 'FAILED']), done: tape.below(5), total: tape.below(5), message: maybe(text), problem: maybe(text),
    input: {}, actor: {}, today: day(), attempts: 0,
  })));

  // A tree: 0 with 1 (with 2 and 3) and 4 (with 5), and another root 6, numbered in preorder.
  const parents = [null, 0, 1, 1, 0, 4, null];
  const last = [6, 4, 3, 4, 6, 6, 7];
  const depths = [0, 1, 2, 2, 1, 2, 0];
  const placeIds = uuids(tape, 7);
  await insert('people.place', placeIds.map((id, index) => ({
    id, ...written(), code: `P${index}`, name: text(), level: tape.pick(['country', 'region', 'village']), parent_id: placeIds[parents[index] ?? -1] ?? null,
    depth: depths[index], number: index + 1, last_number: last[index],
  })));
  const place = (): string => tape.pick(placeIds);

  const households = uuids(tape, 7);
  const persons = uuids(tape, 14);
  await insert('people.household', households.map((id, index) => ({
    id, ...written(), code: `H${index}${tape.pick(['', "'", '%', '_'])}`, place_id: place(), head_id: maybe(() => tape.pick(persons)),
    attributes: { roof: maybe(() => tape.pick(['THATCH', 'IRON', 'TILES'])), ...(tape.once(2) && { rooms: tape.below(4) }) },
  })));
  await insert('people.person', persons.map((id) => {
    const birth = maybe(day);
    return {
      id, ...written(), given_name: maybe(text), patronymic: tape.once(4) ? text() : null, family_name: text(), script: tape.pick(['Latn', 'Latn', 'Ethi', 'Hans']),
      birth_estimated: tape.once(2), languages: tape.pick([[], ['sw'], ['fr', 'ee']]), sex: tape.pick(['FEMALE', 'MALE', 'OTHER', 'UNKNOWN']), birth_date: birth,
      death_date: tape.once(4) ? '2026-03-01' : null, place_id: maybe(place), household_id: maybe(() => tape.pick(households)),
      attributes: {
        ...(tape.once(2) && { nickname: maybe(text) }), ...(tape.once(2) && { children: tape.below(3) - 1 }), ...(tape.once(2) && { income: tape.pick(AMOUNTS) }),
        ...(tape.once(2) && { literate: tape.once(2) }), ...(tape.once(2) && { marriedOn: day() }),
      },
    };
  }));
  await insert('people.membership', rows(16, () => ({
    ...written(), person_id: tape.pick(persons), household_id: tape.pick(households), role: tape.pick(['HEAD', 'SPOUSE', 'CHILD', 'NOT_RELATED']),
    valid_from: tape.pick(['1999-12-31', '2008-03-01', '2024-02-29']), valid_to: tape.pick(['2025-12-31', '2026-02-28', null]),
  })));

  await fillPersonDetails(tape, insert, persons, { text, maybe, day, written, rows, place });

  const programmes = await insert('programmes.programme', rows(4, (_, index) => ({
    ...written(), code: `PROG${index}`, name: text(), scheme: tape.pick(['cash', 'kernel']), target: tape.pick(['PERSON', 'HOUSEHOLD']), currency: tape.pick(['GHS', 'KES']),
    starts_on: '1999-12-31', ends_on: maybe(() => tape.pick(['2026-03-01', '2008-03-01'])),
  })));
  const enrolments = await insert('programmes.enrolment', rows(16, () => {
    const exited = tape.once(3);
    const person = tape.once(2);
    return {
      ...written(), programme_id: tape.pick(programmes), person_id: person ? tape.pick(persons) : null, household_id: person ? null : tape.pick(households), place_id: maybe(place),
      state: exited ? 'EXITED' : tape.pick(['ENROLLED', 'SUSPENDED']), enrolled_on: day(), exited_on: exited ? day() : null, state_on: day(), reason: tape.pick(['MOVED_AWAY', null]), note: maybe(text),
    };
  }));
  const entitlements = await insert('programmes.entitlement', rows(16, () => ({
    ...written(), programme_id: tape.pick(programmes), enrolment_id: tape.pick(enrolments), payee_id: tape.pick(persons), place_id: maybe(place), kind: tape.pick(['REGULAR', 'ARREARS']),
    period_from: tape.pick(['2024-02-29', '2008-03-01', '2025-12-31']), period_to: '2026-02-28', due_on: day(), amount: tape.pick(AMOUNTS), currency: tape.pick(['GHS', 'KES']), reason: text(),
    facts: tape.pick([{}, { count: 3 }, { count: '2.50' }, { count: null }]), basis: {},
  })));

  const accounts = rows(5, (_, index) => ({
    ...written(), code: `A${index}`, name: text(), purpose: `P${index}`, programme_id: maybe(() => tape.pick(programmes)), currency: index === 0 ? 'GHS' : tape.pick(['GHS', 'KES', 'JPY', 'TND']),
  }));
  await insert('transactions.account', accounts);
  const runs = await insert('transactions.payment_run', rows(4, (_, index) => ({
    ...written(), code: `R${index}`, programme_id: tape.pick(programmes), until: day(), currency: 'GHS', channel: text(), state: tape.pick(['DRAFT', 'CANCELLED']), created_by: text(),
    approved_by: null, instruction_count: tape.below(4), total: tape.pick(AMOUNTS), content_hash: maybe(text), approved_hash: null,
  })));
  await insert('transactions.payment_batch', rows(6, (_, index) => ({
    run_id: tape.pick(runs), number: index, key: `K${index}`, state: tape.pick(['PENDING', 'SENDING', 'SENT', 'CANCELLED']), instruction_count: tape.below(4), total: tape.pick(AMOUNTS), receipt: maybe(text),
  })));
  const instructions = await insert('transactions.payment_instruction', rows(10, (_, index) => {
    const state = tape.pick(['PENDING', 'SENT', 'PAID', 'RETURNED', 'CANCELLED', 'CANCELLED']);
    const amount = tape.pick(AMOUNTS);
    return {
      ...written(), run_id: runs[index % runs.length], batch_number: tape.below(3), entitlement_id: tape.pick(entitlements), payee_id: tape.pick(persons), payee_name: text(), place_id: maybe(place),
      amount, payment_amount: amount, currency: 'GHS', reference: `REF${index}`, payment: `REF${index}`, state, returned_reason: state === 'RETURNED' ? text() : null, settled_on: state === 'PAID' || state === 'RETURNED' ? day() : null,
    };
  }));
  const transactions = uuids(tape, 6);
  const days = transactions.map(day);
  await insert('transactions.transaction', transactions.map((id, index) => ({
    id, created_at: tape.pick(TIMES), kind: tape.pick(['ACCRUAL', 'PAYMENT_SENT']), occurred_on: days[index], description: text(), reference: `T${index}`,
    reverses_id: index > 2 && tape.once(2) ? transactions[index - 3] : null, payment_run_id: maybe(() => tape.pick(runs)), booked_by: text(), written_in: '3',
  })));
  const { payers } = await fillReceivables(tape, insert, { programmes, persons, households, transactions, account: String(accounts[0]?.['id']) }, { text, maybe, day, written, rows, place });
  await insert('transactions.posting', rows(15, () => {
    const of = tape.below(transactions.length);
    const account = tape.pick(accounts);
    return {
      payer_id: maybe(() => tape.pick(payers)),
      transaction_id: transactions[of], occurred_on: days[of], account_id: account['id'], amount: `${tape.pick(['', '-'])}${tape.pick(AMOUNTS)}`, currency: account['currency'],
      programme_id: maybe(() => tape.pick(programmes)), place_id: maybe(place), party_id: maybe(() => tape.pick(persons)), entitlement_id: maybe(() => tape.pick(entitlements)), instruction_id: maybe(() => tape.pick(instructions)),
    };
  }));
  await fillBank(tape, insert, { accounts, instructions }, { text, maybe, day, written, rows, place });
}

/** What banks said of accounts, and what of it is known. */
async function fillBank(
  tape: Tape, insert: (table: string, rows: readonly Row[]) => Promise<readonly string[]>, { accounts, instructions }: { readonly accounts: readonly Row[]; readonly instructions: readonly string[] }, { text, maybe, day, written, rows }: Makers,
): Promise<void> {
  const banks = rows(3, (_, index) => ({ ...written(), code: `BANK${index}`, name: text(), number: `N${index}`, currency: accounts[index]?.['currency'] ?? 'GHS', channels: [tape.pick(['csv-file', 'bank', 'wallets'])], account_id: accounts[index]?.['id'] ?? null }));
  await insert('transactions.bank_account', banks);
  const statements = await insert('transactions.bank_statement', rows(4, (_, index) => ({
    ...written(), bank_account_id: banks[index % banks.length]?.['id'], format: text(), names: [text()], sha256: `S${index}`, currency: tape.pick(['GHS', 'JPY']), opening: maybe(() => tape.pick(AMOUNTS)), closing: maybe(() => tape.pick(AMOUNTS)),
    closed_on: maybe(day), entry_count: tape.below(4), received_by: text(),
  })));
  await insert('transactions.bank_entry', rows(8, (_, index) => {
    const state = tape.pick(['UNMATCHED', 'PROPOSED']);
    return {
      ...written(), statement_id: tape.pick(statements), bank_account_id: tape.pick(banks)['id'], number: index, booked_on: day(), amount: tape.pick(AMOUNTS), currency: tape.pick(['GHS', 'JPY']), direction: tape.pick(['DEBIT', 'CREDIT']),
      bank_reference: maybe(text), end_to_end_id: maybe(text), counterparty: maybe(text), description: maybe(text), return_reason: maybe(text), state, matched_by: state === 'PROPOSED' ? 'PASSED_OVER' : null, problem: 'NOTHING_NAMED',
      instruction_id: maybe(() => tape.pick(instructions)), counter_account_id: maybe(() => tape.pick(accounts)['id']), reason: maybe(text), proposed_by: state === 'PROPOSED' ? text() : null,
    };
  }));
}

/** What payers owe and paid, with sums of their own; the first account is in GHS. */
async function fillReceivables(
  tape: Tape, insert: (table: string, rows: readonly Row[]) => Promise<readonly string[]>,
  of: { readonly programmes: readonly string[]; readonly persons: readonly string[]; readonly households: readonly string[]; readonly transactions: readonly string[]; readonly account: string },
  { text, day, written, rows }: Makers,
): Promise<{ readonly payers: readonly string[] }> {
  const transaction = (): string => tape.pick(of.transactions);
  const drawn = rows(5, (_, index) => {
    const person = tape.once(2);
    const number = `100000000${index}`;
    return { ...written(), programme_id: tape.pick(of.programmes), person_id: person ? tape.pick(of.persons) : null, household_id: person ? null : tape.pick(of.households), currency: 'GHS', control_number: number + mod97.of(number) };
  });
  const payers = await insert('transactions.payer', drawn);
  const payerOf = (): Row => {
    const wanted = tape.pick(payers);
    return drawn.find(({ id }) => id === wanted) ?? {};
  };
  const pick = (from: readonly Row[]): Row => from[tape.below(from.length)] ?? {};
  const owed = rows(8, (_, index) => {
    const payer = payerOf();
    const [state, sums] = tape.pick([['ISSUED', [0, 0, 0]], ['PART_PAID', [2, 30, 0]], ['SETTLED', [0, 100, 0]], ['WRITTEN_OFF', [1, 60, 41]], ['CANCELLED', [3, 0, 0]]] as const);
    return {
      ...written(), payer_id: payer['id'], programme_id: payer['programme_id'], reference: `D${index}`, purpose: 'PREMIUM', period_from: null, period_to: null, issued_on: '2025-12-31', due_on: tape.pick(['2025-12-31', '2026-02-28']),
      amount: '100.00', currency: 'GHS', charged: sums[0], allocated: sums[1], written_off: sums[2], cancelled_on: state === 'CANCELLED' ? day() : null, cancelled_reason: state === 'CANCELLED' ? text() : null, state,
      raised_by: text(), transaction_id: transaction(),
    };
  }).filter(({ payer_id }) => payer_id);
  await insert('transactions.demand', owed);
  const part = (demand: Row): Row => ({ demand_id: demand['id'], payer_id: demand['payer_id'], currency: 'GHS' });
  await insert('transactions.demand_line', rows(8, (_, index) => ({ ...part(owed[index] ?? pick(owed)), number: 1, code: 'PREMIUM', description: text(), amount: '100.00', account_id: of.account })));
  await insert('transactions.demand_instalment', rows(8, (_, index) => ({ ...part(owed[index] ?? pick(owed)), number: 1, due_on: day(), amount: '60.00' })));
  await insert('transactions.demand_instalment', rows(8, (_, index) => ({ ...part(owed[index] ?? pick(owed)), number: 2, due_on: day(), amount: '40.00' })));
  await insert('transactions.demand_write_off', rows(3, () => ({ ...part(pick(owed)), amount: tape.pick(AMOUNTS), reason: text(), written_off_on: day(), written_off_by: text(), transaction_id: transaction() })));
  const came = rows(6, (_, index) => {
    const payer = tape.once(3) ? undefined : payerOf();
    return {
      ...written(), programme_id: payer?.['programme_id'] ?? tape.pick(of.programmes), payer_id: payer?.['id'] ?? null, control_number: text(), method: tape.pick(['BANK', 'CASH']), bank_reference: `B${index}`, amount: '50.00', currency: 'GHS',
      received_on: day(), credited_on: payer ? day() : null, allocated: payer ? tape.below(30) : 0, refunded: payer ? tape.below(20) : 0, state: payer ? 'RECEIVED' : 'UNMATCHED', unmatched_because: payer ? null : 'UNKNOWN_NUMBER',
      reversed_on: null, reversed_reason: null, received_by: text(), transaction_id: transaction(),
    };
  });
  await insert('transactions.receipt', came);
  const paired = came.flatMap((receipt) => owed.filter((demand) => demand['payer_id'] === receipt['payer_id']).map((demand) => ({ receipt, demand })));
  if (paired.length > 0) {
    await insert('transactions.receipt_allocation', rows(6, () => {
      const { receipt, demand } = paired[tape.below(paired.length)] ?? {};
      return { ...part(demand ?? {}), receipt_id: receipt?.['id'], amount: tape.pick(AMOUNTS), allocated_on: day(), allocated_by: text(), undoes_id: null, transaction_id: transaction() };
    }));
  }
  await insert('transactions.receipt_refund', came.filter(({ payer_id }) => payer_id).map((receipt, index) => ({
    ...written(), id: uuids(tape, 1)[0], receipt_id: receipt['id'], payer_id: receipt['payer_id'], currency: 'GHS', amount: tape.pick(AMOUNTS), reason: text(), state: index % 2 ? 'REQUESTED' : 'REJECTED', requested_by: 'x', decided_by: index % 2 ? null : 'y', decided_on: index % 2 ? null : day(),
    paid_on: null, paid_reference: null,
  })));
  return { payers };
}

interface Makers {
  readonly text: () => string;
  readonly maybe: <T>(value: () => T) => T | null;
  readonly day: () => string;
  readonly written: () => Row;
  readonly rows: (count: number, row: (id: string, index: number) => Row) => readonly Row[];
  readonly place: () => string;
}

/** What hangs on persons: names, identifiers, contacts, addresses, accounts, relationships, consents, disability. */
async function fillPersonDetails(
  tape: Tape, insert: (table: string, rows: readonly Row[]) => Promise<readonly string[]>, persons: readonly string[], { text, maybe, day, written, rows, place }: Makers,
): Promise<void> {
  const of = (): Row => ({ ...written(), person_id: tape.pick(persons) });
  const state = (): string => tape.pick(['UNVERIFIED', 'VERIFIED', 'REFUTED']);
  const from = (): string | null => tape.pick(['1999-12-31', null]);
  const to = (): string | null => tape.pick(['2025-12-31', '2026-03-01', '2026-03-02', null]);
  await insert('people.person_name', rows(8, () => ({
    ...of(), kind: tape.pick(['OTHER_SCRIPT', 'FORMER', 'ALIAS']), script: tape.pick(['Latn', 'Ethi', 'Kore']), given_name: maybe(text), patronymic: maybe(text), family_name: text(), valid_from: from(), valid_to: to(),
  })));
  await insert('people.identifier', rows(8, (_, index) => ({
    ...of(), type: tape.pick(['card', 'number']), value: text(), digest: `\\x0${index}`, sealed: null, issuer: maybe(text), valid_from: from(), valid_to: to(), verification: state(), verified_at: maybe(() => tape.pick(TIMES)),
    verified_by: maybe(text), ended_on: maybe(day),
  })));
  await insert('people.contact_point', rows(8, () => ({ ...of(), kind: 'EMAIL', value: text(), preferred: false, valid_from: from(), valid_to: to(), verification: state(), verified_at: null, verified_by: null })));
  await insert('people.address', rows(6, () => ({
    ...of(), kind: tape.pick(['HOME', 'POSTAL']), lines: text(), locality: maybe(text), postal_code: maybe(text), country: maybe(() => 'GH'), place_id: maybe(place), valid_from: from(), valid_to: to(),
  })));
  const accounts = await insert('people.payment_account', rows(6, () => ({
    ...of(), kind: 'CASH_POINT', institution: text(), holder_name: text(), currency: maybe(() => 'GHS'), digest: null, sealed: null, preferred: false, valid_from: '1999-12-31', valid_to: to(), verification: state(),
  })));
  await insert('people.payment_account_check', rows(6, () => ({ ...written(), account_id: tape.pick(accounts), outcome: state(), method: text(), note: maybe(text), checked_by: text() })));
  await insert('people.relationship', rows(10, (_, index) => ({
    ...written(), person_id: persons[index], kind: tape.pick(['PARENT', 'GUARDIAN', 'ALTERNATE_PAYEE']), other_id: persons[index + 1], valid_from: from(), valid_to: to(), sole: true,
  })));
  await insert('people.consent', rows(6, () => ({
    ...of(), purpose: text(), decision: tape.pick(['GIVEN', 'WITHDRAWN']), legal_basis: tape.pick(['CONSENT', 'PUBLIC_TASK']), decided_on: day(), source: maybe(text), file_ids: [], recorded_by: text(),
  })));
  const answer = (): string => tape.pick(['NO_DIFFICULTY', 'SOME_DIFFICULTY', 'A_LOT_OF_DIFFICULTY', 'CANNOT_DO_AT_ALL']);
  await insert('people.disability', rows(8, () => ({
    ...of(), assessed_on: day(), seeing: answer(), hearing: answer(), walking: answer(), remembering: answer(), self_care: answer(), communicating: answer(), assessed_by: text(),
  })));
}

/** What reading itself changes is other tests' business. */
export const UNTOLD: ReadonlySet<string> = new Set(['accessLog', 'recordedReads']);
