import { isEverywhere, type Scope } from '../../kernel/access/scope.js';
import { outsideOf } from '../../kernel/access/scope-directory.js';
import type { TxContext } from '../../kernel/write/transaction.js';

/** Whether every grant of a user, now or later, lies within the actor's own scope: whoever has limits acts on those alone. */
export async function holdsWithin(ctx: TxContext, user: string): Promise<boolean> {
  const { rows } = await ctx.tx.query<Scope & Record<string, unknown>>(
    'select places, organisations, programmes from access.grant where user_id = $1 and (valid_to is null or valid_to > $2)', [user, ctx.today]);
  for (const scope of rows) if ((await outsideOf(ctx, scope, ctx.actor)).length > 0) return false;
  return true;
}

/** The same of whoever an issuer calls so, or any issuer; whom the platform does not know is for actors without limits. */
export async function subjectWithin(ctx: TxContext, subject: string, issuer: string | null): Promise<boolean> {
  if (isEverywhere(ctx.actor)) return true;
  const { rows } = await ctx.tx.query<{ id: string }>('select id from access."user" where subject = $1 and ($2::text is null or issuer = $2)', [subject, issuer]);
  for (const { id } of rows) if (!(await holdsWithin(ctx, id))) return false;
  return rows.length > 0;
}
