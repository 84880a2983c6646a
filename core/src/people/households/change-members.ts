import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { ask } from '../../kernel/write/ask.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { membersChanged } from './events.js';
import { Household } from './household.js';
import { MemberRole } from './membership.js';
import { Person } from '../persons/person.js';
import { alreadyMember, endsBeforeStart, headByChange, headStays, householdNotFound, notMember, notYet } from './refusals.js';
import { personNotFound } from '../persons/refusals.js';
import { inPlacesOf } from '../scope.js';

@InputType({ description: 'A person who comes into a household, or leaves it.' })
abstract class MemberChangeInput extends IdempotentInput {
  @Ref(() => Household, { description: 'The household.' })
  householdId!: string;

  @Ref(() => Person, { description: 'The person.' })
  personId!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Since when; today where left out.' })
  on?: string | null;
}

@InputType({ description: 'A person who comes into a household.' })
export class HouseholdMemberAddInput extends MemberChangeInput {
  @Field(() => MemberRole, { description: 'What the person is to the head.' })
  role!: MemberRole;
}

@InputType({ description: 'A person who leaves a household.' })
export class HouseholdMemberRemoveInput extends MemberChangeInput {}

@InputType({ description: 'A member who becomes head of the household.' })
export class HouseholdHeadChangeInput extends MemberChangeInput {
  @Field(() => MemberRole, { description: 'What the head until now is to the new one.' })
  formerHeadBecomes!: MemberRole;
}

@ObjectType({ description: 'Answer of mutations that change who belongs to a household.' })
export class HouseholdMembersPayload extends Payload {
  @Field(() => Household, { nullable: true, description: 'The household as it is now.' })
  household?: { readonly id: string };
}

interface LockedHousehold {
  readonly place_id: string;
  readonly head_id: string | null;
}

/** The household, held until the transaction ends, so that two clerks don't change its members at once. */
async function lockHousehold(ctx: TxContext, id: string): Promise<LockedHousehold> {
  const { rows } = await ask<LockedHousehold>(ctx, sql`
    select h.place_id, h.head_id from people.household h where h.id = ${id}::uuid and ${inPlacesOf(ctx, sql`h.place_id`)} for update`);
  return rows[0] ?? refuse(householdNotFound('householdId'));
}

/** Ends the membership that a person has in a household on a day. */
async function endMembership(ctx: TxContext, household: string, person: string, day: string): Promise<void> {
  const { rows } = await ctx.tx.query<{ id: string; valid_from: string }>(
    `select id, valid_from::text from people.membership
     where household_id = $1 and person_id = $2 and valid_from <= $3 and (valid_to is null or valid_to > $3)`, [household, person, day],
  );
  const membership = rows[0] ?? refuse(notMember('personId', { day }));
  if (membership.valid_from === day) refuse(endsBeforeStart('on', { from: membership.valid_from, to: day }));
  await ctx.tx.query('update people.membership set valid_to = $2 where id = $1', [membership.id, day]);
}

function dayOf(ctx: TxContext, on: string | null | undefined): string {
  const day = on ?? ctx.today;
  if (day > ctx.today) refuse(notYet('on', { day, today: ctx.today }));
  return day;
}

const beginMembership = 'insert into people.membership (id, person_id, household_id, role, valid_from) values ($1, $2, $3, $4, $5)';

@Resolver()
export class ChangeMembers {
  @Mutation(() => HouseholdMembersPayload, { description: 'Says that a person who is registered belongs to a household from a day on.' })
  @Requires('people.households.register')
  householdMemberAdd(@Arg('input', () => HouseholdMemberAddInput, { description: 'Who, and where.' }) input: HouseholdMemberAddInput, @Ctx() ctx: Context): Promise<HouseholdMembersPayload> {
    const constraints = { membership_one_household: alreadyMember('personId') };
    return write<HouseholdMembersPayload, HouseholdMemberAddInput>(ctx, { operation: 'householdMemberAdd', input, constraints }, async (tx, { householdId, personId, role, on }) => {
      if (role === MemberRole.HEAD) refuse(headByChange('role'));
      const day = dayOf(tx, on);
      const { place_id: place } = await lockHousehold(tx, householdId);
      const { rowCount } = await ask(tx, sql`select 1 from people.person p where p.id = ${personId}::uuid and ${inPlacesOf(tx, sql`p.place_id`)} for update`);
      if (rowCount === 0) refuse(personNotFound('personId'));
      await tx.tx.query(beginMembership, [uuidv7(), personId, householdId, role, day]);
      await tx.tx.query('update people.person set household_id = $2, place_id = $3 where id = $1', [personId, householdId, place]);
      await publish(tx, membersChanged, { household: householdId, persons: [personId] });
      return { household: { id: householdId } };
    });
  }

  @Mutation(() => HouseholdMembersPayload, { description: 'Says that a person no longer belongs to a household. The head can leave only after another member became head.' })
  @Requires('people.households.register')
  householdMemberRemove(@Arg('input', () => HouseholdMemberRemoveInput, { description: 'Who, and from where.' }) input: HouseholdMemberRemoveInput, @Ctx() ctx: Context): Promise<HouseholdMembersPayload> {
    return write<HouseholdMembersPayload, HouseholdMemberRemoveInput>(ctx, { operation: 'householdMemberRemove', input }, async (tx, { householdId, personId, on }) => {
      const day = dayOf(tx, on);
      const { head_id: head } = await lockHousehold(tx, householdId);
      if (head === personId) refuse(headStays('personId'));
      await endMembership(tx, householdId, personId, day);
      await tx.tx.query('update people.person set household_id = null where id = $1 and household_id = $2', [personId, householdId]);
      await publish(tx, membersChanged, { household: householdId, persons: [personId] });
      return { household: { id: householdId } };
    });
  }

  @Mutation(() => HouseholdMembersPayload, { description: 'Makes another member head of the household, from a day on.' })
  @Requires('people.households.register')
  householdHeadChange(@Arg('input', () => HouseholdHeadChangeInput, { description: 'Who becomes head.' }) input: HouseholdHeadChangeInput, @Ctx() ctx: Context): Promise<HouseholdMembersPayload> {
    return write<HouseholdMembersPayload, HouseholdHeadChangeInput>(ctx, { operation: 'householdHeadChange', input }, async (tx, { householdId, personId, formerHeadBecomes, on }) => {
      if (formerHeadBecomes === MemberRole.HEAD) refuse(headByChange('formerHeadBecomes'));
      const day = dayOf(tx, on);
      const { head_id: former } = await lockHousehold(tx, householdId);
      if (former === personId) return { household: { id: householdId } };
      for (const member of former ? [former, personId] : [personId]) await endMembership(tx, householdId, member, day);
      if (former) await tx.tx.query(beginMembership, [uuidv7(), former, householdId, formerHeadBecomes, day]);
      await tx.tx.query(beginMembership, [uuidv7(), personId, householdId, MemberRole.HEAD, day]);
      await tx.tx.query('update people.household set head_id = $2 where id = $1', [householdId, personId]);
      await publish(tx, membersChanged, { household: householdId, persons: former ? [former, personId] : [personId] });
      return { household: { id: householdId } };
    });
  }
}
