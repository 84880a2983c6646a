import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { refuse, type Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../households/day-of.js';
import { holdHomes, holdOpen, type HeldPerson } from '../households/hold.js';
import { refuseTwice, succession } from '../households/member-input.js';
import { MemberRole } from '../households/membership.js';
import { beforeBirth, headByChange, personDead, sameHousehold } from '../households/refusals.js';
import { regroup } from '../households/regroup.js';
import { Person } from '../persons/person.js';
import { factsOf } from './effects.js';
import { marriageRecorded } from './events.js';
import { LeavingEventInput, LifeEventPayload } from './life-event-input.js';
import { LifeEventKind } from './life-event.js';
import { placeOf, recordLifeEvent } from './record.js';
import { alreadyMarried, noHousehold, notOfTheTwo, samePerson } from './refusals.js';
import { marry } from './spouses.js';

@InputType({ description: 'A marriage.' })
export class MarriageRecordInput extends LeavingEventInput {
  @Ref(() => Person, { description: 'One of the spouses.' })
  personId!: string;

  @Ref(() => Person, { description: 'The other.' })
  spouseId!: string;

  @Field(() => String, { nullable: true, description: 'Code of the place where.' })
  placeCode?: string | null;

  @Ref(() => Person, { nullable: true, description: "Which of the two comes into the other's household; nobody where left out." })
  movesInId?: string | null;

  @Field(() => MemberRole, { nullable: true, description: 'What the one who moves in is to the head there; SPOUSE where left out.' })
  role?: MemberRole | null;
}

@ObjectType({ description: 'Answer of `marriageRecord`.' })
export class MarriageRecordPayload extends LifeEventPayload {
  @Field(() => [Person], { nullable: true, description: 'The spouses, as given.' })
  persons?: { readonly id: string }[];
}

function refusalsOf(person: HeldPerson | undefined, path: string, on: string): Refusal[] {
  if (person?.death_date && person.death_date <= on) return [personDead(path, { death: person.death_date })];
  return person?.birth_date && person.birth_date > on ? [beforeBirth(path, { birth: person.birth_date })] : [];
}

/** One of the two comes into the other's household. */
async function moveIn(ctx: TxContext, on: string, given: MarriageRecordInput, guest: HeldPerson | undefined, host: HeldPerson | undefined): Promise<string> {
  const role = given.role ?? MemberRole.SPOUSE;
  if (role === MemberRole.HEAD) refuse(headByChange('role'));
  const into = host?.household_id ?? refuse(noHousehold(host?.id === given.personId ? 'personId' : 'spouseId'));
  const from = guest?.household_id ?? null;
  if (from === into) refuse(sameHousehold('movesInId'));
  await holdOpen(ctx, [{ id: into, path: 'movesInId' }], on);
  const changes = [{ personId: guest?.id ?? '', path: 'movesInId', from, to: { householdId: into, role } }, ...(from ? succession(from, given) : [])];
  refuseTwice(changes);
  await regroup(ctx, on, changes, 'newHeadId');
  return into;
}

async function recordMarriage(ctx: TxContext, given: MarriageRecordInput): Promise<string> {
  const { personId, spouseId, movesInId } = given;
  const on = dayOf(ctx, given.on);
  if (personId === spouseId) refuse(samePerson('spouseId'));
  if (movesInId && movesInId !== personId && movesInId !== spouseId) refuse(notOfTheTwo('movesInId'));
  const held = await holdHomes(ctx, [{ id: personId, path: 'personId' }, { id: spouseId, path: 'spouseId' }]);
  const [one, other] = [held.get(personId), held.get(spouseId)];
  const refusals = [...refusalsOf(one, 'personId', on), ...refusalsOf(other, 'spouseId', on)];
  if (refusals.length > 0) refuse(...refusals);
  const concerned = { persons: [personId, spouseId], households: [one, other].flatMap((person) => person?.household_id ?? []) };
  const before = await factsOf(ctx, concerned);
  const deaths = [one, other].flatMap((person) => person?.death_date ?? []).toSorted();
  await marry(ctx, [personId, spouseId], on, deaths[0] ?? null);
  const householdId = movesInId ? await moveIn(ctx, on, given, held.get(movesInId), movesInId === personId ? other : one) : null;
  const lifeEvent = await recordLifeEvent(ctx, given, {
    kind: LifeEventKind.MARRIAGE, personId, secondPersonId: spouseId, householdId, placeId: await placeOf(ctx, given.placeCode), concerned, before,
  });
  await publish(ctx, marriageRecorded, { lifeEvent, persons: [personId, spouseId], on });
  return lifeEvent;
}

@Resolver()
export class RecordMarriage {
  @Mutation(() => MarriageRecordPayload, { description: "Records a marriage: the two are spouses from that day on; one may come into the other's household." })
  @Requires('people.life-events.record')
  marriageRecord(@Arg('input', () => MarriageRecordInput, { description: 'Of whom, when.' }) input: MarriageRecordInput, @Ctx() ctx: Context): Promise<MarriageRecordPayload> {
    const constraints = { relationship_one_spouse: alreadyMarried('spouseId'), relationship_once: alreadyMarried('spouseId') };
    return write<MarriageRecordPayload, MarriageRecordInput>(ctx, { operation: 'marriageRecord', input, constraints }, async (tx, given) => {
      const id = await recordMarriage(tx, given);
      return { lifeEvent: { id }, persons: [{ id: given.personId }, { id: given.spouseId }] };
    });
  }
}
