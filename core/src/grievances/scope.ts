import { fromContext, sql, trusted, type Sql } from '../kernel/read/sql.js';
import type { Columns, RowCondition, RowScope } from '../kernel/schema/resource.js';
import { byPlace, byProgramme, through } from '../people/scope.js';
import { CONFIDENTIAL, RESTRICTED } from './permissions.js';

const me = fromContext((ctx) => ctx.actor.id, 'text');
const may = (permission: string): Sql => fromContext((ctx) => ctx.actor.permissions.has(permission), 'boolean');
const of = (columns: Columns, property: string): Sql => columns[property] ?? trusted('null');

/**
 * Who sees a grievance at all, of those who see its place and its programme: by its confidentiality, and never who is complained of. PostgreSQL's
 * policy holds the latter too.
 */
export const bySecrecy: RowCondition = (columns) => sql`(not ${me} = any(${of(columns, 'against')})
  and (${of(columns, 'confidentiality')} = 'ORDINARY' or ${of(columns, 'assignedTo')} is not distinct from ${me}
    or case ${of(columns, 'confidentiality')} when 'CONFIDENTIAL' then ${may(CONFIDENTIAL)} else ${may(RESTRICTED)} end))`;

/** By place and programme. */
export const grievanceScope: RowScope = { ...byPlace('place'), ...byProgramme('programme') };

/** Columns of an alias of `grievances.grievance`, for the conditions above. */
export function columnsOfGrievance(alias: string): Columns {
  const column = (name: string): Sql => trusted(`${alias}.${name}`);
  return { place: column('place_id'), programme: column('programme_id'), against: column('against'), confidentiality: column('confidentiality'), assignedTo: column('assigned_to') };
}

const throughGrievance = (columns: Columns, condition: RowCondition): Sql =>
  sql`exists (select 1 from grievances.grievance its where its.id = ${of(columns, 'grievance')} and ${condition(columnsOfGrievance('its'))})`;

/** The same for rows that hang on a grievance. */
export const bySecrecyOfGrievance: RowCondition = (columns) => throughGrievance(columns, bySecrecy);
export const scopeOfGrievance: RowScope = through(throughGrievance, grievanceScope);
