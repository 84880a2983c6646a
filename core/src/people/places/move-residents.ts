import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { beginResidences } from '../households/residences.js';
import { householdNotThere, notSuccessor, placeNotFound, residentsLeft } from './refusals.js';
import type { PlacesReplaceInput } from './replace-input.js';
import type { Replacement } from './replacement.js';

/** Moves all that is in places that end to those that take over, with one statement for each table. */
export async function moveResidents(ctx: TxContext, input: PlacesReplaceInput, replacements: readonly Replacement[]): Promise<void> {
  const ending = replacements.map(({ id }) => id);
  const rest = JSON.stringify(replacements.map(({ id, rest: to }) => ({ id, rest: to?.id ?? null })));
  // Households before persons, each in the order of their ids, as whoever changes them.
  const { rows: households } = await ctx.tx.query<{ id: string; known: boolean }>(
    `select h.id, exists (select from people.residence r where r.household_id = h.id) as known from people.household h
     where h.place_id = any($1) order by h.id for no key update of h`, [ending]);
  await ctx.tx.query('select count(*) from (select from people.person where place_id = any($1) order by id for no key update) held', [ending]);
  await beginResidences(ctx, households.filter(({ known }) => !known).map(({ id }) => id));
  const told = JSON.stringify(await toldHouseholds(ctx, input, replacements));
  await ctx.tx.query(
    `update people.household h set place_id = coalesce(t.place, r.rest)
     from jsonb_to_recordset($1) as r(id uuid, rest uuid), people.household mine left join jsonb_to_recordset($2) as t(id uuid, place uuid) on t.id = mine.id
     where mine.place_id = r.id and mine.id = h.id and coalesce(t.place, r.rest) is not null`, [rest, told],
  );
  // Who was found to be another person stays where that was.
  await ctx.tx.query(
    `update people.person p set place_id = coalesce(h.place_id, r.rest)
     from jsonb_to_recordset($1) as r(id uuid, rest uuid), people.person mine
       left join people.household h on h.id = mine.household_id and h.place_id <> all($2) and mine.erased_on is null
     where mine.place_id = r.id and mine.id = p.id and mine.merged_into_id is null and coalesce(h.place_id, r.rest) is not null`, [rest, ending],
  );
  await moveResidences(ctx, input.on, rest);
  await moveOrganisations(ctx, input.on, rest);
  await refuseWhatIsLeft(ctx, replacements);
}

/** Residences that reach beyond the day end there, and go on in the place that took over. */
async function moveResidences(ctx: TxContext, on: string, rest: string): Promise<void> {
  const reaching = `reaching as materialized (
    select r.id, r.household_id, r.person_id, r.valid_from, r.valid_to, case when r.valid_to is null then coalesce(h.place_id, p.place_id) else e.rest end as place_id
    from jsonb_to_recordset($1) as e(id uuid, rest uuid) join people.residence r on r.place_id = e.id
      left join people.household h on h.id = r.household_id left join people.person p on p.id = r.person_id
    where r.valid_to is null or r.valid_to > $2)`;
  await ctx.tx.query(
    `with ${reaching},
     ended as (update people.residence r set valid_to = $2 from reaching w where w.id = r.id and w.place_id is not null and w.valid_from < $2 returning r.id)
     insert into people.residence (id, household_id, person_id, place_id, valid_from, valid_to)
     select kernel.uuid7(), w.household_id, w.person_id, w.place_id, $2, w.valid_to from ended join reaching w on w.id = ended.id`, [rest, on],
  );
  await ctx.tx.query(
    `with ${reaching} update people.residence r set place_id = w.place_id from reaching w where w.id = r.id and w.place_id is not null and w.valid_from >= $2`, [rest, on],
  );
}

