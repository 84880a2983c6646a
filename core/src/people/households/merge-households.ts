import { ArrayMaxSize, IsOptional, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { encodeId } from '../../kernel/schema/ids.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { refuse, type Refusal } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from './day-of.js';
import { householdsMerged } from './events.js';
import { holdOpen, membersOf } from './hold.js';
import { Household } from './household.js';
import { DatedInput, MemberRoleInput } from './member-input.js';
import { MemberRole } from './membership.js';
import { headByChange, namedTwice, notMember, roleMissing, sameHousehold } from './refusals.js';
import { regroup, type MembershipChange } from './regroup.js';

@InputType({ description: 'A household whose members all come into another.' })
export class HouseholdMergeInput extends DatedInput {
  @Ref(() => Household, { description: 'The household whose members come; it is closed.' })
  fromHouseholdId!: string;

  @Ref(() => Household, { description: 'The household that they come into.' })
  intoHouseholdId!: string;

  @Field(() => [MemberRoleInput], { nullable: true, description: 'What those who come are to the head there.' })
  @IsOptional()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  members?: MemberRoleInput[] | null;

  @Field(() => MemberRole, { nullable: true, description: 'What those not named in `members` are to the head there.' })
  othersBecome?: MemberRole | null;
}

@ObjectType({ description: 'Answer of `householdMerge`.' })
export class HouseholdMergePayload extends Payload {
  @Field(() => Household, { nullable: true, description: 'The household that they came into, as it is now.' })
  household?: { readonly id: string };

  @Field(() => Household, { nullable: true, description: 'The household that was closed.' })
  closed?: { readonly id: string };
}

/** What becomes of each member of the household that is closed; refuses what is not said or said twice. */
function changesOf(present: readonly string[], day: string, { fromHouseholdId, intoHouseholdId, members, othersBecome }: HouseholdMergeInput): readonly MembershipChange[] {
  const named = members ?? [];
  const refusals: Refusal[] = [
    ...named.flatMap(({ role }, index) => (role === MemberRole.HEAD ? [headByChange(`members.${index}.role`)] : [])),
    ...(othersBecome === MemberRole.HEAD ? [headByChange('othersBecome')] : []),
    ...named.flatMap(({ personId }, index) => {
      const path = `members.${index}.personId`;
      if (!present.includes(personId)) return [notMember(path, { day })];
      return named.findIndex((other) => other.personId === personId) === index ? [] : [namedTwice(path)];
    }),
    ...(othersBecome ? [] : present.filter((id) => !named.some(({ personId }) => personId === id)).map((id) => roleMissing('othersBecome', { person: encodeId('person', id) }))),
  ];
  if (refusals.length > 0) refuse(...refusals);
  return present.map((personId) => {
    const index = named.findIndex((other) => other.personId === personId);
    const role = named[index]?.role ?? othersBecome ?? MemberRole.NOT_RELATED;
    return { personId, path: index === -1 ? 'fromHouseholdId' : `members.${index}.personId`, from: fromHouseholdId, to: { householdId: intoHouseholdId, role } };
  });
}

@Resolver()
export class MergeHouseholds {
  @Mutation(() => HouseholdMergePayload, { description: 'All members of a household come into another from a day on; the one that they leave is closed.' })
  @Requires('people.households.restructure')
  householdMerge(@Arg('input', () => HouseholdMergeInput, { description: 'Which, and into which.' }) input: HouseholdMergeInput, @Ctx() ctx: Context): Promise<HouseholdMergePayload> {
    return write<HouseholdMergePayload, HouseholdMergeInput>(ctx, { operation: 'householdMerge', input }, async (tx, given) => {
      const { fromHouseholdId: from, intoHouseholdId: into } = given;
      if (from === into) refuse(sameHousehold('intoHouseholdId'));
      const day = dayOf(tx, given.on);
      await holdOpen(tx, [{ id: from, path: 'fromHouseholdId' }, { id: into, path: 'intoHouseholdId' }], day);
      const changes = changesOf(await membersOf(tx, from), day, given);
      await regroup(tx, day, changes, 'fromHouseholdId');
      await publish(tx, householdsMerged, { household: into, closed: from, persons: changes.map(({ personId }) => personId), on: day });
      return { household: { id: into }, closed: { id: from } };
    });
  }
}
