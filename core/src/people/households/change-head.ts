import { ArrayMaxSize, IsOptional, ValidateNested } from 'class-validator';
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
import { DatedInput, HouseholdMembersPayload, MemberRoleInput, refuseTwice, roleChanges } from './member-input.js';
import { MemberRole } from './membership.js';
import { headByChange } from './refusals.js';
import { regroup, type MembershipChange } from './regroup.js';

@InputType({ description: 'A member who becomes head of the household.' })
export class HouseholdHeadChangeInput extends DatedInput {
  @Ref(() => Household, { description: 'The household.' })
  householdId!: string;

  @Ref(() => Person, { description: 'The person.' })
  personId!: string;

  @Field(() => MemberRole, { description: 'What the head until now is to the new one.' })
  formerHeadBecomes!: MemberRole;

  @Field(() => [MemberRoleInput], { nullable: true, description: 'What other members become to the new head. Those left out keep their role.' })
  @IsOptional()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  roles?: MemberRoleInput[] | null;
}

@Resolver()
export class ChangeHead {
  @Mutation(() => HouseholdMembersPayload, { description: 'Makes another member head of the household, from a day on.' })
  @Requires('people.households.register')
  householdHeadChange(@Arg('input', () => HouseholdHeadChangeInput, { description: 'Who becomes head.' }) input: HouseholdHeadChangeInput, @Ctx() ctx: Context): Promise<HouseholdMembersPayload> {
    return write<HouseholdMembersPayload, HouseholdHeadChangeInput>(ctx, { operation: 'householdHeadChange', input }, async (tx, { householdId, personId, formerHeadBecomes, on, roles }) => {
      if (formerHeadBecomes === MemberRole.HEAD) refuse(headByChange('formerHeadBecomes'));
      const day = dayOf(tx, on);
      const [household] = await holdOpen(tx, [{ id: householdId, path: 'householdId' }], day);
      const former = household?.head_id;
      const member = (id: string, path: string, role: MemberRole): MembershipChange => ({ personId: id, path, from: householdId, to: { householdId, role } });
      const changes = [
        ...(former && former !== personId ? [member(former, 'formerHeadBecomes', formerHeadBecomes)] : []),
        member(personId, 'personId', MemberRole.HEAD),
        ...roleChanges(householdId, roles ?? []),
      ];
      refuseTwice(changes);
      await regroup(tx, day, changes, 'personId');
      return { household: { id: householdId } };
    });
  }
}
