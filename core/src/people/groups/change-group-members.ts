import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../households/day-of.js';
import { holdPersons } from '../households/hold.js';
import { beforeBirth, laterFacts, personDead } from '../households/refusals.js';
import { Person } from '../persons/person.js';
import { groupMembersChanged, groupWasClosed } from './events.js';
import { Group } from './group.js';
import { groupKinds } from './group-kinds.js';
import { holdGroup } from './hold-group.js';
import { alreadyInGroup, groupRoleUnknown, notInGroup } from './refusals.js';

@InputType({ description: 'A group that ends.' })
export class GroupCloseInput extends IdempotentInput {
  @Ref(() => Group, { description: 'The group.' })
  groupId!: string;

  @Field(() => LocalDate, { nullable: true, description: 'From which day on; today where left out. No day ahead.' })
  on?: string | null;
}

@InputType({ description: 'A person who leaves a group.' })
export class GroupMemberRemoveInput extends GroupCloseInput {
  @Ref(() => Person, { description: 'The person.', erased: true })
  personId!: string;
}

@InputType({ description: 'A person who comes into a group.' })
export class GroupMemberAddInput extends GroupMemberRemoveInput {
  @Field(() => String, { description: "What the person is in it: one of the roles of the group's kind." })
  role!: string;
}

@ObjectType({ description: 'Answer of mutations that change a group.' })
export class GroupMembersPayload extends Payload {
  @Field(() => Group, { nullable: true, description: 'The group as it is now.' })
  group?: { readonly id: string };
}

interface Ending {
  readonly id: string;
  readonly person_id: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
}

/** Ends memberships on the day; those that began on it never were. */
async function endGroupMemberships(ctx: TxContext, day: string, reaching: readonly Ending[], path: string): Promise<void> {
  const later = reaching.flatMap(({ valid_from: from, valid_to: to }) => (from > day ? [from] : to ? [to] : []));
  if (later[0]) refuse(laterFacts(path, { day: later[0] }));
  await ctx.tx.query('delete from people.group_membership where id = any($1) and valid_from = $2', [reaching.map(({ id }) => id), day]);
  await ctx.tx.query('update people.group_membership set valid_to = $2 where id = any($1)', [reaching.map(({ id }) => id), day]);
}

const REACHING = 'select id, person_id, valid_from::text, valid_to::text from people.group_membership where group_id = $1 and (valid_to is null or valid_to > $2)';

@Resolver()
export class ChangeGroupMembers {
  @Mutation(() => GroupMembersPayload, { description: 'Says that a person belongs to a group from a day on.' })
  @Requires('people.groups.manage')
  groupMemberAdd(@Arg('input', () => GroupMemberAddInput, { description: 'Who, and where.' }) input: GroupMemberAddInput, @Ctx() ctx: Context): Promise<GroupMembersPayload> {
    const constraints = { group_membership_once: alreadyInGroup('personId') };
    return write<GroupMembersPayload, GroupMemberAddInput>(ctx, { operation: 'groupMemberAdd', input, constraints }, async (tx, { groupId, personId, role, on }) => {
      const day = dayOf(tx, on);
      const { kind } = await holdGroup(tx, groupId, day);
      const roles = tx.platform.extensions(groupKinds).get(kind)?.roles ?? [];
      if (!roles.includes(role)) refuse(groupRoleUnknown('role', { role, kind, known: roles.join(', ') }));
      const person = (await holdPersons(tx, [{ id: personId, path: 'personId' }])).get(personId);
      if (person?.birth_date && person.birth_date > day) refuse(beforeBirth('personId', { birth: person.birth_date }));
      if (person?.death_date && person.death_date <= day) refuse(personDead('personId', { death: person.death_date }));
      await tx.tx.query('insert into people.group_membership (id, person_id, group_id, role, valid_from) values ($1, $2, $3, $4, $5)', [uuidv7(), personId, groupId, role, day]);
      await publish(tx, groupMembersChanged, { group: groupId, persons: [personId], on: day });
      return { group: { id: groupId } };
    });
  }

  @Mutation(() => GroupMembersPayload, { description: 'Says that a person no longer belongs to a group.' })
  @Requires('people.groups.manage')
  groupMemberRemove(@Arg('input', () => GroupMemberRemoveInput, { description: 'Who, and from where.' }) input: GroupMemberRemoveInput, @Ctx() ctx: Context): Promise<GroupMembersPayload> {
    return write<GroupMembersPayload, GroupMemberRemoveInput>(ctx, { operation: 'groupMemberRemove', input }, async (tx, { groupId, personId, on }) => {
      const day = dayOf(tx, on);
      await holdGroup(tx, groupId, day);
      await holdPersons(tx, [{ id: personId, path: 'personId', erased: true }]);
      const { rows } = await tx.tx.query<Ending>(`${REACHING} and person_id = $3 order by valid_from`, [groupId, day, personId]);
      if (!rows[0] || rows[0].valid_from > day) refuse(notInGroup('personId', { day }));
      await endGroupMemberships(tx, day, rows, 'on');
      await publish(tx, groupMembersChanged, { group: groupId, persons: [personId], on: day });
      return { group: { id: groupId } };
    });
  }

  @Mutation(() => GroupMembersPayload, { description: 'Says that a group is no more from a day on: nobody belongs to it any longer.' })
  @Requires('people.groups.manage')
  groupClose(@Arg('input', () => GroupCloseInput, { description: 'Which.' }) input: GroupCloseInput, @Ctx() ctx: Context): Promise<GroupMembersPayload> {
    return write<GroupMembersPayload, GroupCloseInput>(ctx, { operation: 'groupClose', input }, async (tx, { groupId, on }) => {
      const day = dayOf(tx, on);
      await holdGroup(tx, groupId, day);
      const { rows } = await tx.tx.query<Ending>(REACHING, [groupId, day]);
      await endGroupMemberships(tx, day, rows, 'on');
      await tx.tx.query('update people.social_group set closed_on = $2 where id = $1', [groupId, day]);
      await publish(tx, groupWasClosed, { group: groupId, persons: rows.map((row) => row.person_id), on: day });
      return { group: { id: groupId } };
    });
  }
}
