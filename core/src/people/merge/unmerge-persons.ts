import { beyondScope } from '../../kernel/write/beyond-scope.js';
import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { membersChanged } from '../households/events.js';
import { Person } from '../persons/person.js';
import { personErased } from '../persons/refusals.js';
import { seesPerson } from '../scope.js';
import { personsUnmerged } from './events.js';
import { deriveHomes, lockHouseholds, type Pair } from './households.js';
import { PersonMerge } from './person-merge.js';
import { PersonMergeRow } from './person-merge-row.js';
import { mendHouseholds } from './mend-households.js';
import { mergeNotFound, mergeUndone, survivorMerged } from './refusals.js';

@InputType({ description: 'A merge to take back.' })
export class PersonUnmergeInput extends IdempotentInput {
  @Ref(() => PersonMerge, { description: 'Which merge.', erased: true })
  mergeId!: string;

  @Field(() => String, { description: 'Why they are two after all.' })
  @MinLength(1)
  @MaxLength(2000)
  reason!: string;
}

@ObjectType({ description: 'Answer of `personUnmerge`.' })
export class PersonUnmergePayload extends Payload {
  @Field(() => Person, { nullable: true, description: 'The person who remained.' })
  survivor?: { readonly id: string };

  @Field(() => Person, { nullable: true, description: 'The person who was merged, and is a person of its own again.' })
  person?: { readonly id: string };

  @Field(() => PersonMerge, { nullable: true, description: 'The record of the merge.' })
  merge?: { readonly id: string };

  @Field(() => [PersonMergeRow], { nullable: true, description: 'Changes of the merge that were left as they are, since somebody changed the same after it; at most 100 of them, all are in the record.' })
  kept?: { readonly id: string }[];
}

interface StandingMerge {
  readonly survivor_id: string;
  readonly merged_id: string;
  readonly undone_on: string | null;
  readonly of_survivor: string | null;
  readonly erased: boolean;
}

/** The merge and both persons, held until the transaction ends. */
async function lockMerge(ctx: TxContext, id: string): Promise<Pair> {
  const { rows } = await ask<StandingMerge>(ctx, sql`
    select m.survivor_id, m.merged_id, m.undone_on::text, s.merged_into_id as of_survivor, (s.erased_on is not null or p.erased_on is not null) as erased
    from people.person_merge m join people.person s on s.id = m.survivor_id join people.person p on p.id = m.merged_id
    where m.id = ${id}::uuid and ${seesPerson(ctx, sql`s`)} and ${seesPerson(ctx, sql`p`)} for update`);
  const found = rows[0] ?? refuse(mergeNotFound('mergeId'));
  if (found.undone_on) refuse(mergeUndone('mergeId', { day: found.undone_on }));
  if (found.erased) refuse(personErased('mergeId'));
  if (found.of_survivor) refuse(survivorMerged('mergeId'));
  return { merge: id, survivor: found.survivor_id, merged: found.merged_id };
}

/** Makes two persons of one again: everything that the merge did is taken back, what happened meanwhile stays with the survivor. */
export async function unmergePersons(ctx: TxContext, id: string, reason: string): Promise<Pair> {
  const { rows: [of] } = await ctx.tx.query<{ survivor: string; merged: string }>('select survivor_id as survivor, merged_id as merged from people.person_merge where id = $1', [id]);
  const before = of ? await lockHouseholds(ctx, of) : [];
  const pair = await lockMerge(ctx, id);
  await ctx.tx.query('update people.person set merged_into_id = null where id = $1', [pair.merged]);
  await beyondScope(ctx, () => ctx.tx.query('select people.undo_merge($1)', [id]));
  await mendHouseholds(ctx, [...new Set([...before, ...(await lockHouseholds(ctx, pair))])]);
  await deriveHomes(ctx, [pair.survivor, pair.merged], id);
  await ctx.tx.query('update people.person_merge set undone_on = $2, undone_by = $3, undone_reason = $4 where id = $1', [id, ctx.today, ctx.actor.id, reason]);
  await publish(ctx, personsUnmerged, pair);
  const { rows } = await ctx.tx.query<{ id: string }>('select household_id as id from people.membership where person_id = any($1) and (valid_to is null or valid_to > $2) group by 1 order by 1', [
    [pair.survivor, pair.merged], ctx.today,
  ]);
  for (const household of rows) await publish(ctx, membersChanged, { household: household.id, persons: [pair.survivor, pair.merged], on: ctx.today });
  return pair;
}

@Resolver()
export class UnmergePersons {
  @Mutation(() => PersonUnmergePayload, { description: 'Takes a merge back: both persons are as they were, also where payments happened between. What happened after the merge stays with the survivor.' })
  @Requires('people.persons.merge')
  personUnmerge(@Arg('input', () => PersonUnmergeInput, { description: 'Which merge, and why.' }) input: PersonUnmergeInput, @Ctx() ctx: Context): Promise<PersonUnmergePayload> {
    return write<PersonUnmergePayload, PersonUnmergeInput>(ctx, { operation: 'personUnmerge', input }, async (tx, { mergeId, reason }) => {
      const { survivor, merged } = await unmergePersons(tx, mergeId, reason);
      const { rows } = await tx.tx.query<{ id: string }>(`select id from people.person_merge_row where merge_id = $1 and undone = 'KEPT' order by position limit 100`, [mergeId]);
      return { survivor: { id: survivor }, person: { id: merged }, merge: { id: mergeId }, kept: rows };
    });
  }
}
