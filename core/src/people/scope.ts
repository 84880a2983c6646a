import type { Reach } from '../kernel/access/reach.js';
import type { Context } from '../kernel/context.js';
import { inScope } from '../kernel/read/in-scope.js';
import { fromContext, sql, trusted, type Sql } from '../kernel/read/sql.js';
import type { Columns, RowCondition, RowScope } from '../kernel/schema/resource.js';

const placesOfActor = fromContext((ctx) => ctx.actor.places ?? [], 'text[]');
const programmesOfActor = fromContext((ctx) => ctx.actor.programmes ?? [], 'text[]');

/** The ids of the actor's places, in a statement that is written for their reach: resolved once for all of it (readInScope). */
export const placesInSight: Sql = trusted('(select ids from "~places")::uuid[]');

/**
 * Whether a place is one of the actor's or below one. Places are numbered in preorder, so a subtree is an interval. Few places lead
 * to the rows by an index; many are looked up once a statement, and rows held against them.
 */
function within(place: Sql, reach?: Reach): Sql {
  if (reach === 'every') return sql`${place} is not null`;
  if (reach === 'few') return sql`${place} = any(${placesInSight})`;
  // A test of the outcome keeps PostgreSQL from making a join of it, whose size it misjudges.
  if (reach === 'many') return sql`(${place} in (select unnest(ids) from "~places")) is true`;
  return sql`exists (
    select 1 from people.place here, people.place root
    where here.id = ${place} and root.code = any(${placesOfActor}) and here.number between root.number and root.last_number)`;
}

/** Whether a programme is one of the actor's; they are looked up once a statement. */
export function ofProgrammes(programme: Sql): Sql {
  return sql`${programme} = any(array(select scheme.id from programmes.programme scheme where scheme.code = any(${programmesOfActor})))`;
}

/** Whether a person or a household takes or took part in one of the actor's programmes, by itself, its household or somebody in it: payments and appeals outlast an exit. */
function takesPart(subject: Sql): Sql {
  return sql`exists (select from programmes.participant part where part.subject_id = ${subject} and ${ofProgrammes(sql`part.programme_id`)})`;
}

const of = (columns: Columns, property: string): Sql => columns[property] ?? trusted('null');

/** Rows that are in one of the actor's places or below it. */
export function byPlace(property: string): RowScope {
  return { places: (columns, reach) => within(of(columns, property), reach) };
}

/** Rows of a programme of the actor's. */
export function byProgramme(property: string): RowScope {
  return { programmes: (columns) => ofProgrammes(of(columns, property)) };
}

/** The rows of persons or of households themselves. */
export const byTheSubject: RowScope = { ...byPlace('place'), programmes: (columns) => takesPart(of(columns, 'id')) };

/** Rows of a household that the actor sees: one in their places, and in their programmes. */
export function byHousehold(property: string): RowScope {
  return {
    places: (columns, reach) => sql`exists (select 1 from people.household its where its.id = ${of(columns, property)} and ${within(sql`its.place_id`, reach)})`,
    programmes: (columns) => takesPart(of(columns, property)),
  };
}

/** Rows of a person whom the actor sees: one in their places, and in their programmes. */
export function byPerson(property: string): RowScope {
  return {
    places: (columns, reach) => sql`exists (select 1 from people.person its where its.id = ${of(columns, property)} and ${within(sql`its.place_id`, reach)})`,
    programmes: (columns) => takesPart(of(columns, property)),
  };
}

/** The scope of rows that are seen by way of others: `how` says how, given what tells whether one of the others is seen. */
export function through(how: (columns: Columns, seen: RowCondition) => Sql, others: RowScope): RowScope {
  return Object.fromEntries(Object.entries(others).map(([dimension, seen]) => [dimension, (columns: Columns, reach?: Reach) => how(columns, (row) => seen(row, reach))]));
}

/** The scope of rows about a person, or else about a household. */
export function byPersonOrHousehold(person: string, household: string): RowScope {
  const [ofPerson, ofHousehold] = [byPerson(person), byHousehold(household)];
  const either = (dimension: 'places' | 'programmes') => (columns: Columns, reach?: Reach): Sql =>
    sql`case when ${of(columns, person)} is not null then ${ofPerson[dimension]?.(columns, reach) ?? trusted('true')} else ${ofHousehold[dimension]?.(columns, reach) ?? trusted('true')} end`;
  return { places: either('places'), programmes: either('programmes') };
}

/** For reads by SQL of a module's own, run for the same reach: whether rows of a place are in sight of who is limited to some. */
export function seesPlace(place: Sql, reach: Reach): Sql {
  return within(place, reach);
}

/** For writes: whether the actor may act on rows of a place; rows without one are for actors of every place. */
export function inPlacesOf(ctx: Context, place: Sql): Sql {
  return ctx.actor.places === null ? trusted('true') : within(place);
}

/** For writes: whether the actor may act on a programme. */
export function inProgrammesOf(ctx: Context, programme: Sql): Sql {
  return ctx.actor.programmes === null ? trusted('true') : ofProgrammes(programme);
}

/** For writes: whether the actor may act on somebody. @param person alias of a row of `people.person` */
export function seesPerson(ctx: Context, person: Sql): Sql {
  return inScope(ctx, byTheSubject, { id: sql`${person}.id`, place: sql`${person}.place_id` });
}

/** For writes: whether the actor may act on a household. @param household alias of a row of `people.household` */
export function seesHousehold(ctx: Context, household: Sql): Sql {
  return inScope(ctx, byTheSubject, { id: sql`${household}.id`, place: sql`${household}.place_id` });
}
