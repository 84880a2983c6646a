import { InputType } from 'type-graphql';
import { permitted } from '../kernel/access/authorise.js';
import type { Context } from '../kernel/context.js';
import { choose } from '../kernel/read/choose.js';
import { resourceOf } from '../kernel/read/model.js';
import { sql, trusted, type Sql } from '../kernel/read/sql.js';
import { WhereField } from '../kernel/schema/input-fields.js';
import { refuse } from '../kernel/write/refusal.js';
import { Household } from '../people/households/household.js';
import { Organisation } from '../people/organisations/organisation.js';
import { Person } from '../people/persons/person.js';
import type { ProgrammeTarget } from './programme.js';
import { whereForbidden, whereOfTarget } from './refusals.js';
import { subjectOf } from './rules/roots.js';

@InputType({ description: 'A part of the registry, by the filter of its lists: of whom the programme is for, and of nobody else.' })
export class WhomInput {
  @WhereField(() => Person, { description: 'Which persons, where the programme is for persons.' })
  person?: object | null;

  @WhereField(() => Household, { description: 'Which households, where the programme is for households.' })
  household?: object | null;

  @WhereField(() => Organisation, { description: 'Which organisations, where the programme is for organisations.' })
  organisation?: object | null;
}

/** A filter that was checked, and the context of whoever may use it: with the grants that hold what it takes. */
export interface Whom<C extends Context> {
  readonly ctx: C;
  /** As it is kept; null where everybody is meant. */
  readonly chosen: object | null;
}

/** Checks a filter for a target; refuses one of others, and of whoever may not see what it asks for. */
export function readWhom<C extends Context>(ctx: C, target: ProgrammeTarget, where: WhomInput | null | undefined, path = 'where'): Whom<C> {
  if (!where) return { ctx, chosen: null };
  const { name, type } = subjectOf(target);
  const given = Object.entries(where).filter(([, filter]) => filter !== null && filter !== undefined);
  const [[of, filter] = ['', {}]] = given;
  if (given.length !== 1 || of !== name) return refuse(whereOfTarget(path, { target, name }));
  const resource = resourceOf(ctx.platform.model, type);
  const needed = [resource.read, ...choose(ctx, resource, trusted('t'), filter as object, `${path}.${name}`).permissions];
  const missing = needed.filter((permission) => !ctx.actor.permissions.has(permission));
  if (missing.length > 0) refuse(whereForbidden(path, { permissions: [...new Set(missing)].toSorted().join(', ') }));
  return { ctx: { ...ctx, actor: permitted(ctx, needed).actor }, chosen: filter as object };
}

/** Where those stand whom programmes of each target are for. */
export const SUBJECT_TABLES: Readonly<Record<ProgrammeTarget, Sql>> = { PERSON: trusted('people.person'), HOUSEHOLD: trusted('people.household'), ORGANISATION: trusted('people.organisation') };

/** Whether a row of the registry is among those who were chosen. */
export function isChosen(ctx: Context, target: ProgrammeTarget, row: Sql, chosen: object | null): Sql {
  return chosen === null ? trusted('true') : choose(ctx, resourceOf(ctx.platform.model, subjectOf(target).type), row, chosen).holds;
}

/** Whether a row of the registry is in one of some places, or below; everywhere where none are said. */
export function isThere(row: Sql, placeCodes: readonly string[] | null): Sql {
  return placeCodes === null ? trusted('true')
    : sql`exists (select from people.place here join people.place root on here.number between root.number and root.last_number where here.id = ${row}.place_id and root.code = any(${placeCodes}::text[]))`;
}
