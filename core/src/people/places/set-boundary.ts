import { IsOptional, MaxLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { TakesMuch } from '../../kernel/schema/takes-much.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { PlaceBoundary } from './boundary.js';
import { dayOf } from '../households/day-of.js';
import { placeUpdated } from './events.js';
import { findPlaces } from './find-place.js';
import { readOutline } from './geojson.js';
import { boundaryLater } from './refusals.js';

@InputType({ description: 'The outline of a place from a day on.' })
export class PlaceBoundarySetInput extends IdempotentInput {
  @Field(() => String, { description: 'Code of the place.' })
  placeCode!: string;

  @Field(() => String, { description: 'The text of a GeoJSON geometry: a Polygon or MultiPolygon in WGS 84, longitude first. The whole request has at most a million bytes: simplify what is larger.' })
  geometry!: string;

  @Field(() => String, { nullable: true, description: 'Who drew it, or where it was taken from.' })
  @IsOptional()
  @MaxLength(500)
  source?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Since when it is so; today where left out.' })
  on?: string | null;
}

@ObjectType({ description: 'Answer of `placeBoundarySet`.' })
export class PlaceBoundarySetPayload extends Payload {
  @Field(() => PlaceBoundary, { nullable: true, description: 'The outline.' })
  boundary?: { readonly id: string };
}

@Resolver()
export class SetPlaceBoundary {
  @Mutation(() => PlaceBoundarySetPayload, { description: 'Says how a place is outlined from a day on. The outline until then is kept; one given again for its first day corrects it.' })
  @Requires('people.places.manage')
  @TakesMuch()
  placeBoundarySet(@Arg('input', () => PlaceBoundarySetInput, { description: 'The outline.' }) input: PlaceBoundarySetInput, @Ctx() ctx: Context): Promise<PlaceBoundarySetPayload> {
    return write<PlaceBoundarySetPayload, PlaceBoundarySetInput>(ctx, { operation: 'placeBoundarySet', input }, async (tx, { placeCode, geometry, source, on }) => {
      const day = dayOf(tx, on);
      const { geometry: outline, box } = readOutline(geometry, 'geometry');
      const place = (await findPlaces(tx, [{ code: placeCode, path: 'placeCode', on: day }])).get(placeCode) ?? '';
      // Two who draw at once come one after the other.
      await tx.tx.query('select from people.place where id = $1 for no key update', [place]);
      const { rows } = await tx.tx.query<{ id: string; from: string }>('select id, valid_from::text as from from people.place_boundary where place_id = $1 and valid_to is null', [place]);
      const [present] = rows;
      if (present && present.from > day) refuse(boundaryLater('on', { from: present.from, day }));
      const corrects = present?.from === day;
      if (present && !corrects) await tx.tx.query('update people.place_boundary set valid_to = $2 where id = $1', [present.id, day]);
      const id = corrects ? present.id : uuidv7();
      await tx.tx.query(
        `insert into people.place_boundary (id, place_id, geometry, source, west, south, east, north, valid_from) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (id) do update set geometry = excluded.geometry, source = excluded.source, west = excluded.west, south = excluded.south, east = excluded.east, north = excluded.north`,
        [id, place, JSON.stringify(outline), source ?? null, box.west, box.south, box.east, box.north, day],
      );
      await publish(tx, placeUpdated, { id: place, fields: ['boundaries'] });
      return { boundary: { id } };
    });
  }
}
