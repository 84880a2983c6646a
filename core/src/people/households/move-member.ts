import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { refuse } from '../../kernel/write/refusal.js';
import { write } from '../../kernel/write/write.js';
import { Person } from '../persons/person.js';
import { dayOf } from './day-of.js';
import { holdOpen } from './hold.js';
import { Household } from './household.js';
import { HouseholdMembersPayload, refuseTwice, SuccessionInput, succession } from './member-input.js';
import { MemberRole } from './membership.js';
import { headByChange, sameHousehold } from './refusals.js';
import { regroup } from './regroup.js';

@InputType({ description: 'A member who goes from one household to another.' })
export class HouseholdMemberMoveInput extends SuccessionInput {
  @Ref(() => Person, { description: 'Who.' })
  personId!: string;

  @Ref(() => Household, { description: 'The household that the person belongs to until then.' })
  householdId!: string;

  @Ref(() => Household, { description: 'The household that the person belongs to from then on.' })
  toHouseholdId!: string;

  @Field(() => MemberRole, { description: 'What the person is to the head of the other household.' })
  role!: MemberRole;
}

@Resolver()
export class MoveMember {
  @Mutation(() => HouseholdMembersPayload, {
    description: 'Takes a member from one household to another, from a day on. A head leaves others to a new head; the last one leaves the household closed.',
  })
  @Requires('people.households.register')
  householdMemberMove(@Arg('input', () => HouseholdMemberMoveInput, { description: 'Who, from where and where to.' }) input: HouseholdMemberMoveInput, @Ctx() ctx: Context): Promise<HouseholdMembersPayload> {
    return write<HouseholdMembersPayload, HouseholdMemberMoveInput>(ctx, { operation: 'householdMemberMove', input }, async (tx, { personId, householdId, toHouseholdId, role, on, ...after }) => {
      if (role === MemberRole.HEAD) refuse(headByChange('role'));
      if (householdId === toHouseholdId) refuse(sameHousehold('toHouseholdId'));
      const day = dayOf(tx, on);
      await holdOpen(tx, [{ id: householdId, path: 'householdId' }, { id: toHouseholdId, path: 'toHouseholdId' }], day);
      const changes = [{ personId, path: 'personId', from: householdId, to: { householdId: toHouseholdId, role } }, ...succession(householdId, after)];
      refuseTwice(changes);
      await regroup(tx, day, changes, after.newHeadId ? 'newHeadId' : 'personId');
      return { household: { id: toHouseholdId } };
    });
  }
}
