import { withoutLimits } from '../../../kernel/access/scope.js';
import type { Context } from '../../../kernel/context.js';
import { readRows } from '../../../kernel/read/read-rows.js';
import { parameters, render, sql } from '../../../kernel/read/sql.js';
import type { Refusal } from '../../../kernel/write/refusal.js';
import { inProgrammesOf } from '../../../people/scope.js';
import { channelsOf } from '../../channels/channels-of.js';
import { payeesOf, type PayeeProblem } from '../../payees/payees-of.js';
import type { PaymentChannel } from '../../payment-channel.js';
import {
  amountTooFine, booksClosed, channelUnknown, currencyUnknown, fundsShort, funderUnknown, noBudget, nothingToPay, overBudget, payeesSuspended, programmeNotFound, runsUnderWay,
} from '../../refusals.js';
import { dueOf } from '../due.js';
import { accountsUnverified, LEFT_OUT } from './left-out.js';

/** What follows from what a check finds. */
export enum Severity {
  BLOCKS = 'BLOCKS',
  WARNS = 'WARNS',
}

export interface Finding {
  readonly refusal: Refusal;
  readonly severity: Severity;
  readonly count: number | null;
  /** Exact, in the currency's digits. */
  readonly amount: string | null;
}

export interface Readiness {
  /** Empty where the programme is unknown. */
  readonly currency: string;
  readonly dueCount: number;
  readonly due: string;
  readonly findings: readonly Finding[];
}

interface Wanted {
  readonly programmeId: string;
  readonly until: string;
  readonly channel: string;
  readonly funderId: string | null;
}

interface Row extends Record<string, unknown> {
  readonly currency: string;
  readonly known: boolean;
  readonly funder: boolean;
  readonly count: number;
  readonly due: string;
  readonly fine: number;
  readonly example: string | null;
  readonly suspended: number;
  readonly ofSuspended: string;
  readonly closed: boolean;
  readonly underWay: number;
  readonly budgets: boolean;
  readonly available: string | null;
  readonly over: boolean;
  /** Also if as much is kept back for overpayments as can be. */
  readonly overAnyway: boolean;
  readonly short: boolean;
  readonly funds: string;
}

/** What a run would find if it were made today, with one statement however much is due; nothing is locked or written. */
export async function checkReadiness(ctx: Context, wanted: Wanted): Promise<Readiness> {
  const row = await lookAt(ctx, wanted);
  const { channel, until } = wanted;
  const found = (severity: Severity, refusal: Refusal, count: number | null = null, amount: string | null = null): Finding => ({ refusal, severity, count, amount });
  const [blocks, warns] = [Severity.BLOCKS, Severity.WARNS];
  if (!row) return { currency: '', dueCount: 0, due: '0', findings: [found(blocks, programmeNotFound('programmeId'))] };
  const { currency } = row;
  const channels = channelsOf(ctx.platform);
  const findings = [
    !channels.has(channel) && found(blocks, channelUnknown('channel', { known: [...channels.keys()].join(', ') || 'none' })),
    !row.known && found(blocks, currencyUnknown('programmeId', { currency })),
    !row.funder && found(blocks, funderUnknown('funderId')),
    row.count === 0 && found(blocks, nothingToPay('until', { until })),
    row.fine > 0 && found(blocks, amountTooFine('programmeId', { count: row.fine, amount: row.example ?? '', currency }), row.fine),
    row.closed && found(blocks, booksClosed('')),
    row.budgets && row.available === null && found(blocks, noBudget('funderId')),
    row.over && found(row.overAnyway ? blocks : warns, overBudget('', { wanted: row.due, available: row.available ?? '', currency })),
    row.short && found(warns, fundsShort('', { funds: row.funds, wanted: row.due, currency })),
    row.underWay > 0 && found(warns, runsUnderWay('', { count: row.underWay })),
    row.suspended > 0 && found(warns, payeesSuspended('', { count: row.suspended }), row.suspended, row.ofSuspended),
  ];
  const unpaid = row.known && row.count > 0 ? await unpayable(ctx, { ...wanted, currency }, channels.get(channel)) : [];
  return { currency, dueCount: row.count, due: row.due, findings: [...findings.filter((each) => each !== false), ...unpaid] };
}

