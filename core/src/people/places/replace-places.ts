import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { TakesMuch } from '../../kernel/schema/takes-much.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { endsBeforeStart } from '../households/refusals.js';
import { worksThereAlready } from '../organisations/refusals.js';
import { dayOf } from '../households/day-of.js';
import { placesReplaced } from './events.js';
import { findPlaceRows, findPlaces } from './find-place.js';
import { ADMINISTRATIVE } from './hierarchy.js';
import { holdHierarchies } from './hold-hierarchy.js';
import { moveResidents } from './move-residents.js';
import { numberPlaces } from './number-places.js';
import { Place } from './place.js';
import { beginsOtherDay, furtherCodeTaken, linkLater, placeCodeTaken } from './refusals.js';
import { registerPlaces } from './register-places.js';
import { PlacesReplaceInput } from './replace-input.js';
import { replaceInHierarchies } from './replace-links.js';
import { checkReplacements, kindOf, type Replacement } from './replacement.js';

@ObjectType({ description: 'Answer of `placesReplace`.' })
export class PlacesReplacePayload extends Payload {
  @Field(() => [Place], { nullable: true, description: 'The places that ended, in the order given; `successors` says what became of them.' })
  ended?: { readonly id: string }[];

  @Field(() => [Place], { nullable: true, description: 'The places that began, in the order given.' })
  begun?: { readonly id: string }[];
}

/** Ends places, with their further codes and outlines. Whoever is putting something into one of them is waited for. */
async function endPlaces(ctx: TxContext, input: PlacesReplaceInput): Promise<ReadonlyMap<string, string>> {
  const named = input.replacements.map(({ code }, index) => ({ code, path: `replacements.${index}.code`, on: input.on }));
  const places = await findPlaceRows(ctx, named);
  const tooNew = named.flatMap(({ code, path }) => {
    const from = places.get(code)?.validFrom ?? '';
    return from >= input.on ? [endsBeforeStart(path, { from, to: input.on })] : [];
  });
  if (tooNew.length > 0) refuse(...tooNew);
  const ids = [...places.values()].map(({ id }) => id);
  await ctx.tx.query('select from people.place where id = any($1) order by id for update', [ids]);
  const { rows: later } = await ctx.tx.query<{ id: string; from: string }>(
    'select place_id as id, valid_from::text as from from people.place_link where hierarchy_id = $1 and place_id = any($2) and valid_to is null and valid_from >= $3', [ADMINISTRATIVE, ids, input.on],
  );
  if (later.length > 0) {
    refuse(...named.flatMap(({ code, path }) => later.filter(({ id }) => id === places.get(code)?.id).map(({ from }) => linkLater(path, { code, from, day: input.on }))));
  }
  await ctx.tx.query('update people.place set valid_to = $2 where id = any($1)', [ids, input.on]);
  for (const table of ['people.place_code', 'people.place_boundary']) {
    // What was said for days from then on was said of a place that isn't there.
    await ctx.tx.query(`delete from ${table} where place_id = any($1) and valid_from >= $2`, [ids, input.on]);
    await ctx.tx.query(`update ${table} set valid_to = $2 where place_id = any($1) and (valid_to is null or valid_to > $2)`, [ids, input.on]);
  }
  return new Map([...places].map(([code, { id }]) => [code, id]));
}

async function beginPlaces(ctx: TxContext, { begin, on }: PlacesReplaceInput): Promise<ReadonlyMap<string, string>> {
  const given = begin ?? [];
  const otherDay = given.flatMap(({ code, validFrom }, index) => (validFrom && validFrom !== on ? [beginsOtherDay(`begin.${index}.validFrom`, { code, from: validFrom, day: on })] : []));
  if (otherDay.length > 0) refuse(...otherDay);
  return given.length === 0 ? new Map() : registerPlaces(ctx, given.map((place) => ({ ...place, validFrom: on })), 'begin');
}

