import { ArrayMaxSize, ArrayNotEmpty, Matches, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { findPlaces } from '../places/find-place.js';
import { dayOf } from './day-of.js';
import { householdSplit } from './events.js';
import { holdOpen, membersOf, type Named } from './hold.js';
import { Household } from './household.js';
import { MemberRoleInput, refuseTwice, SuccessionInput, succession } from './member-input.js';
import { MemberRole } from './membership.js';
import { householdCodeTaken, nobodyStays, oneHead } from './refusals.js';
import { regroup } from './regroup.js';
import { beginResidences, placesOn } from './residences.js';
import { checkMayRegister } from '../may-register.js';

@InputType({ description: 'Members who leave a household together for a new one.' })
export class HouseholdSplitInput extends SuccessionInput {
  @Ref(() => Household, { description: 'The household that they leave.' })
  householdId!: string;

  @Field(() => String, { description: 'Number of the new household in the registry: 1 to 40 letters, digits, dots, slashes and dashes.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$/, { message: 'code must be 1 to 40 letters, digits, dots, slashes and dashes' })
  code!: string;

  @Field(() => String, { nullable: true, description: 'Code of the place where the new household lives; that of the old one where left out.' })
  placeCode?: string | null;

  @Field(() => [MemberRoleInput], { description: 'Those who leave, one of them the head of the new household.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  members!: MemberRoleInput[];
}

@ObjectType({ description: 'Answer of `householdSplit`.' })
export class HouseholdSplitPayload extends Payload {
  @Field(() => Household, { nullable: true, description: 'The new household.' })
  household?: { readonly id: string };

  @Field(() => Household, { nullable: true, description: 'The household that they left, as it is now.' })
  from?: { readonly id: string };
}

/** A split, as it is done: where each person is named in the input, for refusals. */
export interface Split {
  readonly household: Named;
  readonly code: string;
  readonly placeCode?: string | null;
  readonly members: readonly (MembershipRole & { readonly path: string })[];
  readonly succession: Pick<SuccessionInput, 'newHeadId' | 'roles'>;
  /** Prefix of paths of the new household's own fields. */
  readonly path: string;
}

type MembershipRole = Pick<MemberRoleInput, 'personId' | 'role'>;

/**
 * Members of a household leave it for a new one.
 *
 * @returns UUID of the new household
 */
export async function splitHousehold(ctx: TxContext, day: string, { household, code, placeCode, members, succession: after, path }: Split): Promise<string> {
  const heads = members.filter(({ role }) => role === MemberRole.HEAD).length;
  if (heads !== 1) refuse(oneHead(`${path}members`, { heads }));
  checkMayRegister(ctx, `${path}code`);
  await holdOpen(ctx, [household], day);
  const leaving = new Set(members.map(({ personId }) => personId));
  if ((await membersOf(ctx, household.id)).every((id) => leaving.has(id))) refuse(nobodyStays(`${path}members`));
  const place = placeCode ? (await findPlaces(ctx, [{ code: placeCode, path: `${path}placeCode` }])).get(placeCode) : (await placesOn(ctx, day, [household.id])).get(household.id);
  const id = uuidv7();
  await ctx.tx.query('insert into people.household (id, code, place_id, opened_on) values ($1, $2, $3, $4)', [id, code, place, day]);
  await beginResidences(ctx, [id]);
  const changes = [
    ...members.map(({ personId, role, path: at }) => ({ personId, path: at, from: household.id, to: { householdId: id, role } })),
    ...succession(household.id, after),
  ];
  refuseTwice(changes);
  await regroup(ctx, day, changes, 'newHeadId');
  await publish(ctx, householdSplit, { household: id, from: household.id, persons: [...leaving], on: day });
  return id;
}

@Resolver()
export class SplitHousehold {
  @Mutation(() => HouseholdSplitPayload, { description: 'Members of a household leave it together for a new one with its own head, from a day on.' })
  @Requires('people.households.restructure')
  householdSplit(@Arg('input', () => HouseholdSplitInput, { description: 'Who leaves, and for where.' }) input: HouseholdSplitInput, @Ctx() ctx: Context): Promise<HouseholdSplitPayload> {
    const constraints = { household_code_key: householdCodeTaken('code') };
    return write<HouseholdSplitPayload, HouseholdSplitInput>(ctx, { operation: 'householdSplit', input, constraints }, async (tx, { householdId, code, placeCode, members, on, ...after }) => {
      const id = await splitHousehold(tx, dayOf(tx, on), {
        household: { id: householdId, path: 'householdId' }, code, placeCode: placeCode ?? null, path: '', succession: after,
        members: members.map(({ personId, role }, index) => ({ personId, role, path: `members.${index}.personId` })),
      });
      return { household: { id }, from: { id: householdId } };
    });
  }
}
