import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { write } from '../../kernel/write/write.js';
import { Person } from '../persons/person.js';
import { dayOf } from './day-of.js';
import { holdOpen } from './hold.js';
import { Household } from './household.js';
import { HouseholdMembersPayload, refuseTwice, SuccessionInput, succession } from './member-input.js';
import { MemberRole } from './membership.js';
import { headByChange } from './refusals.js';
import { regroup } from './regroup.js';

@InputType({ description: 'A person who comes into a household.' })
export class HouseholdMemberAddInput extends IdempotentInput {
  @Ref(() => Household, { description: 'The household.' })
  householdId!: string;

  @Ref(() => Person, { description: 'The person.' })
  personId!: string;

  @Field(() => MemberRole, { description: 'What the person is to the head.' })
  role!: MemberRole;

  @Field(() => LocalDate, { nullable: true, description: 'Since when; today where left out.' })
  on?: string | null;
}

@InputType({ description: 'A member who becomes something else to the head.' })
export class HouseholdMemberRoleChangeInput extends HouseholdMemberAddInput {}

@InputType({ description: 'A person who leaves a household.' })
export class HouseholdMemberRemoveInput extends SuccessionInput {
  @Ref(() => Household, { description: 'The household.' })
  householdId!: string;

  @Ref(() => Person, { description: 'The person.', erased: true })
  personId!: string;
}

@Resolver()
export class ChangeMembers {
  @Mutation(() => HouseholdMembersPayload, { description: 'Says that a person who is registered belongs to a household from a day on.' })
  @Requires('people.households.register')
  householdMemberAdd(@Arg('input', () => HouseholdMemberAddInput, { description: 'Who, and where.' }) input: HouseholdMemberAddInput, @Ctx() ctx: Context): Promise<HouseholdMembersPayload> {
    return write<HouseholdMembersPayload, HouseholdMemberAddInput>(ctx, { operation: 'householdMemberAdd', input }, async (tx, { householdId, personId, role, on }) => {
      if (role === MemberRole.HEAD) refuse(headByChange('role'));
      const day = dayOf(tx, on);
      await holdOpen(tx, [{ id: householdId, path: 'householdId' }], day);
      await regroup(tx, day, [{ personId, path: 'personId', from: null, to: { householdId, role } }], 'householdId');
      return { household: { id: householdId } };
    });
  }

  @Mutation(() => HouseholdMembersPayload, {
    description: 'Says that a person no longer belongs to a household, and to no other. A head leaves others to a new head; the last one leaves it closed.',
  })
  @Requires('people.households.register')
  householdMemberRemove(@Arg('input', () => HouseholdMemberRemoveInput, { description: 'Who, and from where.' }) input: HouseholdMemberRemoveInput, @Ctx() ctx: Context): Promise<HouseholdMembersPayload> {
    return write<HouseholdMembersPayload, HouseholdMemberRemoveInput>(ctx, { operation: 'householdMemberRemove', input }, async (tx, { householdId, personId, on, ...after }) => {
      const day = dayOf(tx, on);
      await holdOpen(tx, [{ id: householdId, path: 'householdId' }], day);
      const changes = [{ personId, path: 'personId', from: householdId, to: null }, ...succession(householdId, after)];
      refuseTwice(changes);
      await regroup(tx, day, changes, after.newHeadId ? 'newHeadId' : 'personId');
      return { household: { id: householdId } };
    });
  }

  @Mutation(() => HouseholdMembersPayload, { description: 'Says that a member is something else to the head from a day on.' })
  @Requires('people.households.register')
  householdMemberRoleChange(@Arg('input', () => HouseholdMemberRoleChangeInput, { description: 'Who, and what.' }) input: HouseholdMemberRoleChangeInput, @Ctx() ctx: Context): Promise<HouseholdMembersPayload> {
    return write<HouseholdMembersPayload, HouseholdMemberRoleChangeInput>(ctx, { operation: 'householdMemberRoleChange', input }, async (tx, { householdId, personId, role, on }) => {
      if (role === MemberRole.HEAD) refuse(headByChange('role'));
      const day = dayOf(tx, on);
      await holdOpen(tx, [{ id: householdId, path: 'householdId' }], day);
      await regroup(tx, day, [{ personId, path: 'personId', from: householdId, to: { householdId, role } }], 'personId');
      return { household: { id: householdId } };
    });
  }
}
