import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { endsBeforeStart, laterFacts } from '../households/refusals.js';
import { endRelationship, startRelationship, type LockedRelationship } from '../persons/relationships/relate.js';
import { RelationshipKind } from '../persons/relationships/relationship.js';
import { alreadyMarried, notMarried } from './refusals.js';

/** Makes spouses of two persons from a day on, until the death of the first to die where that is known already. */
export async function marry(ctx: TxContext, [one, other]: readonly [string, string], on: string, until: string | null): Promise<void> {
  const { rows } = await ctx.tx.query<{ person_id: string }>(
    `select distinct person_id from people.relationship
     where kind = 'SPOUSE' and person_id in ($1, $2) and (sole or other_id in ($1, $2)) and daterange(valid_from, valid_to) && daterange($3, $4)`, [one, other, on, until]);
  const married = [{ id: one, path: 'personId' }, { id: other, path: 'spouseId' }].filter(({ id }) => rows.some((row) => row.person_id === id));
  if (married.length > 0) refuse(...married.map(({ path }) => alreadyMarried(path)));
  await startRelationship(ctx, { personId: one, kind: RelationshipKind.SPOUSE, otherId: other, validFrom: on, validTo: until }, { person: 'personId', other: 'spouseId' });
}

/** Ends a marriage on a day. */
export async function divorce(ctx: TxContext, [one, other]: readonly [string, string], on: string): Promise<void> {
  const { rows } = await ctx.tx.query<LockedRelationship>(
    `select id, person_id, other_id, kind, version, valid_from::text, valid_to::text from people.relationship
     where kind = 'SPOUSE' and person_id = $1 and other_id = $2 and (valid_from is null or valid_from <= $3) and (valid_to is null or valid_to > $3) for update`, [one, other, on]);
  const marriage = rows[0] ?? refuse(notMarried('spouseId', { day: on }));
  if (marriage.valid_from === on) refuse(endsBeforeStart('on', { from: marriage.valid_from, to: on }));
  if (marriage.valid_to) refuse(laterFacts('on', { day: marriage.valid_to }));
  await endRelationship(ctx, marriage, on);
}
