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
import { holdOpen, membersOf } from './hold.js';
import { Household } from './household.js';
import { MemberRoleInput, refuseTwice, SuccessionInput, succession } from './member-input.js';
import { MemberRole } from './membership.js';
import { householdCodeTaken, nobodyStays, oneHead } from './refusals.js';
import { regroup } from './regroup.js';
import { beginResidences, placesOn } from './residences.js';

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

/** A household that is there from a day on and waits for its members. */
export async function openHousehold(ctx: TxContext, day: string, code: string, placeId: string): Promise<string> {
  const id = uuidv7();
  await ctx.tx.query('insert into people.household (id, code, place_id, opened_on) values ($1, $2, $3, $4)', [id, code, placeId, day]);
  await beginResidences(ctx, [id]);
  return id;
}

@Resolver()
export class SplitHousehold {
  @Mutation(() => HouseholdSplitPayload, { description: 'Members of a household leave it together for a new one with its own head, from a day on.' })
  @Requires('people.households.restructure')
  householdSplit(@Arg('input', () => HouseholdSplitInput, { description: 'Who leaves, and for where.' }) input: HouseholdSplitInput, @Ctx() ctx: Context): Promise<HouseholdSplitPayload> {
    const constraints = { household_code_key: householdCodeTaken('code') };
    return write<HouseholdSplitPayload, HouseholdSplitInput>(ctx, { operation: 'householdSplit', input, constraints }, async (tx, { householdId, code, placeCode, members, on, ...after }) => {
      const heads = members.filter(({ role }) => role === MemberRole.HEAD).length;
      if (heads !== 1) refuse(oneHead('members', { heads }));
      const day = dayOf(tx, on);
      await holdOpen(tx, [{ id: householdId, path: 'householdId' }], day);
      const leaving = new Set(members.map(({ personId }) => personId));
      if ((await membersOf(tx, householdId)).every(({ id }) => leaving.has(id))) refuse(nobodyStays('members'));
      const place = placeCode ? (await findPlaces(tx, [{ code: placeCode, path: 'placeCode' }])).get(placeCode) : (await placesOn(tx, day, [householdId])).get(householdId);
      const id = await openHousehold(tx, day, code, place ?? '');
      const changes = [
        ...members.map(({ personId, role }, index) => ({ personId, path: `members.${index}.personId`, from: householdId, to: { householdId: id, role } })),
        ...succession(householdId, after),
      ];
      refuseTwice(changes);
      await regroup(tx, day, changes, 'newHeadId');
      await publish(tx, householdSplit, { household: id, from: householdId, persons: [...leaving], on: day });
      return { household: { id }, from: { id: householdId } };
    });
  }
}
