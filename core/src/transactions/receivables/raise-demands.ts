import { v7 as uuidv7 } from 'uuid';
import { publish } from '../../kernel/events/publish.js';
import { sql, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { inProgrammesOf } from '../../people/scope.js';
import { accountsFor } from '../programme-accounts.js';
import { currencyUnknown, programmeNotFound } from '../refusals.js';
import { bookForPayers, receivableAccounts, type Collecting } from './accounts.js';
import { allocate } from './allocate.js';
import { demandsRaised } from './events.js';
import { demandTooFine } from './refusals.js';

/** What to demand by a query. */
export interface DemandsToRaise {
  /** UUID of the programme; demands are in its currency. */
  readonly programmeId: string;
  /** Purposes of the accounts that lines are booked to, with the names under which they are opened, such as `{ PREMIUM_INCOME: 'Premiums' }`. */
  readonly accounts?: Readonly<Record<string, string>>;
}

/** What became of it. */
export interface DemandsRaised {
  /** How many demands were raised; those whose reference the programme had already are not among them. */
  readonly raised: number;
  /** UUID of the transaction that they were booked by; undefined where there are none. */
  readonly transaction?: string;
}

export const CONTRIBUTIONS = { CONTRIBUTION_INCOME: 'Contributions and premiums' } as const;

/** A programme that the actor may act on, with its currency. */
export async function collecting(ctx: TxContext, programmeId: string): Promise<Collecting & { readonly digits: number }> {
  const { rows: [found] } = await ask<Collecting & { digits: number | null }>(ctx, sql`
    select p.id, p.currency, c.minor_digits as digits from programmes.programme p left join transactions.currency c on c.code = p.currency
    where p.id = ${programmeId}::uuid and ${inProgrammesOf(ctx, sql`p.id`)}`);
  if (!found) return refuse(programmeNotFound('programmeId'));
  return { ...found, digits: found.digits ?? refuse(currencyUnknown('programmeId', { currency: found.currency })) };
}

const payerJoins = ({ id, currency }: Collecting): Sql => sql`
  left join transactions.payer yp on yp.programme_id = ${id}::uuid and yp.currency = ${currency} and yp.person_id = g.person_id
  left join transactions.payer yh on yh.programme_id = ${id}::uuid and yh.currency = ${currency} and yh.household_id = g.household_id
  left join transactions.payer yo on yo.programme_id = ${id}::uuid and yo.currency = ${currency} and yo.organisation_id = g.organisation_id`;

/**
 * Demands contributions or premiums set-wise, books them (debit what is owed, credit income), and settles them by what their
 * payers have on account. Idempotent by reference: what the programme has demanded under a reference is not demanded again.
 *
 * @param rows a query that gives the lines of demands: `reference text, person_id uuid, household_id uuid, organisation_id uuid` (one of the
 *   three), `purpose text` (such as `PREMIUM`), `period_from date, period_to date` (or null), `due_on date` (today or later), `code text`,
 *   `description text`, `amount numeric` (more than zero, in the minor unit of the programme's currency), `account text` (one of `accounts`, by default
 *   `CONTRIBUTION_INCOME`), `instalments jsonb` (null; `{"parts": 12}` for equal parts month by month, split without losing a cent; or
 *   `[{"dueOn": "2026-01-31", "amount": "10.00"}, …]`). Rows of one reference are the lines of one demand. It is asked twice, and has to give the same
 * @throws Refused where the actor may not act on the programme, or where an amount is finer than the currency
 */
export async function raiseDemands(ctx: TxContext, { programmeId, accounts = CONTRIBUTIONS }: DemandsToRaise, rows: Sql): Promise<DemandsRaised> {
  const programme = await collecting(ctx, programmeId);
  const { digits, currency } = programme;
  await ask(ctx, sql`
    insert into transactions.payer (programme_id, person_id, household_id, organisation_id, currency)
    select distinct ${programmeId}::uuid, g.person_id, g.household_id, g.organisation_id, ${currency}::text from (${rows}) g ${payerJoins(programme)}
    where coalesce(yp.id, yh.id, yo.id) is null on conflict do nothing`);
  const transaction = uuidv7();
  const opened = JSON.stringify(await accountsFor(ctx, programme, accounts));
  // Whoever became a payer between the two statements is one of another transaction: a demand without a payer ends this one, which is tried again.
  const { rows: [made] } = await ask<{ raised: number; fine: number }>(ctx, sql`
    with given as materialized (${rows}),
    line as (
      select coalesce(yp.id, yh.id, yo.id) as payer_id, g.reference, g.purpose, g.period_from, g.period_to, g.due_on, g.code, g.description, round(g.amount, ${digits}::int) as amount,
        g.instalments, income.value::uuid as account_id, row_number() over (partition by g.reference order by g.code, g.description, g.amount) as number
      from given g ${payerJoins(programme)} left join jsonb_each_text(${opened}::jsonb) income on income.key = coalesce(g.account, 'CONTRIBUTION_INCOME')),
    head as (
      select payer_id, reference, min(purpose) as purpose, min(period_from) as period_from, min(period_to) as period_to, min(due_on) as due_on, sum(amount) as amount,
        (array_agg(instalments))[1] as instalments from line group by payer_id, reference),
    made as (
      insert into transactions.demand (id, payer_id, programme_id, reference, purpose, period_from, period_to, issued_on, due_on, amount, currency, raised_by, transaction_id)
      select kernel.uuid7(), payer_id, ${programmeId}::uuid, reference, purpose, period_from, period_to, ${ctx.today}::date, due_on, amount, ${currency}, ${ctx.actor.id}, ${transaction}::uuid
      from head order by reference on conflict on constraint demand_once do nothing returning id, payer_id, reference, amount, due_on),
    lines as (
      insert into transactions.demand_line (demand_id, payer_id, number, code, description, amount, currency, account_id)
      select made.id, made.payer_id, line.number, line.code, line.description, line.amount, ${currency}, line.account_id from made join line using (payer_id, reference)),
    parts as (
      insert into transactions.demand_instalment (demand_id, payer_id, number, due_on, amount, currency)
      select made.id, made.payer_id, part.number, part.due_on, round(part.amount, ${digits}::int), ${currency} from made join head using (payer_id, reference)
      cross join lateral transactions.instalments(made.amount, made.due_on, head.instalments, ${digits}::int) part)
    select (select count(*)::int from made) as raised, (select count(*)::int from given g where scale(trim_scale(g.amount)) > ${digits}::int) as fine`);
  if (made && made.fine > 0) refuse(demandTooFine('lines', { count: made.fine, currency, digits }));
  if (!made?.raised) return { raised: 0 };
  const { DEMANDS } = await receivableAccounts(ctx, programme);
  await bookForPayers(ctx, programme, { id: transaction, kind: 'DEMAND', reference: `demands:${transaction}`, description: 'Contributions and premiums demanded' }, sql`
    select l.payer_id, ${DEMANDS}::uuid as debit_id, l.account_id as credit_id, l.amount from transactions.demand_line l join transactions.demand d on d.id = l.demand_id where d.transaction_id = ${transaction}::uuid`);
  await allocate(ctx, programme, sql`
    select d.payer_id from transactions.demand d where d.transaction_id = ${transaction}::uuid
      and exists (select from transactions.receipt r where r.payer_id = d.payer_id and r.state = 'RECEIVED' and r.amount > r.allocated + r.refunded)`);
  await publish(ctx, demandsRaised, { programme: programmeId, transaction, count: made.raised });
  return { raised: made.raised, transaction };
}
