import { ArrayMaxSize, ArrayNotEmpty, Matches, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { Place } from './place.js';
import { placeCodeTaken, placeCycle, placeNotFound } from './refusals.js';

@InputType({ description: 'A place.' })
export class PlaceInput {
  @Field(() => String, { description: 'Its code: 1 to 40 letters, digits, dots, slashes and dashes.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$/, { message: 'code must be 1 to 40 letters, digits, dots, slashes and dashes' })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  @Field(() => String, { description: 'What kind of place it is: region, district …' })
  @MinLength(1)
  @MaxLength(60)
  level!: string;

  @Field(() => String, { nullable: true, description: 'Code of the place that it is in; null for a root.' })
  parentCode?: string | null;
}

@InputType({ description: 'Places to add to the tree.' })
export class PlacesRegisterInput extends IdempotentInput {
  @Field(() => [PlaceInput], { description: 'At most 5,000; a parent may stand among them, in any order.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(5000)
  @ValidateNested({ each: true })
  places!: PlaceInput[];
}

@ObjectType({ description: 'Answer of `placesRegister`.' })
export class PlacesRegisterPayload extends Payload {
  @Field(() => [Place], { nullable: true, description: 'The places that were added, in the order given.' })
  places?: { readonly id: string }[];
}

/** Parents before children; refuses loops and parents that don't exist. */
function inOrder(places: readonly PlaceInput[], existing: ReadonlySet<string>): readonly PlaceInput[] {
  const given = new Map(places.map((place) => [place.code, place]));
  const missing = places.flatMap(({ parentCode }, index) =>
    parentCode && !given.has(parentCode) && !existing.has(parentCode) ? [placeNotFound(`places.${index}.parentCode`, { code: parentCode })] : [],
  );
  if (missing.length > 0) refuse(...missing);
  const done = new Set<string>();
  const ordered: PlaceInput[] = [];
  const visit = (place: PlaceInput, below: readonly string[]): void => {
    if (done.has(place.code)) return;
    if (below.includes(place.code)) refuse(placeCycle('places', { path: [...below, place.code].join(' in ') }));
    const parent = place.parentCode ? given.get(place.parentCode) : undefined;
    if (parent) visit(parent, [...below, place.code]);
    done.add(place.code);
    ordered.push(place);
  };
  for (const place of places) visit(place, []);
  return ordered;
}

/**
 * Adds places and numbers the tree anew in preorder.
 *
 * @returns UUIDs by code
 */
export async function registerPlaces(ctx: TxContext, places: readonly PlaceInput[]): Promise<ReadonlyMap<string, string>> {
  const parents = places.flatMap(({ parentCode }) => (parentCode ? [parentCode] : []));
  const { rows } = await ctx.tx.query<{ code: string }>('select code from people.place where code = any($1)', [parents]);
  const ordered = inOrder(places, new Set(rows.map(({ code }) => code)));
  const ids = new Map(ordered.map(({ code }) => [code, uuidv7()]));
  const given = ordered.map(({ code, name, level, parentCode }) => ({ id: ids.get(code), code, name, level, parent: parentCode ?? null, parent_id: parentCode ? ids.get(parentCode) : null }));
  await ctx.tx.query(
    `insert into people.place (id, code, name, level, parent_id, depth, number, last_number)
     select g.id, g.code, g.name, g.level, coalesce(g.parent_id, p.id), 0, 0, 0
     from jsonb_to_recordset($1) as g(id uuid, code text, name text, level text, parent text, parent_id uuid) left join people.place p on p.code = g.parent`,
    [JSON.stringify(given)],
  );
  await numberPlaces(ctx);
  return ids;
}

/** Numbers the tree in preorder, so that a subtree is an interval. Only rows whose number changes are written. */
async function numberPlaces(ctx: TxContext): Promise<void> {
  await ctx.tx.query(
    `with recursive tree as (
       select id, array[code] as path from people.place where parent_id is null
       union all
       select p.id, t.path || p.code from people.place p join tree t on p.parent_id = t.id),
     numbered as (select id, path, cardinality(path) - 1 as depth, row_number() over (order by path)::int as number from tree),
     intervals as (
       select n.id, n.depth, n.number, max(below.number) as last_number
       from numbered below cross join lateral generate_series(1, cardinality(below.path)) as level
       join numbered n on n.path = below.path[1:level] group by n.id, n.depth, n.number)
     update people.place p set depth = i.depth, number = i.number, last_number = i.last_number
     from intervals i where i.id = p.id and (p.number, p.last_number, p.depth) is distinct from (i.number, i.last_number, i.depth)`,
  );
}

@Resolver()
export class RegisterPlaces {
  @Mutation(() => PlacesRegisterPayload, { description: 'Adds places to the administrative tree.' })
  @Requires('people.places.manage')
  placesRegister(@Arg('input', () => PlacesRegisterInput, { description: 'The places.' }) input: PlacesRegisterInput, @Ctx() ctx: Context): Promise<PlacesRegisterPayload> {
    const constraints = { place_code_key: placeCodeTaken('places') };
    return write<PlacesRegisterPayload, PlacesRegisterInput>(ctx, { operation: 'placesRegister', input, constraints }, async (tx, { places }) => {
      const ids = await registerPlaces(tx, places);
      return { places: places.map(({ code }) => ({ id: ids.get(code) ?? '' })) };
    });
  }
}
