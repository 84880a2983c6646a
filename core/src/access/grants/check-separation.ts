import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { notSeparate } from './refusals.js';

/** What somebody would have, and when. */
export interface WouldHave {
  /** UUID of the user. */
  readonly userId: string;
  readonly permissions: readonly string[];
  readonly from: string;
  readonly until: string | null;
}

/**
 * Refuses, by name of the rule, what would give a user together what is to be separate, or a user and a service account as which they can act: whose
 * secret or key they made. The database refuses the former as well.
 */
export async function checkSeparation(ctx: TxContext, { userId, permissions, from, until }: WouldHave, path: string): Promise<void> {
  const { rows } = await ctx.tx.query<{ rule: string; one: string; other: string }>(`
    with acts as (
      select a.user_id as account, keeper.id as keeper from access.service_account a
      join access."user" keeper on keeper.subject = a.secret_made_by or exists (select from access.service_account_key k where k.account_id = a.id and k.ended_at is null and k.added_by = keeper.subject)
      where a.closed_at is null),
    had as (
      select p.permission from access.grant g join access.role_permission p on p.role_id = g.role_id
      where g.user_id in (select $1::uuid union select account from acts where keeper = $1 union select keeper from acts where account = $1) and daterange(g.valid_from, g.valid_to) && daterange($3::date, $4::date)
      union select unnest($2::text[]))
    select s.name as rule, a.permission as one, b.permission as other
    from access.separation s join had a on a.permission = any (s.one) join had b on b.permission = any (s.other)
    where a.permission = any ($2) or b.permission = any ($2) order by 1, 2, 3 limit 5`, [userId, permissions, from, until]);
  if (rows.length > 0) refuse(...rows.map((row) => notSeparate(path, { ...row })));
}

/** Refuses a role that would have by itself what is to be separate. */
export async function checkRoleSeparation(ctx: TxContext, permissions: readonly string[], path: string): Promise<void> {
  const { rows } = await ctx.tx.query<{ rule: string; one: string; other: string }>(`
    select s.name as rule, a.permission as one, b.permission as other
    from access.separation s join unnest($1::text[]) as a (permission) on a.permission = any (s.one) join unnest($1::text[]) as b (permission) on b.permission = any (s.other)
    order by 1, 2, 3 limit 5`, [permissions]);
  if (rows.length > 0) refuse(...rows.map((row) => notSeparate(path, { ...row })));
}
