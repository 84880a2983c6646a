import { ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { refuse, type Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../households/day-of.js';
import { holdHomes, holdOpen, type HeldPerson } from '../households/hold.js';
import { Household } from '../households/household.js';
import { MemberRole } from '../households/membership.js';
import { headByChange } from '../households/refusals.js';
import { regroup } from '../households/regroup.js';
import { changeResidences } from '../households/residences.js';
import { PersonInput } from '../persons/person-input.js';
import { Person } from '../persons/person.js';
import { insertPersons } from '../persons/register-persons.js';
import { startRelationship } from '../persons/relationships/relate.js';
import { RelationshipKind } from '../persons/relationships/relationship.js';
import { birthRecorded } from './events.js';
import { LifeEventInput, LifeEventPayload } from './life-event-input.js';
import { LifeEventKind } from './life-event.js';
import { placeOf, recordLifeEvent } from './record.js';
import { birthDatesDiffer, diedBefore, parentMissing, parentNotBorn, samePerson } from './refusals.js';

@InputType({ description: 'A birth.' })
export class BirthRecordInput extends LifeEventInput {
  @Field(() => PersonInput, { description: 'The child; the birth date is that of the birth.' })
  @ValidateNested()
  child!: PersonInput;

  @Ref(() => Person, { nullable: true, description: 'The mother.' })
  motherId?: string | null;

  @Ref(() => Person, { nullable: true, description: 'The father.' })
  fatherId?: string | null;

  @Ref(() => Household, { nullable: true, description: "The household that the child comes into; the mother's where left out, or else the father's." })
  householdId?: string | null;

  @Field(() => MemberRole, { nullable: true, description: 'What the child is to the head; CHILD where left out.' })
  role?: MemberRole | null;

  @Field(() => String, { nullable: true, description: 'Code of the place where the child was born.' })
  placeCode?: string | null;
}

@ObjectType({ description: 'Answer of `birthRecord`.' })
export class BirthRecordPayload extends LifeEventPayload {
  @Field(() => Person, { nullable: true, description: 'The child, as it is registered.' })
  person?: { readonly id: string };
}

/** Longest time, in days, between a father's death and the birth of his child. */
const POSTHUMOUS_DAYS = 310;

function refuseParents(on: string, mother: HeldPerson | undefined, father: HeldPerson | undefined): void {
  const born = (parent: HeldPerson | undefined, path: string): Refusal[] => (parent?.birth_date && parent.birth_date >= on ? [parentNotBorn(path, { birth: parent.birth_date })] : []);
  const died = (parent: HeldPerson | undefined, path: string, day: string): Refusal[] => (parent?.death_date && parent.death_date < day ? [diedBefore(path, { death: parent.death_date })] : []);
  const before = new Date(Date.parse(on) - POSTHUMOUS_DAYS * 86_400_000).toISOString().slice(0, 10);
  const refusals = [...born(mother, 'motherId'), ...born(father, 'fatherId'), ...died(mother, 'motherId', on), ...died(father, 'fatherId', before)];
  if (refusals.length > 0) refuse(...refusals);
}

/** Since when a person has belonged to the household of today, without interruption. */
async function thereSince(ctx: TxContext, person: string, household: string): Promise<string | null> {
  const { rows } = await ctx.tx.query<{ since: string }>(
    `select lower(whole)::text as since from unnest((select range_agg(daterange(valid_from, valid_to)) from people.membership where person_id = $1 and household_id = $2)) whole where upper_inf(whole)`,
    [person, household]);
  return rows[0]?.since ?? null;
}

interface Home {
  readonly householdId: string | null;
  readonly placeId: string | null;
  /** From when on the child belongs there: from birth, or since a parent came into it. */
  readonly from: string;
}

async function homeOf(ctx: TxContext, on: string, given: BirthRecordInput, parents: readonly HeldPerson[]): Promise<Home> {
  const host = parents.find(({ household_id: home }) => home && (!given.householdId || home === given.householdId));
  const householdId = given.householdId ?? host?.household_id ?? null;
  if (!householdId) return { householdId, placeId: parents[0]?.place_id ?? null, from: on };
  const since = host ? await thereSince(ctx, host.id, householdId) : null;
  const from = since && since > on ? since : on;
  const [household] = await holdOpen(ctx, [{ id: householdId, path: given.householdId ? 'householdId' : 'motherId' }], from);
  return { householdId, placeId: household?.place_id ?? null, from };
}

async function recordBirth(ctx: TxContext, given: BirthRecordInput): Promise<{ readonly child: string; readonly lifeEvent: string }> {
  const { motherId = null, fatherId = null, role } = given;
  const on = dayOf(ctx, given.on);
  if (role === MemberRole.HEAD) refuse(headByChange('role'));
  if (!motherId && !fatherId && !given.householdId) refuse(parentMissing('motherId'));
  if (motherId && motherId === fatherId) refuse(samePerson('fatherId'));
  if (given.child.birthDate && given.child.birthDate !== on) refuse(birthDatesDiffer('child.birthDate', { birth: given.child.birthDate, on }));
  const named = [...(motherId ? [{ id: motherId, path: 'motherId' }] : []), ...(fatherId ? [{ id: fatherId, path: 'fatherId' }] : [])];
  const held = await holdHomes(ctx, named, given.householdId ? [{ id: given.householdId, path: 'householdId' }] : []);
  const [mother, father] = [motherId, fatherId].map((id) => (id ? held.get(id) : undefined));
  refuseParents(on, mother, father);
  const { householdId, placeId, from } = await homeOf(ctx, on, given, [mother, father].filter((parent) => parent !== undefined));

  const child = uuidv7();
  await insertPersons(ctx, [{ id: child, person: { ...given.child, birthDate: on }, placeId: placeId ?? '', path: 'child' }]);
  if (householdId) await regroup(ctx, from, [{ personId: child, path: 'child', from: null, to: { householdId, role: role ?? MemberRole.CHILD } }], 'householdId');
  else await changeResidences(ctx, on, [{ personId: child, path: 'on', placeId }]);
  for (const { id, path } of named) await startRelationship(ctx, { personId: child, kind: RelationshipKind.PARENT, otherId: id, validFrom: on }, { person: 'child', other: path });
  const birthplace = await placeOf(ctx, given.placeCode);
  const concerned = { persons: [child], households: [] };
  const lifeEvent = await recordLifeEvent(ctx, given, { kind: LifeEventKind.BIRTH, personId: child, householdId, placeId: birthplace, concerned, before: new Map() });
  await publish(ctx, birthRecorded, { lifeEvent, person: child, mother: motherId, father: fatherId, household: householdId, on });
  return { child, lifeEvent };
}

@Resolver()
export class RecordBirth {
  @Mutation(() => BirthRecordPayload, {
    description: "Records a birth: registers the child as its parents' child, in the mother's household from the birth on, or since the mother came into it.",
  })
  @Requires('people.life-events.record')
  birthRecord(@Arg('input', () => BirthRecordInput, { description: 'Of whom, when.' }) input: BirthRecordInput, @Ctx() ctx: Context): Promise<BirthRecordPayload> {
    return write<BirthRecordPayload, BirthRecordInput>(ctx, { operation: 'birthRecord', input }, async (tx, given) => {
      const { child, lifeEvent } = await recordBirth(tx, given);
      return { lifeEvent: { id: lifeEvent }, person: { id: child } };
    });
  }
}