async function moveOrganisations(ctx: TxContext, on: string, rest: string): Promise<void> {
  await ctx.tx.query(
    'update people.organisation o set place_id = r.rest from jsonb_to_recordset($1) as r(id uuid, rest uuid) where o.place_id = r.id and r.rest is not null', [rest],
  );
  await ctx.tx.query('update people.social_group g set place_id = r.rest from jsonb_to_recordset($1) as r(id uuid, rest uuid) where g.place_id = r.id and r.rest is not null', [rest]);
  await ctx.tx.query(
    `with worked as (
       update people.organisation_place o set valid_to = $2 from jsonb_to_recordset($1) as r(id uuid, rest uuid)
       where o.place_id = r.id and r.rest is not null and o.valid_to is null and o.valid_from < $2 returning o.organisation_id, r.rest),
     began as (
       update people.organisation_place o set place_id = r.rest from jsonb_to_recordset($1) as r(id uuid, rest uuid)
       where o.place_id = r.id and r.rest is not null and o.valid_to is null and o.valid_from >= $2
         and not exists (select from people.organisation_place other where other.organisation_id = o.organisation_id and other.place_id = r.rest and other.valid_to is null))
     insert into people.organisation_place (organisation_id, place_id, valid_from)
     select distinct w.organisation_id, w.rest, $2::date from worked w where not exists (
       select from people.organisation_place o where o.organisation_id = w.organisation_id and o.place_id = w.rest and o.valid_to is null)`, [rest, on],
  );
}

interface Told {
  readonly id: string;
  readonly place: string;
}

/** Households of which it is said where they go, checked: they live in a place that ends, and go to what it becomes. */
async function toldHouseholds(ctx: TxContext, input: PlacesReplaceInput, replacements: readonly Replacement[]): Promise<readonly Told[]> {
  const given = (input.households ?? []).flatMap(({ placeCode, householdCodes }, index) => householdCodes.map((code, at) => ({ code, placeCode, path: `households.${index}`, at })));
  if (given.length === 0) return [];
  const { rows } = await ctx.tx.query<{ id: string; code: string; place_id: string }>(
    'select id, code, place_id from people.household where code = any($1) and place_id = any($2) for update', [given.map(({ code }) => code), replacements.map(({ id }) => id)],
  );
  const households = new Map(rows.map((row) => [row.code, row]));
  const seen = new Set<string>();
  return given.map(({ code, placeCode, path, at }) => {
    const household = households.get(code);
    if (!household || seen.has(code)) return refuse(householdNotThere(`${path}.householdCodes.${at}`, { code }));
    seen.add(code);
    const replacement = replacements.find(({ id }) => id === household.place_id);
    const place = replacement?.successorIds[replacement.successors.indexOf(placeCode)];
    if (!place) return refuse(replacement ? notSuccessor(`${path}.placeCode`, { code: placeCode, of: replacement.code }) : placeNotFound(`${path}.placeCode`, { code: placeCode }));
    return { id: household.id, place };
  });
}

interface Left {
  readonly id: string;
  readonly households: number;
  readonly persons: number;
  readonly organisations: number;
}

async function refuseWhatIsLeft(ctx: TxContext, replacements: readonly Replacement[]): Promise<void> {
  const { rows } = await ctx.tx.query<Left>(
    `select * from (
       select e.id,
         (select count(*) from people.household h where h.place_id = e.id)::int as households,
         (select count(*) from people.person p where p.place_id = e.id and p.merged_into_id is null and (p.household_id is null or not exists (
            select from people.household h where h.id = p.household_id and h.place_id = e.id)))::int as persons,
         ((select count(*) from people.organisation o where o.place_id = e.id)
           + (select count(*) from people.organisation_place o where o.place_id = e.id and o.valid_to is null)
           + (select count(*) from people.social_group g where g.place_id = e.id))::int as organisations
       from unnest($1::uuid[]) as e(id)) counted
     where households + persons + organisations > 0`, [replacements.map(({ id }) => id)],
  );
  const left = new Map(rows.map((row) => [row.id, row]));
  const refusals = replacements.flatMap(({ id, code, path }) => {
    const { households = 0, persons = 0, organisations = 0 } = left.get(id) ?? {};
    return left.has(id) ? [residentsLeft(path, { code, households, persons, organisations })] : [];
  });
  if (refusals.length > 0) refuse(...refusals);
}