async function resolve(ctx: TxContext, input: PlacesReplaceInput, ended: ReadonlyMap<string, string>): Promise<readonly Replacement[]> {
  const successors = await findPlaces(ctx, input.replacements.flatMap(({ successorCodes }, index) =>
    successorCodes.map((code, at) => ({ code, path: `replacements.${index}.successorCodes.${at}`, on: input.on }))));
  const idOf = (code: string): string => successors.get(code) ?? '';
  return input.replacements.map(({ code, successorCodes, restToCode }, index) => {
    const rest = restToCode ?? (successorCodes.length === 1 ? successorCodes[0] : undefined);
    return {
      code, id: ended.get(code) ?? '', successors: successorCodes, successorIds: successorCodes.map(idOf),
      rest: rest === undefined ? null : { code: rest, id: idOf(rest) }, path: `replacements.${index}`,
    };
  });
}

async function writeSuccessions(ctx: TxContext, on: string, replacements: readonly Replacement[]): Promise<void> {
  const rows = replacements.flatMap((replacement) => replacement.successorIds.map((successor) => ({ id: uuidv7(), predecessor: replacement.id, successor, kind: kindOf(replacement, replacements) })));
  await ctx.tx.query(
    `insert into people.place_succession (id, predecessor_id, successor_id, kind, replaced_on)
     select id, predecessor, successor, kind, $2 from jsonb_to_recordset($1) as s(id uuid, predecessor uuid, successor uuid, kind text)`, [JSON.stringify(rows), on],
  );
}

@Resolver()
export class ReplacePlaces {
  @Mutation(() => PlacesReplacePayload, {
    description: 'Ends places on a day and lets others take over: a split, a merger, a rename of units. Households, persons, organisations, enrolments and places below go where it is said; nothing stays behind in a place that has ended but what was decided, owed and paid there: whoever sees the one place that took over sees that too, and where there are several, whoever sees what the old one was in.',
  })
  @Requires('people.places.manage')
  @TakesMuch()
  placesReplace(@Arg('input', () => PlacesReplaceInput, { description: 'What ends, what begins, what goes where.' }) input: PlacesReplaceInput, @Ctx() ctx: Context): Promise<PlacesReplacePayload> {
    const constraints = { place_code_key: placeCodeTaken('begin'), place_code_one_place: furtherCodeTaken('begin'), organisation_place_once: worksThereAlready('replacements') };
    return write<PlacesReplacePayload, PlacesReplaceInput>(ctx, { operation: 'placesReplace', input, constraints }, async (tx, given) => {
      const on = dayOf(tx, given.on);
      checkReplacements(given.replacements);
      const hierarchies = await holdHierarchies(tx);
      const ended = await endPlaces(tx, given);
      const begun = await beginPlaces(tx, given);
      const replacements = await resolve(tx, given, ended);
      await writeSuccessions(tx, on, replacements);
      await replaceInHierarchies(tx, [...hierarchies.values()], given, replacements);
      await moveResidents(tx, given, replacements);
      for (const hierarchy of hierarchies.values()) {
        await numberPlaces(tx, hierarchy, (loop) => pathOfLoop(given, loop));
      }
      await publish(tx, placesReplaced, { on, replacements: replacements.map(({ id, successorIds }) => ({ from: id, to: successorIds })) });
      const rows = (codes: readonly string[], ids: ReadonlyMap<string, string>): { id: string }[] => codes.map((code) => ({ id: ids.get(code) ?? '' }));
      return { ended: rows(given.replacements.map(({ code }) => code), ended), begun: rows((given.begin ?? []).map(({ code }) => code), begun) };
    });
  }
}

function pathOfLoop({ children }: PlacesReplaceInput, loop: readonly string[]): string {
  const index = (children ?? []).findIndex(({ codes }) => codes.some((code) => loop.includes(code)));
  return index < 0 ? 'replacements' : `children.${index}.parentCode`;
}
