import { extensionPoint } from '../../kernel/module/extension-point.js';
import { join, sql, type Sql } from '../../kernel/read/sql.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../kernel/write/transaction.js';

/** A way in which somebody receives what turns out to be owed to a person who died. */
export interface ReceiverAfterDeath {
  readonly description: string;
  /** A condition: whether somebody receives for a person (uuid) in a programme (uuid) on a day. */
  receives(payee: Sql, programme: Sql, day: Sql): Sql;
}

export const receiversAfterDeath = extensionPoint<ReceiverAfterDeath>('programmes.receivers-after-death', 'many', 'How somebody receives what turns out to be owed to a person who died; without one it is held');

/** Whether nobody receives for a person who died. */
export function nobodyReceives(ctx: TxContext, payee: Sql, programmeId: string): Sql {
  const ways = [...ctx.platform.extensions(receiversAfterDeath).values()].map((way) => way.receives(payee, sql`${programmeId}::uuid`, sql`${ctx.today}::date`));
  return sql`not (${join([sql`false`, ...ways], ' or ')})`;
}

/** What was held since a payee had died is determined again: somebody receives it now. */
export async function noteHeldForDead(ctx: TxContext, personId: string, because: string): Promise<void> {
  await beyondScope(ctx, () => ctx.tx.query(
    `select programmes.note_due(array_agg(d.programme_id), array_agg(d.enrolment_id), array_agg(p.period_from), $2)
     from programmes.determination d join programmes.benefit_period p on p.id = d.period_id where d.payee_id = $1 and d.state = 'LEFT' and d.reasons @> '{PAYEE_DIED}'`, [personId, because]));
}
