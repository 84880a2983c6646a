import { beyondScope } from '../../kernel/write/beyond-scope.js';
import { ArrayMaxSize, IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { EvidenceInput, takeEvidence } from '../../kernel/files/evidence.js';
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
import { checkFacts } from '../persons/check-facts.js';
import { Person } from '../persons/person.js';
import { changedMeanwhile, personErased, personNotFound } from '../persons/refusals.js';
import { seesPerson } from '../scope.js';
import { personsMerged } from './events.js';
import { leaveForMerged, lockHouseholds, settleHouseholds } from './households.js';
import { PersonMerge } from './person-merge.js';
import { mergeWithItself, personMerged } from './refusals.js';
import { mergeRules } from './settings.js';
import { MergeField, survivingChanges, type PersonRow } from './survivorship.js';

/** How two persons become one. */
@InputType()
export abstract class MergeInput extends IdempotentInput {
  @Ref(() => Person, { description: 'The person who remains.', erased: true })
  survivorId!: string;

  @Field(() => Int, { description: 'The version of the survivor that you read.' })
  survivorVersion!: number;

  @Field(() => Int, { description: 'The version of the merged person that you read.' })
  mergedVersion!: number;

  @Field(() => [MergeField], { nullable: true, description: 'What is taken from the merged person although the survivor has it. What the survivor lacks is taken anyway.' })
  @ArrayMaxSize(20)
  @IsOptional()
  take?: MergeField[] | null;

  @Field(() => [MergeField], { nullable: true, description: "What stays as the survivor has it, whatever this deployment's rules say." })
  @ArrayMaxSize(20)
  @IsOptional()
  keep?: MergeField[] | null;

  @Ref(() => Person, { nullable: true, description: 'Who becomes head of the household that would be left without one.' })
  newHeadId?: string | null;

  @Field(() => String, { description: 'Why they are thought to be one.' })
  @MinLength(1)
  @MaxLength(2000)
  reason!: string;

  @Field(() => EvidenceInput, { nullable: true, description: 'What shows it.' })
  @ValidateNested()
  @IsOptional()
  evidence?: EvidenceInput | null;
}

@InputType({ description: 'Two persons who are one.' })
export class PersonMergeInput extends MergeInput {
  @Ref(() => Person, { description: 'The person who was found to be the survivor.', erased: true })
  mergedId!: string;
}

@ObjectType({ description: 'Answer of `personMerge`.' })
export class PersonMergePayload extends Payload {
  @Field(() => Person, { nullable: true, description: 'The person who remains, as it is now.' })
  person?: { readonly id: string };

  @Field(() => PersonMerge, { nullable: true, description: 'The record of it, by which it can be taken back.' })
  merge?: { readonly id: string };
}

/** Two persons who are one, and how they become so. */
export type PersonsToMerge = Omit<PersonMergeInput, 'idempotencyKey'>;

/** Both persons, held until the transaction ends, in the order in which everybody takes them. */
async function lockBoth(ctx: TxContext, { survivorId, survivorVersion, mergedId, mergedVersion }: PersonMergeInput): Promise<{ readonly survivor: PersonRow; readonly merged: PersonRow }> {
  if (survivorId === mergedId) refuse(mergeWithItself('mergedId'));
  const { rows } = await ask<{ person: PersonRow }>(ctx, sql`
    select to_jsonb(p) as person from people.person p where p.id = any(${[survivorId, mergedId]}::uuid[]) and ${seesPerson(ctx, sql`p`)} order by p.id for update`);
  const at = (id: string, version: number, name: string): PersonRow => {
    const person = rows.find((row) => row.person['id'] === id)?.person ?? refuse(personNotFound(`${name}Id`));
    if (person['merged_into_id'] !== null) refuse(personMerged(`${name}Id`));
    if (person['erased_on'] !== null) refuse(personErased(`${name}Id`));
    if (person['version'] !== version) refuse(changedMeanwhile(`${name}Version`, { version: Number(person['version']) }));
    return person;
  };
  return { survivor: at(survivorId, survivorVersion, 'survivor'), merged: at(mergedId, mergedVersion, 'merged') };
}

/** Makes one person of two, in one transaction. */
export async function mergePersons(ctx: TxContext, input: PersonsToMerge): Promise<string> {
  const pair = { merge: uuidv7(), survivor: input.survivorId, merged: input.mergedId };
  await lockHouseholds(ctx, pair);
  const both = await lockBoth(ctx, input);
  const [take, keep] = [new Set(input.take ?? []), new Set(input.keep ?? [])];
  const changes = survivingChanges({ ...both, take, keep, rules: mergeRules(ctx) });
  const evidence = await takeEvidence(ctx, input.evidence, 'evidence');
  await ctx.tx.query(
    'insert into people.person_merge (id, survivor_id, merged_id, reason, evidence_source, evidence_file_ids, merged_on, merged_by) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [pair.merge, pair.survivor, pair.merged, input.reason, evidence.source, evidence.fileIds, ctx.today, ctx.actor.id],
  );
  const homes = await leaveForMerged(ctx, pair, take.has(MergeField.HOUSEHOLD));
  // Whatever refers to the one refers to the other then, wherever it is kept.
  await beyondScope(ctx, () => ctx.tx.query('select people.move_references($1, $2, $3, $4)', [pair.merge, pair.merged, pair.survivor, ctx.today]));
  const households = await settleHouseholds(ctx, pair, homes, input.newHeadId);
  for (const change of changes) {
    await ctx.tx.query(`select people.change_in_merge($1, 'people.person', jsonb_build_object('id', $2::uuid), $3, $4, $5)`, [
      pair.merge, pair.survivor, change.field, JSON.stringify(change.changes), change.within ?? null,
    ]);
  }
  await checkBirth(ctx, pair.survivor);
  await ctx.tx.query('update people.person set merged_into_id = $2 where id = $1', [pair.merged, pair.survivor]);
  await publish(ctx, personsMerged, pair);
  for (const household of households) await publish(ctx, membersChanged, { household, persons: [pair.survivor, pair.merged], on: ctx.today });
  return pair.merge;
}

/** Who is older by the one record may not have been born by the other when the household says that they lived in it. */
async function checkBirth(ctx: TxContext, survivor: string): Promise<void> {
  const { rows: [life] } = await ctx.tx.query<{ birthDate: string | null }>('select birth_date::text as "birthDate" from people.person where id = $1', [survivor]);
  await checkFacts(ctx, survivor, life ?? {}, 'take');
}

@Resolver()
export class MergePersons {
  @Mutation(() => PersonMergePayload, { description: 'Says that two persons are one. Everything that refers to the merged one refers to the survivor then; `personUnmerge` takes it back exactly.' })
  @Requires('people.persons.merge')
  personMerge(@Arg('input', () => PersonMergeInput, { description: 'Who is who.' }) input: PersonMergeInput, @Ctx() ctx: Context): Promise<PersonMergePayload> {
    return write<PersonMergePayload, PersonMergeInput>(ctx, { operation: 'personMerge', input }, async (tx, given) => {
      const merge = await mergePersons(tx, given);
      return { person: { id: given.survivorId }, merge: { id: merge } };
    });
  }
}
