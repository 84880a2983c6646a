import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { ask } from '../../kernel/write/ask.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { endsBeforeStart } from '../households/refusals.js';
import { inPlacesOf } from '../scope.js';
import { FORMER, PlaceCode } from './code.js';
import { dayOf } from '../households/day-of.js';
import { placeUpdated } from './events.js';
import { findPlaceRows } from './find-place.js';
import { Place } from './place.js';
import { IsName } from './place-input.js';
import { furtherCodeTaken, placeCodeNotFound, schemeReserved } from './refusals.js';

@InputType({ description: 'A further code of a place.' })
export class PlaceCodeAddInput extends IdempotentInput {
  @Field(() => String, { description: "The place's own code." })
  placeCode!: string;

  @Field(() => String, { description: 'Whose list the further code is from, such as `p-code`: small letters, digits and dashes.' })
  @IsName()
  scheme!: string;

  @Field(() => String, { description: 'The further code.' })
  @MinLength(1)
  @MaxLength(80)
  code!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Since when; as long as there is the place where left out.' })
  from?: string | null;
}

@InputType({ description: 'A further code that a place has no longer.' })
export class PlaceCodeEndInput extends IdempotentInput {
  @Ref(() => PlaceCode, { description: 'Which one.' })
  id!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Since when; today where left out.' })
  on?: string | null;
}

@ObjectType({ description: 'Answer of mutations that change the further codes of a place.' })
export class PlaceCodesPayload extends Payload {
  @Field(() => Place, { nullable: true, description: 'The place as it is now.' })
  place?: { readonly id: string };
}

@Resolver()
export class ChangePlaceCodes {
  @Mutation(() => PlaceCodesPayload, { description: 'Gives a place a further code, by which it can be found too.' })
  @Requires('people.places.manage')
  placeCodeAdd(@Arg('input', () => PlaceCodeAddInput, { description: 'The code.' }) input: PlaceCodeAddInput, @Ctx() ctx: Context): Promise<PlaceCodesPayload> {
    const constraints = { place_code_one_place: furtherCodeTaken('code') };
    return write<PlaceCodesPayload, PlaceCodeAddInput>(ctx, { operation: 'placeCodeAdd', input, constraints }, async (tx, { placeCode, scheme, code, from }) => {
      if (scheme === FORMER) refuse(schemeReserved('scheme'));
      const day = from ? dayOf(tx, from, 'from') : undefined;
      const place = (await findPlaceRows(tx, [{ code: placeCode, path: 'placeCode', ...(day && { on: day }) }])).get(placeCode);
      const id = place?.id ?? '';
      await tx.tx.query('insert into people.place_code (place_id, scheme, code, valid_from) values ($1, $2, $3, $4)', [id, scheme, code, day ?? place?.validFrom]);
      await publish(tx, placeUpdated, { id, fields: ['codes'] });
      return { place: { id } };
    });
  }

  @Mutation(() => PlaceCodesPayload, { description: 'Ends a further code of a place. That it was one is kept.' })
  @Requires('people.places.manage')
  placeCodeEnd(@Arg('input', () => PlaceCodeEndInput, { description: 'Which code.' }) input: PlaceCodeEndInput, @Ctx() ctx: Context): Promise<PlaceCodesPayload> {
    return write<PlaceCodesPayload, PlaceCodeEndInput>(ctx, { operation: 'placeCodeEnd', input }, async (tx, { id: codeId, on }) => {
      const day = dayOf(tx, on);
      const { rows } = await ask<{ place_id: string; from: string }>(tx, sql`
        select c.place_id, c.valid_from::text as from from people.place_code c
        where c.id = ${codeId}::uuid and c.valid_to is null and ${inPlacesOf(tx, sql`c.place_id`)} for update`);
      const { place_id: id, from } = rows[0] ?? refuse(placeCodeNotFound('id'));
      if (from >= day) refuse(endsBeforeStart('on', { from, to: day }));
      await tx.tx.query('update people.place_code set valid_to = $2 where id = $1', [codeId, day]);
      await publish(tx, placeUpdated, { id, fields: ['codes'] });
      return { place: { id } };
    });
  }
}
