import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { inPlacesOf } from '../scope.js';
import { beforeGroup, groupClosed, groupNotFound } from './refusals.js';

/** A group that is there on the day, held until the transaction ends. */
export async function holdGroup(ctx: TxContext, id: string, day: string): Promise<{ readonly kind: string }> {
  const { rows } = await ask<{ kind: string; opened_on: string; closed_on: string | null }>(ctx, sql`
    select g.kind, g.opened_on::text, g.closed_on::text from people.social_group g where g.id = ${id}::uuid and ${inPlacesOf(ctx, sql`g.place_id`)} for no key update of g`);
  const group = rows[0] ?? refuse(groupNotFound('groupId'));
  if (group.closed_on) refuse(groupClosed('groupId', { day: group.closed_on }));
  if (group.opened_on > day) refuse(beforeGroup('on', { from: group.opened_on }));
  return group;
}
