import { ArrayMaxSize, IsOptional, ValidateNested } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { Ref } from '../../kernel/schema/input-fields.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { Person } from '../persons/person.js';
import { Household } from './household.js';
import { MemberRole } from './membership.js';
import { headByChange, namedTwice } from './refusals.js';
import type { MembershipChange } from './regroup.js';

@InputType({ description: 'What a member is, or becomes, to the head.' })
export class MemberRoleInput {
  @Ref(() => Person, { description: 'The member.' })
  personId!: string;

  @Field(() => MemberRole, { description: 'What the member is to the head.' })
  role!: MemberRole;
}

/** A change of a household from a day on. */
@InputType()
export abstract class DatedInput extends IdempotentInput {
  @Field(() => LocalDate, { nullable: true, description: 'From which day on; today where left out. No day ahead.' })
  on?: string | null;
}

/** Who becomes head where the head leaves, and what the others are to the new one. */
@InputType()
export abstract class SuccessionInput extends DatedInput {
  @Ref(() => Person, { nullable: true, description: 'Who becomes head of the household that the head leaves. Needed where the head leaves and others stay.' })
  newHeadId?: string | null;

  @Field(() => [MemberRoleInput], { nullable: true, description: 'What others who stay become to the new head. Those left out keep their role.' })
  @IsOptional()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  roles?: MemberRoleInput[] | null;
}

@ObjectType({ description: 'Answer of mutations that change who belongs to a household.' })
export class HouseholdMembersPayload extends Payload {
  @Field(() => Household, { nullable: true, description: 'The household as it is now.' })
  household?: { readonly id: string };
}

/** The changes of those who stay in a household when it gets a new head. */
export function succession(household: string, { newHeadId, roles }: Pick<SuccessionInput, 'newHeadId' | 'roles'>): readonly MembershipChange[] {
  const head: MembershipChange[] = newHeadId ? [{ personId: newHeadId, path: 'newHeadId', from: household, to: { householdId: household, role: MemberRole.HEAD } }] : [];
  return [...head, ...roleChanges(household, roles ?? [])];
}

/** Members who become something else to the head. */
export function roleChanges(household: string, roles: readonly MemberRoleInput[]): readonly MembershipChange[] {
  const heads = roles.flatMap(({ role }, index) => (role === MemberRole.HEAD ? [headByChange(`roles.${index}.role`)] : []));
  if (heads.length > 0) refuse(...heads);
  return roles.map(({ personId, role }, index) => ({ personId, path: `roles.${index}.personId`, from: household, to: { householdId: household, role } }));
}

/** Nobody can become two things at once. */
export function refuseTwice(changes: readonly MembershipChange[]): void {
  const twice = changes.filter(({ personId }, index) => changes.findIndex((other) => other.personId === personId) !== index);
  if (twice.length > 0) refuse(...twice.map(({ path }) => namedTwice(path)));
}
