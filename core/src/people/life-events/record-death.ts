import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../households/day-of.js';
import { holdHomes } from '../households/hold.js';
import { refuseTwice, succession } from '../households/member-input.js';
import { beforeBirth, laterFacts } from '../households/refusals.js';
import { regroup } from '../households/regroup.js';
import { changeResidences } from '../households/residences.js';
import { Person } from '../persons/person.js';
import { factsOf } from './effects.js';
import { deathRecorded } from './events.js';
import { LeavingEventInput, LifeEventPayload } from './life-event-input.js';
import { LifeEventKind } from './life-event.js';
import { placeOf, recordLifeEvent } from './record.js';
import { alreadyDead } from './refusals.js';

@InputType({ description: 'A death.' })
export class DeathRecordInput extends LeavingEventInput {
  @Ref(() => Person, { description: 'Who died.' })
  personId!: string;

  @Field(() => String, { nullable: true, description: 'Code of the place where.' })
  placeCode?: string | null;
}

@ObjectType({ description: 'Answer of `deathRecord`.' })
export class DeathRecordPayload extends LifeEventPayload {
  @Field(() => Person, { nullable: true, description: 'The person who died.' })
  person?: { readonly id: string };
}

/** What began after a death or was said to end after it cannot be so. */
async function refuseLater(ctx: TxContext, person: string, on: string): Promise<void> {
  const { rows } = await ctx.tx.query<{ day: string }>(
    `select min(day)::text as day from (
       select case when valid_from > $2 then valid_from else valid_to end as day from people.membership where person_id = $1 and valid_to > $2
       union all select case when valid_from > $2 then valid_from else valid_to end from people.group_membership where person_id = $1 and (valid_from > $2 or valid_to > $2)
       union all select valid_from from people.relationship where person_id = $1 and kind = 'SPOUSE' and valid_from > $2) later`, [person, on]);
  if (rows[0]?.day) refuse(laterFacts('on', { day: rows[0].day }));
}

/** Marriages, guardianship and payment in the stead of another end with a death; groups are left. */
async function endTies(ctx: TxContext, person: string, on: string): Promise<void> {
  await ctx.tx.query(
    `update people.relationship set valid_to = greatest($2::date, valid_from + 1)
     where (person_id = $1 or other_id = $1) and kind in ('SPOUSE', 'GUARDIAN', 'ALTERNATE_PAYEE') and (valid_to is null or valid_to > greatest($2::date, valid_from + 1))`, [person, on]);
  await ctx.tx.query('delete from people.group_membership where person_id = $1 and valid_from = $2 and valid_to is null', [person, on]);
  await ctx.tx.query('update people.group_membership set valid_to = $2 where person_id = $1 and valid_to is null', [person, on]);
}

async function recordDeath(ctx: TxContext, given: DeathRecordInput): Promise<string> {
  const { personId } = given;
  const on = dayOf(ctx, given.on);
  const person = (await holdHomes(ctx, [{ id: personId, path: 'personId' }])).get(personId);
  if (person?.death_date) refuse(alreadyDead('personId', { death: person.death_date }));
  if (person?.birth_date && person.birth_date > on) refuse(beforeBirth('on', { birth: person.birth_date }));
  const householdId = person?.household_id ?? null;
  await refuseLater(ctx, personId, on);
  const concerned = { persons: [personId], households: householdId ? [householdId] : [] };
  const before = await factsOf(ctx, concerned);
  if (householdId) {
    const changes = [{ personId, path: 'personId', from: householdId, to: null, placeId: null }, ...succession(householdId, given)];
    refuseTwice(changes);
    await regroup(ctx, on, changes, 'newHeadId');
  } else await changeResidences(ctx, on, [{ personId, path: 'on', placeId: null }]);
  await endTies(ctx, personId, on);
  await ctx.tx.query('update people.person set death_date = $2 where id = $1', [personId, on]);
  const lifeEvent = await recordLifeEvent(ctx, given, { kind: LifeEventKind.DEATH, personId, householdId, placeId: await placeOf(ctx, given.placeCode), concerned, before });
  await publish(ctx, deathRecorded, { lifeEvent, person: personId, household: householdId, on });
  return lifeEvent;
}

@Resolver()
export class RecordDeath {
  @Mutation(() => DeathRecordPayload, {
    description: 'Records a death: memberships, marriages and guardianships end that day; another becomes head where the head died; the household is closed where nobody is left.',
  })
  @Requires('people.life-events.record')
  deathRecord(@Arg('input', () => DeathRecordInput, { description: 'Of whom, when.' }) input: DeathRecordInput, @Ctx() ctx: Context): Promise<DeathRecordPayload> {
    return write<DeathRecordPayload, DeathRecordInput>(ctx, { operation: 'deathRecord', input }, async (tx, given) => {
      const id = await recordDeath(tx, given);
      return { lifeEvent: { id }, person: { id: given.personId } };
    });
  }
}
