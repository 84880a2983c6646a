import { v7 as uuidv7 } from 'uuid';
import { publish } from '../../../kernel/events/publish.js';
import { refuse, type Refusal } from '../../../kernel/write/refusal.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { checkPersons, insertDetails, type Detail } from '../details.js';
import { relationshipEnded, relationshipStarted } from '../events.js';
import { endsBeforeStart, parentLoop, relatedAlready, relatedToSelf, secondSpouse } from '../refusals.js';
import { personSettings } from '../settings.js';
import type { RelationshipKind } from './relationship.js';

/** A relationship to record: `otherId` is the `kind` of `personId`. */
export interface RelationshipToStart {
  readonly personId: string;
  readonly kind: RelationshipKind;
  readonly otherId: string;
  readonly validFrom?: string | null;
  readonly validTo?: string | null;
}

/** What the database refuses about relationships, for `constraints` of `write`. */
export function relationshipConstraints(path: string): Readonly<Record<string, Refusal>> {
  return {
    relationship_not_self: relatedToSelf(path), relationship_no_loop: parentLoop(path), relationship_one_spouse: secondSpouse(path), relationship_once: relatedAlready(path),
  };
}

/**
 * Records that somebody is something to a person; a marriage stands from both sides. The database keeps parents without loops
 * and marriages from overlapping: give `relationshipConstraints` to `write`.
 *
 * @param paths where the two persons stand in the input
 * @returns its UUID
 */
export async function startRelationship(ctx: TxContext, { personId, kind, otherId, validFrom = null, validTo = null }: RelationshipToStart, paths: { readonly person: string; readonly other: string }): Promise<string> {
  if (personId === otherId) refuse(relatedToSelf(paths.other));
  if (validFrom && validTo && validTo <= validFrom) refuse(endsBeforeStart('validTo', { from: validFrom, to: validTo }));
  await checkPersons(ctx, [{ id: personId, path: paths.person }, { id: otherId, path: paths.other }]);
  const id = uuidv7();
  await insertDetails(ctx, 'people.relationship', [{ id, person_id: personId, kind, other_id: otherId, valid_from: validFrom, valid_to: validTo, sole: !personSettings(ctx).severalSpouses }]);
  await publish(ctx, relationshipStarted, { id, person: personId, kind, other: otherId });
  return id;
}

/** A relationship as it is locked for a change. */
export type LockedRelationship = Detail & { readonly kind: RelationshipKind; readonly other_id: string };

/** Ends a relationship that is locked, from a day on; of a marriage both sides. */
export async function endRelationship(ctx: TxContext, { id, person_id: person, kind, other_id: other }: LockedRelationship, day: string): Promise<void> {
  await ctx.tx.query('update people.relationship set valid_to = $2 where id = $1', [id, day]);
  await publish(ctx, relationshipEnded, { id, person, kind, other });
}
