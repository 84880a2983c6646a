import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { findPlaces } from '../places/find-place.js';
import { dayOf } from './day-of.js';
import { householdMoved } from './events.js';
import { holdOpen, holdPersons, membersOf, type Named } from './hold.js';
import { Household } from './household.js';
import { DatedInput } from './member-input.js';
import { settlePresent } from './present.js';
import { beginResidences, changeResidences, placesOn } from './residences.js';

@InputType({ description: 'A household that goes to live in another place.' })
export class HouseholdMoveInput extends DatedInput {
  @Ref(() => Household, { description: 'The household.' })
  householdId!: string;

  @Field(() => String, { description: 'Code of the place where it lives from then on.' })
  placeCode!: string;
}

@ObjectType({ description: 'Answer of `householdMove`.' })
export class HouseholdMovePayload extends Payload {
  @Field(() => Household, { nullable: true, description: 'The household as it is now.' })
  household?: { readonly id: string };
}

/** Moves a household with its members to a place from a day on. Nothing happens where it lives there already. */
export async function moveHousehold(ctx: TxContext, day: string, household: Named, placeCode: string): Promise<void> {
  const [id, place] = [household.id, (await findPlaces(ctx, [{ code: placeCode, path: 'placeCode' }])).get(placeCode) ?? ''];
  await holdOpen(ctx, [household], day);
  const persons = await membersOf(ctx, id);
  await holdPersons(ctx, persons.map((person) => ({ id: person, path: household.path, erased: true })));
  await beginResidences(ctx, [id]);
  const from = (await placesOn(ctx, day, [id])).get(id) ?? '';
  await changeResidences(ctx, day, [{ householdId: id, path: 'on', placeId: place }]);
  if (from === place) return;
  await settlePresent(ctx, { households: [id], persons });
  await publish(ctx, householdMoved, { household: id, place, from, persons, on: day });
}

@Resolver()
export class MoveHousehold {
  @Mutation(() => HouseholdMovePayload, { description: 'A household goes to live in another place from a day on, with its members.' })
  @Requires('people.households.restructure')
  householdMove(@Arg('input', () => HouseholdMoveInput, { description: 'Which, and where to.' }) input: HouseholdMoveInput, @Ctx() ctx: Context): Promise<HouseholdMovePayload> {
    return write<HouseholdMovePayload, HouseholdMoveInput>(ctx, { operation: 'householdMove', input }, async (tx, { householdId, placeCode, on }) => {
      await moveHousehold(tx, dayOf(tx, on), { id: householdId, path: 'householdId' }, placeCode);
      return { household: { id: householdId } };
    });
  }
}
