import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeId } from '../kernel/schema/ids.js';
import { foldTotals } from './balances/fold-totals.js';
import { verifyLedger } from './checks/verify-ledger.js';
import { mutated, openAccount, reverse, transfer, type Done } from './testing/books.js';
import { as, startWorld, TODAY, type World } from './testing/world.js';

/** How many sequences; more of them at night. */
const RUNS = Number(process.env['KINGA_LEDGER_RUNS'] ?? 5);
const MONTHS = ['01', '02', '03'];
const DAYS = MONTHS.flatMap((month) => [`${month}-10`, `${month}-20`]);

let world: World;
const accounts: string[] = [];
const keeper = () => as(world, 'ledger-keeper');
const uuid = (id: string): string => decodeId(id)?.uuid ?? '';

/** What the books should be: amounts are whole pesewas. */
interface Model {
  readonly year: number;
  readonly moved: { readonly account: number; readonly day: string; readonly amount: number }[];
  readonly booked: { readonly id: string; readonly from: number; readonly to: number; readonly amount: number; reversed: boolean }[];
  /** How many months are closed. */
  closed: number;
  asked: boolean;
}
/** What a sequence has at hand. */
interface Real { readonly periods: readonly string[] }
type Command = fc.AsyncCommand<Model, Real>;

const dayIn = (model: Model, day: string): string => `${model.year}-${day}`;
const isClosed = (model: Model, day: string): boolean => MONTHS.indexOf(day.slice(0, 2)) < model.closed;
const codes = ({ userErrors }: Done): readonly string[] => userErrors.map(({ code }) => code);
const money = (amount: number): string => `${Math.trunc(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;

function book(model: Model, from: number, to: number, amount: number, day: string): void {
  model.moved.push({ account: to, day, amount }, { account: from, day, amount: -amount });
}

class Transfer implements Command {
  constructor(readonly from: number, readonly to: number, readonly amount: number, readonly day: string) {}
  check = (): boolean => true;
  async run(model: Model): Promise<void> {
    const done = await transfer(keeper(), { from: accounts[this.from] ?? '', to: accounts[this.to] ?? '', amount: money(this.amount), on: dayIn(model, this.day) });
    expect(codes(done)).toEqual(isClosed(model, this.day) ? ['BOOKS_CLOSED'] : []);
    if (isClosed(model, this.day)) return;
    book(model, this.from, this.to, this.amount, dayIn(model, this.day));
    model.booked.push({ id: done['transaction']?.id ?? '', from: this.from, to: this.to, amount: this.amount, reversed: false });
  }
  toString = (): string => `transfer(${this.from}>${this.to}, ${this.amount}, ${this.day})`;
}

class Together implements Command {
  constructor(readonly amounts: readonly number[], readonly day: string) {}
  check = (model: Readonly<Model>): boolean => !isClosed(model, this.day);
  async run(model: Model): Promise<void> {
    // In both directions at once, over the same accounts.
    const done = await Promise.all(this.amounts.map((amount, n) => transfer(as(world, 'ledger-keeper', `keeper-${n}`), { from: accounts[n % 2] ?? '', to: accounts[(n + 1) % 2] ?? '', amount: money(amount), on: dayIn(model, this.day) })));
    expect(done.flatMap(codes)).toEqual([]);
    this.amounts.forEach((amount, n) => book(model, n % 2, (n + 1) % 2, amount, dayIn(model, this.day)));
  }
  toString = (): string => `together(${this.amounts.join()}, ${this.day})`;
}

class Reverse implements Command {
  constructor(readonly which: number) {}
  check = (model: Readonly<Model>): boolean => model.booked.length > 0;
  async run(model: Model): Promise<void> {
    const of = model.booked[this.which % model.booked.length];
    if (!of) return;
    const done = await Promise.all([reverse(keeper(), of.id), reverse(as(world, 'ledger-keeper', 'another'), of.id)]);
    expect(done.flatMap(codes).sort()).toEqual(of.reversed ? ['ALREADY_REVERSED', 'ALREADY_REVERSED'] : ['ALREADY_REVERSED']);
    if (!of.reversed) book(model, of.to, of.from, of.amount, TODAY);
    of.reversed = true;
  }
  toString = (): string => `reverse(${this.which})`;
}

class Close implements Command {
  check = (model: Readonly<Model>): boolean => model.closed < MONTHS.length && !model.asked;
  async run(model: Model, { periods }: Real): Promise<void> {
    expect(codes(await mutated(keeper(), 'accountingPeriodClose', 'accountingPeriod', { id: periods[model.closed] }))).toEqual([]);
    model.closed += 1;
  }
  toString = (): string => 'close';
}

class Ask implements Command {
  check = (model: Readonly<Model>): boolean => model.closed > 0 && !model.asked;
  async run(model: Model, { periods }: Real): Promise<void> {
    expect(codes(await mutated(keeper(), 'accountingPeriodAskReopen', 'accountingPeriod', { id: periods[model.closed - 1], reason: 'Something came late' }))).toEqual([]);
    model.asked = true;
  }
  toString = (): string => 'ask';
}

class Decide implements Command {
  constructor(readonly reopen: boolean) {}
  check = (model: Readonly<Model>): boolean => model.asked;
  async run(model: Model, { periods }: Real): Promise<void> {
    const input = { id: periods[model.closed - 1], reopen: this.reopen };
    expect(codes(await mutated(as(world, 'payment-approver'), 'accountingPeriodReopen', 'accountingPeriod', input))).toEqual([]);
    model.asked = false;
    if (this.reopen) model.closed -= 1;
  }
  toString = (): string => `decide(${this.reopen})`;
}

class Fold implements Command {
  check = (): boolean => true;
  async run(): Promise<void> {
    await foldTotals(world.platform.context({ actor: world.platform.system('test') }));
  }
  toString = (): string => 'fold';
}

/** Balances at the end of every day, as kept totals and postings have them, and as the model does. */
async function compare(model: Model): Promise<void> {
  const days = [...DAYS.map((day) => dayIn(model, day)), TODAY];
  const { rows } = await world.pool.query<{ account: string; day: string; kept: string; posted: string }>(
    `select a.id as account, d.day::text as day,
       (select coalesce(sum(t.debit - t.credit), 0) from transactions.account_total t where t.account_id = a.id and t.occurred_on <= d.day and t.occurred_on >= $3)::text as kept,
       (select coalesce(sum(p.amount), 0) from transactions.posting p where p.account_id = a.id and p.occurred_on <= d.day and p.occurred_on >= $3)::text as posted
     from unnest($1::uuid[]) with ordinality a(id, n) cross join unnest($2::date[]) d(day) order by a.n, d.day`, [accounts.map(uuid), days, `${model.year}-01-01`],
  );
  expect(rows.filter(({ kept, posted }) => Number(kept) !== Number(posted))).toEqual([]);
  const wanted = accounts.flatMap((_, account) => days.map((day) => model.moved.filter((each) => each.account === account && each.day <= day).reduce((sum, { amount }) => sum + amount, 0)));
  expect(rows.map(({ kept }) => Math.round(Number(kept) * 100) + 0)).toEqual(wanted.map((amount) => amount + 0));
}

beforeAll(async () => {
  world = await startWorld();
  for (const code of ['A', 'B', 'C']) accounts.push(await openAccount(keeper(), code));
});
afterAll(() => world.stop());

let year = 2000;

it('any sequence of booking, taking back, closing, opening again and booking at once keeps the books right at every day', async () => {
  const account = fc.nat({ max: 2 });
  const amount = fc.integer({ min: 1, max: 1_000_000 });
  const commands = fc.commands([
    fc.tuple(account, account, amount, fc.constantFrom(...DAYS)).filter(([from, to]) => from !== to).map((given) => new Transfer(...given)),
    fc.tuple(fc.array(amount, { minLength: 2, maxLength: 6 }), fc.constantFrom(...DAYS)).map((given) => new Together(...given)),
    fc.nat({ max: 20 }).map((which) => new Reverse(which)),
    fc.constant(new Close()), fc.constant(new Ask()), fc.boolean().map((reopen) => new Decide(reopen)), fc.constant(new Fold()),
  ], { maxCommands: 16, size: 'max' });
  await fc.assert(fc.asyncProperty(commands, async (all) => {
    // Each sequence has a year of its own, after those that came before; what those left to today goes.
    year += 1;
    const { rows: [before] } = await world.pool.query<{ today: string[] }>(
      'select array(select coalesce(sum(p.amount), 0)::text from unnest($1::uuid[]) with ordinality a(id, n) left join transactions.posting p on p.account_id = a.id and p.occurred_on = $2 group by a.n order by a.n) as today', [accounts.map(uuid), TODAY],
    );
    const model: Model = { year, moved: (before?.today ?? []).map((sum, at) => ({ account: at, day: TODAY, amount: Math.round(Number(sum) * 100) })), booked: [], closed: 0, asked: false };
    const periods: string[] = [];
    for (const month of MONTHS) {
      const done = await mutated(keeper(), 'accountingPeriodOpen', 'accountingPeriod', { code: `${year}-${month}`, startsOn: `${year}-${month}-01`, endsOn: `${year}-${month}-28` });
      periods.push(done['accountingPeriod']?.id ?? '');
    }
    await fc.asyncModelRun(() => ({ model, real: { periods } }), all);
    await compare(model);
    expect((await verifyLedger(world.pool as never)).findings).toEqual([]);
    // The next year begins when this one is closed.
    for (; model.asked; model.asked = false) await mutated(as(world, 'payment-approver'), 'accountingPeriodReopen', 'accountingPeriod', { id: periods[model.closed - 1], reopen: false });
    for (; model.closed < MONTHS.length; model.closed += 1) await mutated(keeper(), 'accountingPeriodClose', 'accountingPeriod', { id: periods[model.closed] });
  }), { numRuns: RUNS, endOnFailure: true });
});
