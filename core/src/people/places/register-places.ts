import { ArrayMaxSize, ArrayNotEmpty, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { TakesMuch } from '../../kernel/schema/takes-much.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { FORMER } from './code.js';
import { placesRegistered } from './events.js';
import { findPlaceRows } from './find-place.js';
import { MAIN_HIERARCHY } from './hierarchy.js';
import { holdHierarchies, type HeldHierarchy } from './hold-hierarchy.js';
import { numberPlaces } from './number-places.js';
import { Place } from './place.js';
import { PlaceInput } from './place-input.js';
import { furtherCodeTaken, mainStays, placeCodeTaken, placeCycle, placeNotValid, rootReserved, schemeReserved } from './refusals.js';
import { setParents, type Move } from './set-parents.js';

export { PlaceInput } from './place-input.js';

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

/** Parents before children; refuses loops. */
function inOrder(places: readonly PlaceInput[], path: string): readonly PlaceInput[] {
  const given = new Map(places.map((place) => [place.code, place]));
  const done = new Set<string>();
  const ordered: PlaceInput[] = [];
  const visit = (place: PlaceInput, below: readonly string[]): void => {
    if (done.has(place.code)) return;
    if (below.includes(place.code)) refuse(placeCycle(path, { path: [...below, place.code].join(' in ') }));
    const parent = place.parentCode ? given.get(place.parentCode) : undefined;
    if (parent) visit(parent, [...below, place.code]);
    done.add(place.code);
    ordered.push(place);
  };
  for (const place of places) visit(place, []);
  return ordered;
}

/** What may be known before anything is read. */
function checkGiven(ctx: TxContext, places: readonly PlaceInput[], path: string): void {
  const refusals = places.flatMap(({ parentCode, codes, parents }, index) => [
    ...(parentCode || ctx.actor.places === null ? [] : [rootReserved(`${path}.${index}.parentCode`)]),
    ...(codes ?? []).flatMap(({ scheme }, at) => (scheme === FORMER ? [schemeReserved(`${path}.${index}.codes.${at}.scheme`)] : [])),
    ...(parents ?? []).flatMap(({ hierarchyCode }, at) => (hierarchyCode === MAIN_HIERARCHY ? [mainStays(`${path}.${index}.parents.${at}.hierarchyCode`)] : [])),
  ]);
  if (refusals.length > 0) refuse(...refusals);
  if (new Set(places.map(({ code }) => code)).size < places.length) refuse(placeCodeTaken(path));
}

/**
 * Adds places, in the administrative tree and in other hierarchies, and numbers the trees anew.
 *
 * @param path where in the input the places stand, for refusals
 * @returns UUIDs by code
 */
export async function registerPlaces(ctx: TxContext, places: readonly PlaceInput[], path = 'places'): Promise<ReadonlyMap<string, string>> {
  checkGiven(ctx, places, path);
  const held = await holdHierarchies(ctx, [
    { code: MAIN_HIERARCHY, path },
    ...places.flatMap(({ parents }, index) => (parents ?? []).map(({ hierarchyCode }, at) => ({ code: hierarchyCode, path: `${path}.${index}.parents.${at}.hierarchyCode` }))),
  ]);
  const ids = await insertPlaces(ctx, places, path);
  await insertCodes(ctx, places, ids);
  for (const hierarchy of held.values()) {
    if (!hierarchy.main) await setParents(ctx, hierarchy, movesIn(ctx, hierarchy, places, path));
    await numberPlaces(ctx, hierarchy, ([code]) => `${path}.${Math.max(0, places.findIndex((place) => place.code === code))}`);
  }
  await publish(ctx, placesRegistered, { ids: [...ids.values()] });
  return ids;
}

async function insertPlaces(ctx: TxContext, places: readonly PlaceInput[], path: string): Promise<ReadonlyMap<string, string>> {
  const given = new Set(places.map(({ code }) => code));
  const parents = await findPlaceRows(ctx, places.flatMap(({ parentCode }, index) =>
    (parentCode && !given.has(parentCode) ? [{ code: parentCode, path: `${path}.${index}.parentCode` }] : [])));
  const { rowCount: formerly } = await ctx.tx.query('select from people.place_code where scheme = $1 and code = any($2) limit 1', [FORMER, [...given]]);
  if (formerly) refuse(placeCodeTaken(path));
  const known = new Map([...parents].map(([code, { id, validFrom }]) => [code, { id, validFrom }]));
  const rows = inOrder(places, path).map(({ code, name, level, parentCode, validFrom, point }) => {
    const parent = parentCode ? known.get(parentCode) : undefined;
    const since = validFrom ?? parent?.validFrom ?? '0001-01-01';
    const at = `${path}.${places.findIndex((place) => place.code === code)}`;
    if (since > ctx.today) refuse(placeNotValid(`${at}.validFrom`, { code, from: since, to: '…', day: ctx.today }));
    if (parent && parent.validFrom > since) refuse(placeNotValid(`${at}.parentCode`, { code: parentCode ?? '', from: parent.validFrom, to: '…', day: since }));
    const row = { id: uuidv7(), code, name, level, parent_id: parent?.id ?? null, valid_from: since, longitude: point?.longitude ?? null, latitude: point?.latitude ?? null };
    known.set(code, { id: row.id, validFrom: since });
    return row;
  });
  await ctx.tx.query(
    `insert into people.place (id, code, name, level, parent_id, valid_from, longitude, latitude, depth, number, last_number)
     select id, code, name, level, parent_id, valid_from, longitude, latitude, 0, 0, 0
     from jsonb_to_recordset($1) as g(id uuid, code text, name text, level text, parent_id uuid, valid_from date, longitude numeric, latitude numeric)`,
    [JSON.stringify(rows)],
  );
  return new Map(rows.map(({ code, id }) => [code, id]));
}

async function insertCodes(ctx: TxContext, places: readonly PlaceInput[], ids: ReadonlyMap<string, string>): Promise<void> {
  const rows = places.flatMap(({ code: of, codes }) => (codes ?? []).map(({ scheme, code }) => ({ place_id: ids.get(of), scheme, code })));
  if (rows.length === 0) return;
  await ctx.tx.query(
    `insert into people.place_code (place_id, scheme, code, valid_from)
     select c.place_id, c.scheme, c.code, p.valid_from from jsonb_to_recordset($1) as c(place_id uuid, scheme text, code text) join people.place p on p.id = c.place_id`,
    [JSON.stringify(rows)],
  );
}

/** A place comes into a hierarchy on its first day where that is given, else today. */
function movesIn(ctx: TxContext, { code: hierarchy }: HeldHierarchy, places: readonly PlaceInput[], path: string): readonly Move[] {
  return places.flatMap(({ code, parents, validFrom }, index) => (parents ?? []).flatMap(({ hierarchyCode, parentCode }, at) =>
    (hierarchyCode === hierarchy
      ? [{ code, parentCode: parentCode ?? null, on: validFrom ?? ctx.today, path: `${path}.${index}.code`, parentPath: `${path}.${index}.parents.${at}.parentCode` }]
      : [])));
}

@Resolver()
export class RegisterPlaces {
  @Mutation(() => PlacesRegisterPayload, { description: 'Adds places to the administrative tree, and to other hierarchies.' })
  @Requires('people.places.manage')
  @TakesMuch()
  placesRegister(@Arg('input', () => PlacesRegisterInput, { description: 'The places.' }) input: PlacesRegisterInput, @Ctx() ctx: Context): Promise<PlacesRegisterPayload> {
    const constraints = { place_code_key: placeCodeTaken('places'), place_code_one_place: furtherCodeTaken('places') };
    return write<PlacesRegisterPayload, PlacesRegisterInput>(ctx, { operation: 'placesRegister', input, constraints }, async (tx, { places }) => {
      const ids = await registerPlaces(tx, places);
      return { places: places.map(({ code }) => ({ id: ids.get(code) ?? '' })) };
    });
  }
}
