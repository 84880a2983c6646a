import type { Context } from '../../kernel/context.js';
import { fromContext, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import type { RowCondition, RowScope } from '../../kernel/schema/resource.js';
import { byPlace, through } from '../scope.js';

const organisationsOfActor = fromContext((ctx) => ctx.actor.organisations ?? [], 'text[]');
const within: RowCondition = byPlace('place').places ?? (() => trusted('false'));

/** Whether an organisation is one of some, by their codes, or a part of one; they are looked up once a statement. */
export function ofOrganisations(id: Sql, codes: Sql = sql`${organisationsOfActor}`): Sql {
  return sql`${id} = any(array(
    with recursive below (id) as (
      select top.id from people.organisation top where top.code = any(${codes})
      union select part.id from people.organisation part join below on part.parent_id = below.id)
    select below.id from below))`;
}

/** For writes: whether the actor may act on an organisation. */
export function inOrganisationsOf(ctx: Context, id: Sql): Sql {
  return ctx.actor.organisations === null ? trusted('true') : ofOrganisations(id);
}

/** An organisation is seen by those in whose places it has its seat or works, without a seat by everybody with the permission; of actors of some organisations, by those of it or of one above it. */
export const byItself: RowScope = {
  places: ({ id, place }, reach) => sql`(${place ?? trusted('null')} is null or ${within({ ...(place && { place }) }, reach)} or exists (
    select 1 from people.organisation_place works where works.organisation_id = ${id ?? trusted('null')} and works.valid_to is null and ${within({ place: sql`works.place_id` }, reach)}))`,
  organisations: ({ id }) => ofOrganisations(id ?? trusted('null')),
};

/** Rows that may be of an organisation: of actors of some organisations, those of theirs; what is of none is held back by other limits. */
export function byOrganisationIfAny(property: string): RowScope {
  return { organisations: (columns) => sql`(${columns[property] ?? trusted('null')} is null or ${ofOrganisations(columns[property] ?? trusted('null'))})` };
}

/** Rows of an organisation that the actor may see. */
export function byOrganisation(property: string): RowScope {
  return through((columns, seen) => sql`exists (
    select 1 from people.organisation its where its.id = ${columns[property] ?? trusted('null')} and ${seen({ id: sql`its.id`, place: sql`its.place_id` })})`, byItself);
}