/** Those who would be left out, by why, and those whose account nobody has verified. Looks at receivers wherever they live. */
async function unpayable(ctx: Context, wanted: Wanted & { readonly currency: string }, channel: PaymentChannel | undefined): Promise<readonly Finding[]> {
  if (!channel) return [];
  const due = dueOf(ctx, wanted);
  const statement = render(sql`
    with due as materialized (select d.* from (${due}) d),
    payee as materialized (${payeesOf(ctx, sql`select * from due`, wanted, channel)}),
    told as (
      select coalesce(payee.problem, case when a.verification <> 'VERIFIED' then 'UNVERIFIED' end) as problem, due.amount, c.minor_digits as digits
      from due join payee on payee.entitlement_id = due.id join transactions.currency c on c.code = due.currency left join people.payment_account a on a.id = payee.account_id)
    select problem, count(*)::int as count, round(sum(amount), min(digits))::text as amount from told where problem is not null group by problem order by problem`);
  const { rows } = await readRows<{ problem: PayeeProblem | 'UNVERIFIED'; count: number; amount: string }>(withoutLimits(ctx), statement.text, parameters(statement, { ctx, variables: {} }));
  return rows.map(({ problem, count, amount }) => ({ refusal: problem === 'UNVERIFIED' ? accountsUnverified('', { count }) : LEFT_OUT[problem]('', { count }), severity: Severity.WARNS, count, amount }));
}

async function lookAt(ctx: Context, { programmeId, until, funderId }: Wanted): Promise<Row | undefined> {
  const statement = render(sql`
    with programme as (
      select p.id, p.currency, c.minor_digits as digits from programmes.programme p left join transactions.currency c on c.code = p.currency
      where p.id = ${programmeId}::uuid and ${inProgrammesOf(ctx, sql`p.id`)}),
    owed as (
      select count(*)::int as count, coalesce(sum(due.amount), 0) as amount,
        count(*) filter (where scale(trim_scale(due.amount)) > programme.digits)::int as fine, min(due.amount) filter (where scale(trim_scale(due.amount)) > programme.digits)::text as example,
        count(*) filter (where part.state <> 'ENROLLED')::int as suspended, coalesce(sum(due.amount) filter (where part.state <> 'ENROLLED'), 0) as of_suspended
      from programme cross join lateral (${dueOf(ctx, { programmeId, until, currency: sql`programme.currency` })}) due
      left join programmes.enrolment part on part.id = due.enrolment_id),
    budget as (
      select b.available from programme join transactions.budget b on b.programme_id = programme.id and b.currency = programme.currency
      where b.funder_id is not distinct from ${funderId}::uuid and ${ctx.today}::date between b.starts_on and b.ends_on),
    keepable as (
      select coalesce(sum(o.amount - transactions.recovered(o.id)), 0) as amount from programme join programmes.overpayment o on o.programme_id = programme.id
      join transactions.recovery_plan p on p.overpayment_id = o.id and p.currency = programme.currency and p.state = 'ACTIVE' and p.offset_share is not null),
    funds as (
      select coalesce(sum(t.debit - t.credit), 0) as balance from programme join transactions.account a on a.programme_id = programme.id and a.currency = programme.currency
      join transactions.account_total t on t.account_id = a.id where a.purpose = 'FUNDS' and a.funder_id is not distinct from ${funderId}::uuid)
    select programme.currency, programme.digits is not null as known, owed.count, round(owed.amount, digits)::text as due, owed.fine, owed.example,
      ${funderId}::uuid is null or exists (select from people.organisation o where o.id = ${funderId}::uuid) as funder,
      owed.suspended, round(owed.of_suspended, digits)::text as "ofSuspended",
      (select c.day >= ${ctx.today}::date from transactions.closed_until c) as closed,
      (select count(*)::int from transactions.payment_run r where r.programme_id = programme.id and r.state in ('COMPUTING', 'DRAFT')) as "underWay",
      exists (select from transactions.budget b where b.programme_id = programme.id and b.currency = programme.currency and b.approved > 0) as budgets,
      (select round(budget.available, digits)::text from budget) as available, coalesce((select budget.available < owed.amount from budget), false) as over,
      coalesce((select case when budget.available < owed.amount then budget.available < owed.amount - (select keepable.amount from keepable) end from budget), false) as "overAnyway",
      funds.balance < owed.amount and owed.count > 0 as short, round(funds.balance, digits)::text as funds
    from programme cross join owed cross join funds`);
  const { rows } = await readRows<Row>(ctx, statement.text, parameters(statement, { ctx, variables: {} }));
  return rows[0];
}
