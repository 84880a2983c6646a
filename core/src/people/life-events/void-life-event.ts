import { IsOptional, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
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
import { write } from '../../kernel/write/write.js';
import { membersChanged } from '../households/events.js';
import { holdHomes, membersOf, holdHouseholds } from '../households/hold.js';
import { closeEmpty, settlePresent } from '../households/present.js';
import { seesPerson } from '../scope.js';
import { takeBack, type Effect } from './effects.js';
import { lifeEventVoided } from './events.js';
import { LifeEventPayload } from './life-event-input.js';
import { LifeEvent, LifeEventKind } from './life-event.js';
import { birthStays, changedSince, lifeEventNotFound, voidedAlready } from './refusals.js';

@InputType({ description: 'An entry that proved wrong.' })
export class LifeEventVoidInput extends IdempotentInput {
  @Ref(() => LifeEvent, { description: 'Which.' })
  lifeEventId!: string;

  @Field(() => EvidenceInput, { nullable: true, description: 'What shows that it is wrong.' })
  @IsOptional()
  @ValidateNested()
  evidence?: EvidenceInput | null;
}

@ObjectType({ description: 'Answer of `lifeEventVoid`.' })
export class LifeEventVoidPayload extends LifeEventPayload {
  @Field(() => LifeEvent, { nullable: true, description: 'The entry that was wrong.' })
  voided?: { readonly id: string };
}

interface Entry {
  readonly kind: LifeEventKind;
  readonly person_id: string;
  readonly second_person_id: string | null;
  readonly household_id: string | null;
  readonly place_id: string | null;
  readonly happened_on: string;
  readonly effects: readonly Effect[];
  readonly over: boolean;
}

async function entryOf(ctx: TxContext, id: string): Promise<Entry> {
  const { rows } = await ask<Entry>(ctx, sql`
    select e.kind, e.person_id, e.second_person_id, e.household_id, e.place_id, e.happened_on::text, e.effects,
      e.voids_id is not null or exists (select from people.life_event v where v.voids_id = e.id) as over
    from people.life_event e join people.person p on p.id = e.person_id where e.id = ${id}::uuid and ${seesPerson(ctx, sql`p`)}`);
  const entry = rows[0] ?? refuse(lifeEventNotFound('lifeEventId'));
  if (entry.over) refuse(voidedAlready('lifeEventId'));
  if (entry.kind === LifeEventKind.BIRTH) refuse(birthStays('lifeEventId'));
  return entry;
}

/** Households whose memberships the entry changed, so that they can be held before the persons are. */
async function householdsOf(ctx: TxContext, { household_id: own, effects }: Entry): Promise<readonly string[]> {
  const { rows } = await ctx.tx.query<{ id: string }>(
    `select household_id as id from people.membership where id = any($1) union select (row_before ->> 'household_id')::uuid from kernel.past_people_membership where row_id = any($1)`,
    [effects.map(({ id }) => id)]);
  return [...new Set([...rows.map(({ id }) => id), ...(own ? [own] : [])])];
}

async function voidLifeEvent(ctx: TxContext, id: string, evidence: EvidenceInput | null | undefined): Promise<string> {
  const entry = await entryOf(ctx, id);
  const { kind, person_id: person, second_person_id: second, happened_on: on } = entry;
  const persons = [person, ...(second ? [second] : [])];
  const held = await holdHomes(ctx, persons.map((one) => ({ id: one, path: 'lifeEventId' })), (await householdsOf(ctx, entry)).map((one) => ({ id: one, path: 'lifeEventId' })));
  const about = await takeBack(ctx, entry.effects, 'lifeEventId');
  if (kind === LifeEventKind.DEATH) {
    if (held.get(person)?.death_date !== on) refuse(changedSince('lifeEventId'));
    await ctx.tx.query('update people.person set death_date = null where id = $1', [person]);
  }
  await holdHouseholds(ctx, about.households.map((one) => ({ id: one, path: 'lifeEventId' })));
  await closeEmpty(ctx, on, about.households, changedSince('lifeEventId'));
  const members = await membersOf(ctx, ...about.households);
  await settlePresent(ctx, { households: about.households, persons: [...new Set([...about.persons, ...members])] });
  const { fileIds, source } = await takeEvidence(ctx, evidence, 'evidence');
  const entryId = uuidv7();
  await ctx.tx.query(
    `insert into people.life_event (id, kind, person_id, second_person_id, household_id, place_id, happened_on, evidence_source, evidence_file_ids, voids_id, recorded_on, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [entryId, kind, person, second, entry.household_id, entry.place_id, on, source, fileIds, id, ctx.today, ctx.actor.id]);
  for (const household of about.households) await publish(ctx, membersChanged, { household, persons: about.persons, on });
  await publish(ctx, lifeEventVoided, { lifeEvent: id, kind, persons, on });
  return entryId;
}

@Resolver()
export class VoidLifeEvent {
  @Mutation(() => LifeEventVoidPayload, {
    description: 'Voids an entry that proved wrong by another one, and takes its facts back: the dead live and belong where they did. Refused once something that it made was changed.',
  })
  @Requires('people.life-events.void')
  lifeEventVoid(@Arg('input', () => LifeEventVoidInput, { description: 'Which.' }) input: LifeEventVoidInput, @Ctx() ctx: Context): Promise<LifeEventVoidPayload> {
    const since = changedSince('lifeEventId');
    const constraints = {
      membership_one_household: since, membership_one_head: since, residence_household_one_place: since, residence_person_one_place: since,
      relationship_one_spouse: since, relationship_once: since, group_membership_once: since, life_event_voided_once: voidedAlready('lifeEventId'),
    };
    return write<LifeEventVoidPayload, LifeEventVoidInput>(ctx, { operation: 'lifeEventVoid', input, constraints }, async (tx, { lifeEventId, evidence }) => {
      const id = await voidLifeEvent(tx, lifeEventId, evidence);
      return { lifeEvent: { id }, voided: { id: lifeEventId } };
    });
  }
}
