import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../households/day-of.js';
import { holdHomes, holdOpen, membersOf } from '../households/hold.js';
import { Household } from '../households/household.js';
import { refuseTwice, succession } from '../households/member-input.js';
import { moveHousehold } from '../households/move-household.js';
import { settlePresent } from '../households/present.js';
import { beforeBirth, laterFacts, personDead } from '../households/refusals.js';
import { regroup } from '../households/regroup.js';
import { changeResidences } from '../households/residences.js';
import { Person } from '../persons/person.js';
import { factsOf, type Concerned, type FactsBefore } from './effects.js';
import { moveRecorded } from './events.js';
import { LeavingEventInput, LifeEventPayload } from './life-event-input.js';
import { LifeEventKind } from './life-event.js';
import { placeOf, recordLifeEvent } from './record.js';
import { whoMoves } from './refusals.js';

@InputType({ description: 'A move: of a person alone, or of a household with its members.' })
export class MoveRecordInput extends LeavingEventInput {
  @Ref(() => Person, { nullable: true, description: 'Who moves alone, leaving the household.' })
  personId?: string | null;

  @Ref(() => Household, { nullable: true, description: 'The household that moves.' })
  householdId?: string | null;

  @Field(() => String, { description: 'Code of the place where to.' })
  placeCode!: string;
}

@ObjectType({ description: 'Answer of `moveRecord`.' })
export class MoveRecordPayload extends LifeEventPayload {
  @Field(() => Person, { nullable: true, description: 'The person who moved.' })
  person?: { readonly id: string };

  @Field(() => Household, { nullable: true, description: 'The household that moved.' })
  household?: { readonly id: string };
}

interface Moved {
  /** Whom it is recorded of: of a household, its head. */
  readonly personId: string;
  readonly concerned: Concerned;
  readonly before: FactsBefore;
  readonly persons: readonly string[];
}

/** One who moves alone leaves the household, if there is one. */
async function moveAlone(ctx: TxContext, on: string, given: MoveRecordInput, personId: string): Promise<Moved> {
  const person = (await holdHomes(ctx, [{ id: personId, path: 'personId' }])).get(personId);
  if (person?.death_date && person.death_date <= on) refuse(personDead('personId', { death: person.death_date }));
  if (person?.birth_date && person.birth_date > on) refuse(beforeBirth('on', { birth: person.birth_date }));
  const placeId = await placeOf(ctx, given.placeCode);
  const from = person?.household_id ?? null;
  const concerned = { persons: [personId], households: from ? [from] : [] };
  const before = await factsOf(ctx, concerned);
  if (from) {
    const changes = [{ personId, path: 'personId', from, to: null, placeId }, ...succession(from, given)];
    refuseTwice(changes);
    await regroup(ctx, on, changes, 'newHeadId');
  } else {
    const { rows } = await ctx.tx.query<{ day: string }>('select max(valid_to)::text as day from people.membership where person_id = $1 and valid_to > $2 having count(*) > 0', [personId, on]);
    if (rows[0]) refuse(laterFacts('on', { day: rows[0].day }));
    await changeResidences(ctx, on, [{ personId, path: 'on', placeId }]);
    await settlePresent(ctx, { households: [], persons: [personId] });
  }
  return { personId, concerned, before, persons: [personId] };
}

async function moveTogether(ctx: TxContext, on: string, given: MoveRecordInput, id: string): Promise<Moved> {
  const household = { id, path: 'householdId' };
  const [held] = await holdOpen(ctx, [household], on);
  const persons = await membersOf(ctx, id);
  const concerned = { persons: [], households: [id] };
  const before = await factsOf(ctx, concerned);
  await moveHousehold(ctx, on, household, given.placeCode);
  return { personId: held?.head_id ?? '', concerned, before, persons };
}

async function recordMove(ctx: TxContext, given: MoveRecordInput): Promise<string> {
  const { personId = null, householdId = null } = given;
  if ((personId === null) === (householdId === null)) refuse(whoMoves(personId === null ? 'personId' : 'householdId'));
  const on = dayOf(ctx, given.on);
  const moved = personId ? await moveAlone(ctx, on, given, personId) : await moveTogether(ctx, on, given, householdId ?? '');
  const placeId = await placeOf(ctx, given.placeCode);
  const lifeEvent = await recordLifeEvent(ctx, given, { kind: LifeEventKind.MOVE, householdId, placeId, ...moved });
  await publish(ctx, moveRecorded, { lifeEvent, persons: moved.persons, household: householdId, place: placeId ?? '', on });
  return lifeEvent;
}

@Resolver()
export class RecordMove {
  @Mutation(() => MoveRecordPayload, { description: 'Records a move: a person goes to live elsewhere, leaving the household, or a household does with its members.' })
  @Requires('people.life-events.record')
  moveRecord(@Arg('input', () => MoveRecordInput, { description: 'Who, where to.' }) input: MoveRecordInput, @Ctx() ctx: Context): Promise<MoveRecordPayload> {
    return write<MoveRecordPayload, MoveRecordInput>(ctx, { operation: 'moveRecord', input }, async (tx, given) => {
      const id = await recordMove(tx, given);
      return { lifeEvent: { id }, ...(given.personId && { person: { id: given.personId } }), ...(given.householdId && { household: { id: given.householdId } }) };
    });
  }
}
