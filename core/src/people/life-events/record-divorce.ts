import { ArrayMaxSize, IsOptional, Matches, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../households/day-of.js';
import { holdHomes, type HeldPerson } from '../households/hold.js';
import { Household } from '../households/household.js';
import { MemberRoleInput } from '../households/member-input.js';
import { MemberRole } from '../households/membership.js';
import { headByChange, householdCodeTaken } from '../households/refusals.js';
import { splitHousehold } from '../households/split-household.js';
import { Person } from '../persons/person.js';
import { factsOf } from './effects.js';
import { divorceRecorded } from './events.js';
import { LeavingEventInput, LifeEventPayload } from './life-event-input.js';
import { LifeEventKind } from './life-event.js';
import { placeOf, recordLifeEvent } from './record.js';
import { noHousehold, notOfTheTwo, samePerson } from './refusals.js';
import { divorce } from './spouses.js';

@InputType({ description: 'One who leaves the common household for a new one, as its head.' })
export class LeavingSpouseInput {
  @Ref(() => Person, { description: 'Which of the two.' })
  personId!: string;

  @Field(() => String, { description: 'Number of the new household in the registry: 1 to 40 letters, digits, dots, slashes and dashes.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$/, { message: 'code must be 1 to 40 letters, digits, dots, slashes and dashes' })
  code!: string;

  @Field(() => String, { nullable: true, description: 'Code of the place where the new household lives; that of the old one where left out.' })
  placeCode?: string | null;

  @Field(() => [MemberRoleInput], { nullable: true, description: 'Others who come along, such as children.' })
  @IsOptional()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  members?: MemberRoleInput[] | null;
}

@InputType({ description: 'A divorce.' })
export class DivorceRecordInput extends LeavingEventInput {
  @Ref(() => Person, { description: 'One of the spouses.' })
  personId!: string;

  @Ref(() => Person, { description: 'The other.' })
  spouseId!: string;

  @Field(() => String, { nullable: true, description: 'Code of the place where.' })
  placeCode?: string | null;

  @Field(() => LeavingSpouseInput, { nullable: true, description: 'Who leaves the household for a new one; nobody where left out.' })
  @IsOptional()
  @ValidateNested()
  leaves?: LeavingSpouseInput | null;
}

@ObjectType({ description: 'Answer of `divorceRecord`.' })
export class DivorceRecordPayload extends LifeEventPayload {
  @Field(() => [Person], { nullable: true, description: 'Those who were spouses, as given.' })
  persons?: { readonly id: string }[];

  @Field(() => Household, { nullable: true, description: 'The new household of the one who left.' })
  household?: { readonly id: string };
}

async function leave(ctx: TxContext, on: string, leaves: LeavingSpouseInput, given: DivorceRecordInput, leaver: HeldPerson | undefined): Promise<string> {
  const from = leaver?.household_id ?? refuse(noHousehold('leaves.personId'));
  const others = leaves.members ?? [];
  const heads = others.flatMap(({ role }, index) => (role === MemberRole.HEAD ? [headByChange(`leaves.members.${index}.role`)] : []));
  if (heads.length > 0) refuse(...heads);
  return splitHousehold(ctx, on, {
    household: { id: from, path: 'leaves.personId' }, code: leaves.code, placeCode: leaves.placeCode ?? null, path: 'leaves.', succession: given,
    members: [
      { personId: leaves.personId, role: MemberRole.HEAD, path: 'leaves.personId' },
      ...others.map(({ personId, role }, index) => ({ personId, role, path: `leaves.members.${index}.personId` })),
    ],
  });
}

async function recordDivorce(ctx: TxContext, given: DivorceRecordInput): Promise<{ readonly lifeEvent: string; readonly household: string | null }> {
  const { personId, spouseId, leaves } = given;
  const on = dayOf(ctx, given.on);
  if (personId === spouseId) refuse(samePerson('spouseId'));
  if (leaves && leaves.personId !== personId && leaves.personId !== spouseId) refuse(notOfTheTwo('leaves.personId'));
  const held = await holdHomes(ctx, [{ id: personId, path: 'personId' }, { id: spouseId, path: 'spouseId' }]);
  const homes = [...held.values()].flatMap((person) => person.household_id ?? []);
  const persons = [personId, spouseId];
  const before = await factsOf(ctx, { persons, households: homes });
  await divorce(ctx, [personId, spouseId], on);
  const household = leaves ? await leave(ctx, on, leaves, given, held.get(leaves.personId)) : null;
  const lifeEvent = await recordLifeEvent(ctx, given, {
    kind: LifeEventKind.DIVORCE, personId, secondPersonId: spouseId, householdId: household, placeId: await placeOf(ctx, given.placeCode),
    concerned: { persons, households: household ? [...homes, household] : homes }, before,
  });
  await publish(ctx, divorceRecorded, { lifeEvent, persons: [personId, spouseId], on });
  return { lifeEvent, household };
}

@Resolver()
export class RecordDivorce {
  @Mutation(() => DivorceRecordPayload, { description: 'Records a divorce: the two are spouses until that day; one may leave for a new household, with others.' })
  @Requires('people.life-events.record')
  divorceRecord(@Arg('input', () => DivorceRecordInput, { description: 'Of whom, when.' }) input: DivorceRecordInput, @Ctx() ctx: Context): Promise<DivorceRecordPayload> {
    const constraints = { household_code_key: householdCodeTaken('leaves.code') };
    return write<DivorceRecordPayload, DivorceRecordInput>(ctx, { operation: 'divorceRecord', input, constraints }, async (tx, given) => {
      const { lifeEvent, household } = await recordDivorce(tx, given);
      return { lifeEvent: { id: lifeEvent }, persons: [{ id: given.personId }, { id: given.spouseId }], ...(household && { household: { id: household } }) };
    });
  }
}
