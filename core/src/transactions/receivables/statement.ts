import { Arg, Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { withoutLimits } from '../../kernel/access/scope.js';
import type { Context } from '../../kernel/context.js';
import { badInput } from '../../kernel/faults.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { MoneyValue } from '../../kernel/schema/money.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Needs } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Payer } from './payer.js';

@ObjectType({ description: 'One line of the statement of a payer.' })
export class PayerStatementLine {
  @Field(() => LocalDate, { description: 'Day on which it counts.' })
  on!: string;

  @Field(() => String, { description: 'What it is: DEMAND, CHARGE, CANCELLED, WRITTEN_OFF, RECEIPT, REVERSED or REFUND.' })
  kind!: string;

  @Field(() => String, { description: 'The reference of the demand, or what the bank calls the receipt.' })
  reference!: string;

  @Field(() => MoneyValue, { description: 'How much: what the payer owes is positive, what it paid negative.' })
  amount!: MoneyValue;

  @Field(() => MoneyValue, { description: 'The balance after it.' })
  balance!: MoneyValue;
}

@ObjectType({ description: 'What a payer owed and paid in a time. Positive balances are owed by the payer, negative ones are held for it.' })
export class PayerStatement {
  @Field(() => LocalDate, { description: 'First day.' })
  from!: string;

  @Field(() => LocalDate, { description: 'Last day.' })
  to!: string;

  @Field(() => MoneyValue, { description: 'The balance before the first day.' })
  opening!: MoneyValue;

  @Field(() => [PayerStatementLine], { description: 'What there was, in the order of days.' })
  lines!: readonly PayerStatementLine[];

  @Field(() => MoneyValue, { description: 'The balance at the end of the last day.' })
  closing!: MoneyValue;

  @Field(() => MoneyValue, { description: 'The same balance by the postings in the ledger, which is to be equal.' })
  ledger!: MoneyValue;

  @Field(() => Int, { description: 'How many lines there are beyond the 1,000 that a statement shows; they are in `closing`. Ask for a shorter time.' })
  left!: number;
}

const MOST_LINES = 1_000;

/** Everything that changes what payers owe or have on account, with its day: of the payers of $1. */
const PAYER_ENTRIES = `
  select payer_id, issued_on as "on", 1 as rank, 'DEMAND' as kind, reference, amount, id from transactions.demand where payer_id = any($1)
  union all select c.payer_id, c.charged_on, 2, 'CHARGE', d.reference, c.amount, c.id from transactions.demand_charge c join transactions.demand d on d.id = c.demand_id where c.payer_id = any($1)
  union all select payer_id, cancelled_on, 3, 'CANCELLED', reference, -(amount + charged), id from transactions.demand where payer_id = any($1) and cancelled_on is not null
  union all select w.payer_id, w.written_off_on, 4, 'WRITTEN_OFF', d.reference, -w.amount, w.id from transactions.demand_write_off w join transactions.demand d on d.id = w.demand_id where w.payer_id = any($1)
  union all select payer_id, credited_on, 5, 'RECEIPT', bank_reference, -amount, id from transactions.receipt where payer_id = any($1)
  union all select payer_id, reversed_on, 6, 'REVERSED', bank_reference, amount, id from transactions.receipt where payer_id = any($1) and reversed_on is not null
  union all select f.payer_id, f.decided_on, 7, 'REFUND', r.bank_reference, f.amount, f.id from transactions.receipt_refund f join transactions.receipt r on r.id = f.receipt_id where f.payer_id = any($1) and f.state in ('APPROVED', 'PAID')`;

/** What the ledger says of payers: their postings on the accounts of demands and of what is held for them. */
const PAYER_LEDGER = `
  select p.payer_id, sum(p.amount) as amount from transactions.posting p join transactions.account a on a.id = p.account_id
  where p.payer_id = any($1) and a.purpose in ('DEMANDS', 'PAYER_CREDIT') and p.occurred_on <= $2 group by p.payer_id`;

const STATEMENT = `
with entry as materialized (${PAYER_ENTRIES}),
ledger as (${PAYER_LEDGER}),
opening as (select payer_id, sum(amount) as amount from entry where "on" < $3 group by payer_id),
line as (
  select e.*, coalesce(o.amount, 0) + sum(e.amount) over (partition by e.payer_id order by e."on", e.rank, e.id) as balance, row_number() over (partition by e.payer_id order by e."on", e.rank, e.id) as number
  from entry e left join opening o using (payer_id) where e."on" between $3 and $2)
select y.id, y.currency, round(coalesce(o.amount, 0), c.minor_digits)::text as opening, round(coalesce(l.amount, 0), c.minor_digits)::text as ledger,
  round(coalesce((select sum(e.amount) from entry e where e.payer_id = y.id and e."on" <= $2), 0), c.minor_digits)::text as closing,
  (select count(*)::int from line where payer_id = y.id and number > ${MOST_LINES}) as "left",
  coalesce((select jsonb_agg(jsonb_build_object('on', i."on", 'kind', i.kind, 'reference', i.reference, 'amount', round(i.amount, c.minor_digits)::text, 'balance', round(i.balance, c.minor_digits)::text) order by i.number)
    from line i where i.payer_id = y.id and i.number <= ${MOST_LINES}), '[]') as lines
from transactions.payer y join transactions.currency c on c.code = y.currency left join opening o on o.payer_id = y.id left join ledger l on l.payer_id = y.id where y.id = any($1)`;

interface Row {
  readonly id: string;
  readonly currency: string;
  readonly opening: string;
  readonly closing: string;
  readonly ledger: string;
  readonly left: number;
  readonly lines: readonly { readonly on: string; readonly kind: string; readonly reference: string; readonly amount: string; readonly balance: string }[];
}

/** Statements of payers, in the order asked, with one statement. Whoever sees a payer sees the whole of what it owes. */
export async function statements(ctx: Context, ids: readonly string[], from: string, to: string): Promise<readonly (PayerStatement | Error)[]> {
  const { rows } = await readRows<Row>(withoutLimits(ctx), STATEMENT, [ids, to, from]);
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = found.get(id);
    if (!row) return new Error(`there is no payer ${id}`);
    const money = (amount: string): MoneyValue => new MoneyValue(amount, row.currency);
    const lines = row.lines.map((line) => ({ ...line, amount: money(line.amount), balance: money(line.balance) }));
    return { from, to, opening: money(row.opening), closing: money(row.closing), ledger: money(row.ledger), left: row.left, lines };
  });
}

@Resolver(() => Payer)
export class StatementOfPayer {
  @FieldResolver(() => PayerStatement, { description: 'What it owed and paid from a day to a day, line by line, with the balance that the ledger has.' })
  @Requires('transactions.demands.read')
  @Needs('currency')
  statement(
    @Root() payer: { readonly id: string },
    @Arg('from', () => LocalDate, { nullable: true, description: 'First day; from the beginning where left out.' }) from: string | null | undefined,
    @Arg('to', () => LocalDate, { nullable: true, description: 'Last day; today where left out.' }) to: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<PayerStatement> {
    const [first, last] = [from ?? '0001-01-01', to ?? ctx.today];
    if (last < first) throw badInput('`to` is before `from`.');
    return ctx.reads.loader<string, PayerStatement>(`transactions.payer-statement:${first}:${last}`, (ids) => statements(ctx, ids, first, last)).load(payer.id);
  }
}
