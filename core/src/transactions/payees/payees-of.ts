import type { Context } from '../../kernel/context.js';
import { orElse } from '../../kernel/read/or-else.js';
import { sql, type Sql } from '../../kernel/read/sql.js';
import type { PaymentChannel } from '../payment-channel.js';
import { settingsOf } from '../settings.js';

/** Why somebody is not paid by a run: a code for the list of exceptions. The first that holds is told. */
export const PAYEE_PROBLEMS = {
  PAYEE_DEAD: 'The beneficiary has died, and has no nominee.',
  RECEIVER_DEAD: 'Who receives for the beneficiary has died.',
  NO_ACCOUNT: 'Who receives has no account that is open, and the channel does not pay without one.',
  ACCOUNT_KIND: 'None of the accounts is of a kind that the channel pays into.',
  ACCOUNT_CURRENCY: 'None of the accounts that the channel pays into takes the currency.',
  ACCOUNT_NOT_VERIFIED: "Nobody has verified that the account is the receiver's.",
} as const;
export type PayeeProblem = keyof typeof PAYEE_PROBLEMS;

/**
 * Who is paid for entitlements and into which account, for all of them at once: `select entitlement_id, receiver_id, receiver_name,
 * arrangement_id, account_id, problem`. `receiver_id` is null where the payee receives. Who has a problem is not to be paid.
 *
 * An account is taken that is open on the day, verified where the deployment wants that, of a kind that the channel pays into and in the
 * currency; of several the preferred one, else the newest. It looks at persons wherever they live: read it beyond the actor's scope.
 *
 * @param due a query of entitlements
 * @param chosen a query of accounts that are taken before others, where somebody said so
 */
export function payeesOf(ctx: Pick<Context, 'platform' | 'today'>, due: Sql, { programmeId, currency }: { readonly programmeId: string; readonly currency: string }, channel: Pick<PaymentChannel, 'accountKinds' | 'paysWithoutAccount'>, chosen?: Sql): Sql {
  const { accountsMustBeVerified } = settingsOf(ctx).payees;
  const kinds = channel.accountKinds ?? null;
  const day = sql`${ctx.today}::date`;
  return sql`
    with owed as materialized (
      select d.id as entitlement_id, coalesce(p.merged_into_id, p.id) as person_id from (${due}) d join people.person p on p.id = d.payee_id),
    arranged as materialized (
      select distinct on (coalesce(b.merged_into_id, b.id)) coalesce(b.merged_into_id, b.id) as person_id, a.id, a.kind, coalesce(r.merged_into_id, r.id) as receiver_id
      from transactions.payee_arrangement a join people.person b on b.id = a.beneficiary_id join people.person r on r.id = a.receiver_id
      where a.state = 'CONFIRMED' and (a.programme_id is null or a.programme_id = ${programmeId}::uuid) and a.valid_from <= ${day} and coalesce(a.valid_to > ${day}, true)
      order by 1, a.programme_id nulls last, a.id),
    payee as materialized (
      select b.person_id, arranged.id as arrangement_id, who.id as receiver_id, concat_ws(' ', who.given_name, who.family_name) as receiver_name,
        case when beneficiary.death_date is not null and arranged.kind is distinct from 'NOMINEE' then 'PAYEE_DEAD' when who.death_date is not null then 'RECEIVER_DEAD' end as problem
      from (select distinct person_id from owed) b join people.person beneficiary on beneficiary.id = b.person_id left join arranged using (person_id)
      join people.person who on who.id = ${orElse(sql`arranged.receiver_id`, sql`b.person_id`)}),
    account as materialized (
      select distinct on (a.person_id) a.person_id as receiver_id, a.id, fit.problem
      from people.payment_account a cross join lateral (select case
          when not a.kind = any (coalesce(${kinds}::text[], array[a.kind])) then 'ACCOUNT_KIND'
          when a.currency <> ${currency}::text then 'ACCOUNT_CURRENCY'
          when a.verification = 'REFUTED' or (a.verification <> 'VERIFIED' and ${accountsMustBeVerified}::boolean) then 'ACCOUNT_NOT_VERIFIED' end as problem) fit
      where a.person_id in (select p.receiver_id from payee p) and a.valid_from <= ${day} and coalesce(a.valid_to > ${day}, true) and coalesce(cardinality(${kinds}::text[]), 1) > 0
      order by a.person_id, ${chosen ? sql`a.id in (${chosen}) desc, ` : sql``}array_position(array['ACCOUNT_NOT_VERIFIED', 'ACCOUNT_CURRENCY', 'ACCOUNT_KIND'], fit.problem) nulls first, a.preferred desc, a.valid_from desc, a.id desc)
    select owed.entitlement_id, case when payee.arrangement_id is not null then payee.receiver_id end as receiver_id, case when payee.arrangement_id is not null then payee.receiver_name end as receiver_name,
      payee.arrangement_id, case when account.problem is null then account.id end as account_id,
      coalesce(payee.problem, account.problem, case when account.id is null and not ${channel.paysWithoutAccount ?? false}::boolean then 'NO_ACCOUNT' end) as problem
    from owed join payee using (person_id) left join account using (receiver_id)`;
}
