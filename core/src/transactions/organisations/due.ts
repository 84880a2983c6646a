import type { Context } from '../../kernel/context.js';
import { join, sql, type Sql } from '../../kernel/read/sql.js';
import type { PaymentChannel } from '../payment-channel.js';
import { organisationPayables, type PayableOf } from './organisation-payables.js';

/** Why an organisation is not paid by a run: a code. The first that holds is told. */
export const ORGANISATION_PROBLEMS = {
  AMOUNT_TOO_FINE: 'The amount is finer than the smallest unit of the currency.',
  NO_ACCOUNT: 'The organisation has no account that is open.',
  ACCOUNT_KIND: 'None of its accounts is of a kind that the channel pays into.',
  ACCOUNT_CURRENCY: 'None of its accounts that the channel pays into takes the currency.',
  ACCOUNT_NOT_VERIFIED: "Nobody has verified that the account is the organisation's.",
} as const;
export type OrganisationProblem = keyof typeof ORGANISATION_PROBLEMS;

/** What is owed, by whom it comes from. */
export interface WantedPayables extends PayableOf {
  /** Names of sources; all where left out. */
  readonly sources?: readonly string[] | undefined;
}

/**
 * What is owed to organisations, of which no payment is on its way, and into which account it would go: `select source, id, organisation_id, amount, account_id,
 * payee_name, problem`; whoever has a problem is not paid. Of several accounts that fit the newest is taken. Read it beyond the actor's scope.
 */
export function duePayments(ctx: Context, { sources, ...of }: WantedPayables, channel: Pick<PaymentChannel, 'accountKinds'>): Sql {
  const payables = [...ctx.platform.extensions(organisationPayables)].filter(([name]) => !sources || sources.includes(name));
  const each = payables.map(([name, payable]) => sql`select ${name}::text as source, d.id, d.organisation_id, d.amount from (${payable.due(ctx, of)}) d`);
  const kinds = channel.accountKinds ?? null;
  return sql`
    with due as materialized (${each.length > 0 ? join(each, ' union all ') : sql`select null::text as source, null::uuid as id, null::uuid as organisation_id, null::numeric as amount where false`}),
    open as materialized (
      select due.* from due where not exists (
        select from transactions.organisation_payment p where p.source_id = due.id and p.source = due.source and p.state in ('PENDING', 'SENT', 'PAID'))),
    account as materialized (
      select distinct on (a.organisation_id) a.organisation_id, a.id, a.holder_name, fit.problem
      from people.organisation_account a cross join lateral (select case
          when not a.kind = any (coalesce(${kinds}::text[], array[a.kind])) then 'ACCOUNT_KIND'
          when a.currency <> ${of.currency}::text then 'ACCOUNT_CURRENCY'
          when a.verification <> 'VERIFIED' then 'ACCOUNT_NOT_VERIFIED' end as problem) fit
      where a.organisation_id in (select organisation_id from open) and a.valid_from <= ${ctx.today}::date and coalesce(a.valid_to > ${ctx.today}::date, true)
      order by a.organisation_id, array_position(array['ACCOUNT_NOT_VERIFIED', 'ACCOUNT_CURRENCY', 'ACCOUNT_KIND'], fit.problem) nulls first, a.valid_from desc, a.id desc)
    select open.source, open.id, open.organisation_id, round(open.amount, c.minor_digits) as amount, case when account.problem is null then account.id end as account_id, account.holder_name as payee_name,
      case when open.amount <> round(open.amount, c.minor_digits) then 'AMOUNT_TOO_FINE' when account.id is null then 'NO_ACCOUNT' else account.problem end as problem
    from open join transactions.currency c on c.code = ${of.currency} left join account using (organisation_id)`;
}
