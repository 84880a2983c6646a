import { ArrayMaxSize, ArrayNotEmpty, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { TakesMuch } from '../../kernel/schema/takes-much.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../households/day-of.js';
import { placesMoved } from './events.js';
import { findPlaces } from './find-place.js';
import { holdHierarchy } from './hold-hierarchy.js';
import { numberPlaces } from './number-places.js';
import { Place } from './place.js';
import { setParents, type Move } from './set-parents.js';

@InputType()
abstract class InHierarchyInput extends IdempotentInput {
  @Field(() => String, { nullable: true, description: 'Code of the hierarchy; the administrative one where left out.' })
  hierarchyCode?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Since when; today where left out.' })
  on?: string | null;
}

@InputType({ description: 'A place that comes under another parent.' })
export class PlaceMoveInput extends InHierarchyInput {
  @Field(() => String, { description: 'Code of the place.' })
  code!: string;

  @Field(() => String, { nullable: true, description: 'Code of the place that it is in from then on; null makes it a root.' })
  parentCode?: string | null;
}

@InputType({ description: 'A place and what it is in.' })
export class PlaceUnderParentInput {
  @Field(() => String, { description: 'Code of the place.' })
  code!: string;

  @Field(() => String, { nullable: true, description: 'Code of the place that it is in from then on; null makes it a root.' })
  parentCode?: string | null;
}

@InputType({ description: 'Places that come under other parents.' })
export class PlacesMoveInput extends InHierarchyInput {
  @Field(() => [PlaceUnderParentInput], { description: 'At most 5,000.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(5000)
  @ValidateNested({ each: true })
  places!: PlaceUnderParentInput[];
}

@ObjectType({ description: 'Answer of `placeMove`.' })
export class PlaceMovePayload extends Payload {
  @Field(() => Place, { nullable: true, description: 'The place as it is now.' })
  place?: { readonly id: string };
}

@ObjectType({ description: 'Answer of `placesMove`.' })
export class PlacesMovePayload extends Payload {
  @Field(() => [Place], { nullable: true, description: 'The places, in the order given.' })
  places?: { readonly id: string }[];
}

/** Moves places in one hierarchy; a loop undoes all of it. */
async function movePlaces(ctx: TxContext, hierarchyCode: string | null | undefined, moves: readonly Move[]): Promise<ReadonlyMap<string, string>> {
  const hierarchy = await holdHierarchy(ctx, hierarchyCode);
  const moved = await setParents(ctx, hierarchy, moves);
  await numberPlaces(ctx, hierarchy, (loop) => moves.find(({ code }) => loop.includes(code))?.parentPath ?? '');
  if (moved.length > 0) await publish(ctx, placesMoved, { hierarchy: hierarchy.code, ids: moved });
  return findPlaces(ctx, moves);
}

@Resolver()
export class MovePlaces {
  @Mutation(() => PlaceMovePayload, { description: 'Puts a place under another parent from a day on. Where it was before is kept.' })
  @Requires('people.places.manage')
  placeMove(@Arg('input', () => PlaceMoveInput, { description: 'Which place, and where to.' }) input: PlaceMoveInput, @Ctx() ctx: Context): Promise<PlaceMovePayload> {
    return write<PlaceMovePayload, PlaceMoveInput>(ctx, { operation: 'placeMove', input }, async (tx, { code, parentCode, hierarchyCode, on }) => {
      const ids = await movePlaces(tx, hierarchyCode, [{ code, parentCode: parentCode ?? null, on: dayOf(tx, on), path: 'code', parentPath: 'parentCode' }]);
      return { place: { id: ids.get(code) ?? '' } };
    });
  }

  @Mutation(() => PlacesMovePayload, { description: 'Puts places under parents from a day on, all or none; those that are not in the hierarchy yet come into it.' })
  @Requires('people.places.manage')
  @TakesMuch()
  placesMove(@Arg('input', () => PlacesMoveInput, { description: 'Which places, and where to.' }) input: PlacesMoveInput, @Ctx() ctx: Context): Promise<PlacesMovePayload> {
    return write<PlacesMovePayload, PlacesMoveInput>(ctx, { operation: 'placesMove', input }, async (tx, { places, hierarchyCode, on }) => {
      const day = dayOf(tx, on);
      const ids = await movePlaces(tx, hierarchyCode, places.map(({ code, parentCode }, index) => (
        { code, parentCode: parentCode ?? null, on: day, path: `places.${index}.code`, parentPath: `places.${index}.parentCode` })));
      return { places: places.map(({ code }) => ({ id: ids.get(code) ?? '' })) };
    });
  }
}
