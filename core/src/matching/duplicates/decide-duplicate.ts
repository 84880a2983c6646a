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
import { MergeInput, mergePersons } from '../../people/merge/merge-persons.js';
import { PersonMerge } from '../../people/merge/person-merge.js';
import { Person } from '../../people/persons/person.js';
import { seesPerson } from '../../people/scope.js';
import { DuplicateCandidate, DuplicateState } from './duplicate-candidate.js';
import { duplicateDecided } from './events.js';
import { candidateDecided, candidateNotFound, notOfPair } from './refusals.js';

@InputType({ description: 'Two persons who are not the same.' })
export class DuplicateDismissInput extends IdempotentInput {
  @Ref(() => DuplicateCandidate, { description: 'Which pair.' })
  candidateId!: string;

  @Field(() => String, { description: 'Why.' })
  @MinLength(1)
  @MaxLength(2000)
  reason!: string;
}

@InputType({ description: 'Two persons who are the same, and how they become one.' })
export class DuplicateConfirmInput extends MergeInput {
  @Ref(() => DuplicateCandidate, { description: 'Which pair.', erased: true })
  candidateId!: string;
}

@ObjectType({ description: 'Answer of `duplicateDismiss`.' })
export class DuplicateDismissPayload extends Payload {
  @Field(() => DuplicateCandidate, { nullable: true, description: 'The pair as it is now.' })
  candidate?: { readonly id: string };
}

@ObjectType({ description: 'Answer of `duplicateConfirm`.' })
export class DuplicateConfirmPayload extends Payload {
  @Field(() => DuplicateCandidate, { nullable: true, description: 'The pair as it is now.' })
  candidate?: { readonly id: string };

  @Field(() => Person, { nullable: true, description: 'The person who remains.' })
  person?: { readonly id: string };

  @Field(() => PersonMerge, { nullable: true, description: 'The record of the merge.' })
  merge?: { readonly id: string };
}

interface OpenPair {
  readonly first_id: string;
  readonly second_id: string;
  readonly state: DuplicateState;
}

/** A pair that nobody has decided about, held until the transaction ends. */
async function openPair(ctx: TxContext, id: string): Promise<OpenPair> {
  const { rows } = await ask<OpenPair>(ctx, sql`
    select c.first_id, c.second_id, c.state from matching.duplicate_candidate c join people.person one on one.id = c.first_id join people.person two on two.id = c.second_id
    where c.id = ${id}::uuid and ${seesPerson(ctx, sql`one`)} and ${seesPerson(ctx, sql`two`)} for update of c`);
  const found = rows[0] ?? refuse(candidateNotFound('candidateId'));
  if (found.state !== DuplicateState.OPEN) refuse(candidateDecided('candidateId', { state: found.state }));
  return found;
}

async function decide(ctx: TxContext, id: string, pair: OpenPair, state: DuplicateState, reason: string): Promise<void> {
  await ctx.tx.query(
    `update matching.duplicate_candidate set state = $2, decided_by = $3, decided_on = $4, decision_reason = $5, known = matching.duplicate_known(first_id, second_id) where id = $1`,
    [id, state, ctx.actor.id, ctx.today, reason],
  );
  await publish(ctx, duplicateDecided, { candidate: id, first: pair.first_id, second: pair.second_id, same: state === DuplicateState.CONFIRMED });
}

@Resolver()
export class DecideDuplicate {
  @Mutation(() => DuplicateDismissPayload, { description: 'Says that two persons are not the same. They are not proposed again unless one of them changes in what was compared.' })
  @Requires('matching.duplicates.decide')
  duplicateDismiss(@Arg('input', () => DuplicateDismissInput, { description: 'Which pair, and why.' }) input: DuplicateDismissInput, @Ctx() ctx: Context): Promise<DuplicateDismissPayload> {
    return write<DuplicateDismissPayload, DuplicateDismissInput>(ctx, { operation: 'duplicateDismiss', input }, async (tx, { candidateId, reason }) => {
      await decide(tx, candidateId, await openPair(tx, candidateId), DuplicateState.DISMISSED, reason);
      return { candidate: { id: candidateId } };
    });
  }

  @Mutation(() => DuplicateConfirmPayload, { description: 'Says that two persons are the same, and merges them as `personMerge` does.' })
  @Requires('people.persons.merge')
  duplicateConfirm(@Arg('input', () => DuplicateConfirmInput, { description: 'Which pair, who remains, and why.' }) input: DuplicateConfirmInput, @Ctx() ctx: Context): Promise<DuplicateConfirmPayload> {
    return write<DuplicateConfirmPayload, DuplicateConfirmInput>(ctx, { operation: 'duplicateConfirm', input }, async (tx, given) => {
      const pair = await openPair(tx, given.candidateId);
      const { survivorId } = given;
      if (survivorId !== pair.first_id && survivorId !== pair.second_id) refuse(notOfPair('survivorId'));
      const mergedId = survivorId === pair.first_id ? pair.second_id : pair.first_id;
      await decide(tx, given.candidateId, pair, DuplicateState.CONFIRMED, given.reason);
      const merge = await mergePersons(tx, { ...given, mergedId });
      return { candidate: { id: given.candidateId }, person: { id: survivorId }, merge: { id: merge } };
    });
  }
}
