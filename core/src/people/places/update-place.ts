import { IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { changedMeanwhile } from '../persons/refusals.js';
import { FORMER } from './code.js';
import { placeUpdated } from './events.js';
import { findPlaces } from './find-place.js';
import { holdHierarchies } from './hold-hierarchy.js';
import { numberPlaces } from './number-places.js';
import { Place } from './place.js';
import { IsCode, PlacePointInput } from './place-input.js';
import { placeCodeTaken } from './refusals.js';

@InputType({ description: 'Changes to a place that stays the same place. What is left out stays as it is.' })
export class PlaceUpdateInput extends IdempotentInput {
  @Field(() => String, { description: 'Its code.' })
  code!: string;

  @Field(() => Int, { description: 'The version that you read.' })
  version!: number;

  @Field(() => String, { nullable: true, description: 'Its name from now on.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  name?: string;

  @Field(() => String, { nullable: true, description: 'What kind of place it is.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(60)
  level?: string;

  @Field(() => String, { nullable: true, description: 'Its code from now on; the one until now is kept among its `codes`, as `former`, and is given to no other place. Who may see places by their codes has to be told the new one.' })
  @IsOptional()
  @IsCode()
  newCode?: string;

  @Field(() => PlacePointInput, { nullable: true, description: 'A point of it on the map; null takes it away.' })
  @IsOptional()
  @ValidateNested()
  point?: PlacePointInput | null;
}

@ObjectType({ description: 'Answer of `placeUpdate`.' })
export class PlaceUpdatePayload extends Payload {
  @Field(() => Place, { nullable: true, description: 'The place as it is now.' })
  place?: { readonly id: string };
}

/** Keeps the code until now among the place's codes, so that it still leads to the place. */
async function keepFormerCode(ctx: TxContext, id: string, newCode: string): Promise<void> {
  const { rowCount: taken } = await ctx.tx.query('select from people.place_code where scheme = $1 and code = $2 and place_id <> $3', [FORMER, newCode, id]);
  if (taken) refuse(placeCodeTaken('newCode'));
  await ctx.tx.query(
    `insert into people.place_code (place_id, scheme, code, valid_from, valid_to)
     select p.id, $2, p.code, since.day, $3 from people.place p, lateral (
       select coalesce(max(c.valid_to), p.valid_from) as day from people.place_code c where c.place_id = p.id and c.scheme = $2) since
     where p.id = $1 and since.day < $3`, [id, FORMER, ctx.today],
  );
}

@Resolver()
export class UpdatePlace {
  @Mutation(() => PlaceUpdatePayload, { description: 'Renames a place, corrects it or gives it another code. Where a unit ends and another takes over, use `placesReplace`.' })
  @Requires('people.places.manage')
  placeUpdate(@Arg('input', () => PlaceUpdateInput, { description: 'What changes.' }) input: PlaceUpdateInput, @Ctx() ctx: Context): Promise<PlaceUpdatePayload> {
    const constraints = { place_code_key: placeCodeTaken('newCode'), place_code_one_place: placeCodeTaken('newCode') };
    return write<PlaceUpdatePayload, PlaceUpdateInput>(ctx, { operation: 'placeUpdate', input, constraints }, async (tx, { code, version, name, level, newCode, point }) => {
      const recoded = newCode && newCode !== code ? newCode : undefined;
      // A place's numbers follow the codes of those beside it.
      const held = recoded ? await holdHierarchies(tx) : undefined;
      const id = (await findPlaces(tx, [{ code, path: 'code' }])).get(code) ?? '';
      const { rows } = await tx.tx.query<{ version: number }>('select version from people.place where id = $1 for update', [id]);
      if (rows[0]?.version !== version) refuse(changedMeanwhile('version', { version: rows[0]?.version ?? 0 }));
      if (recoded) await keepFormerCode(tx, id, recoded);
      const keepPoint = point === undefined;
      await tx.tx.query(
        `update people.place set code = coalesce($2, code), name = coalesce($3, name), level = coalesce($4, level),
           longitude = case when $5 then longitude else $6 end, latitude = case when $5 then latitude else $7 end where id = $1`,
        [id, recoded ?? null, name ?? null, level ?? null, keepPoint, point?.longitude ?? null, point?.latitude ?? null],
      );
      for (const hierarchy of held?.values() ?? []) await numberPlaces(tx, hierarchy, () => 'newCode');
      const fields = Object.entries({ name, level, code: recoded, point }).flatMap(([field, value]) => (value === undefined ? [] : [field]));
      await publish(tx, placeUpdated, { id, fields });
      return { place: { id } };
    });
  }
}
