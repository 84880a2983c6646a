import { inScope } from '../../kernel/read/in-scope.js';
import { columnsOf } from '../../kernel/read/compile.js';
import { subjectSql } from '../../kernel/read/mask.js';
import type { ResourceModel } from '../../kernel/read/model.js';
import { join, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { referencesOf } from '../../kernel/schema/input-fields.js';
import { resourceOptions } from '../../kernel/schema/resource.js';
import { ask } from '../../kernel/write/ask.js';
import { inputChecks } from '../../kernel/write/input-check.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { seesPerson } from '../scope.js';
import { personErased } from './refusals.js';

/** Somebody, or a row about somebody, that an input names, and where. */
interface Named {
  readonly resource: ResourceModel;
  readonly id: string;
  readonly path: string;
}

/** Somebody to be written of, by UUID, and where the input names them. */
interface Written {
  readonly id: string;
  readonly path: string;
}

/** What is kept for this is settled whoever it was of. */
const SETTLED = 'payments';

/** Everything that an input names by id and that is not written once its person was erased. */
function namedIn(ctx: TxContext, input: object, before = ''): readonly Named[] {
  const references = referencesOf(input);
  return Object.entries(input).flatMap(([name, value]: [string, unknown]): readonly Named[] => {
    const path = `${before}${name}`;
    const reference = references.get(name);
    if (!reference) return typeof value === 'object' && value !== null ? namedIn(ctx, value, `${path}.`) : [];
    const resource = ctx.platform.model.byClass.get(reference.to());
    if (!resource?.subject?.person || (reference.erased ?? resourceOptions(resource.target)?.privacy?.purpose === SETTLED)) return [];
    return (Array.isArray(value) ? value.map((id, at) => ({ resource, id: id as unknown, path: `${path}.${at}` })) : [{ resource, id: value, path }])
      .flatMap(({ id, ...where }) => (typeof id === 'string' ? [{ id, ...where }] : []));
  });
}

/** Whom rows are about that the actor may act on, by where they are named. */
async function subjectsOf(ctx: TxContext, rows: readonly Named[]): Promise<readonly Written[]> {
  if (rows.length === 0) return [];
  const row = trusted('t');
  const found = await ask<{ path: string; id: string }>(ctx, join([...Map.groupBy(rows, ({ resource }) => resource)].map(([resource, its]) => {
    const columns = columnsOf(resource, row);
    return sql`
      select named.path, ${subjectSql(resource.subject ?? {}, columns).person ?? trusted('null')} as id
      from unnest(${its.map(({ id }) => id)}::uuid[], ${its.map(({ path }) => path)}::text[]) named(id, path) join ${resource.table} t on t.id = named.id
      where ${inScope(ctx, resource.scope ?? {}, columns)}`;
  }), ' union all '));
  return found.rows;
}

async function refuseWritten(ctx: TxContext, written: readonly Written[], condition: Sql): Promise<void> {
  const { rows } = await ask<{ id: string; erased: boolean }>(ctx, sql`select p.id, p.erased_on is not null as erased from people.person p where ${condition} order by p.id for key share of p`);
  const erased = new Set(rows.filter((row) => row.erased).map(({ id }) => id));
  if (erased.size > 0) refuse(...written.filter(({ id }) => erased.has(id)).map(({ path }) => personErased(path)));
}

const among = (written: readonly Written[]): Sql => sql`p.id = any(${[...new Set(written.map(({ id }) => id))]}::uuid[])`;

/**
 * Refuses persons who were erased (`PERSON_ERASED` at the path of each), and keeps the others from being erased until the transaction ends:
 * for work that finds whom it writes of by itself. Whom a mutation's input names by `Ref` was looked at before its work.
 */
export async function refuseErased(ctx: TxContext, written: readonly Written[]): Promise<void> {
  if (written.length > 0) await refuseWritten(ctx, written, among(written));
}

/** Refuses what would write of somebody who was erased, wherever a mutation names them or a row about them; of whom the actor does not see it tells nothing. */
export const erasedPersons = inputChecks.contribute('people.erased-persons', async (ctx, input) => {
  const { persons = [], rows = [] } = Object.groupBy(namedIn(ctx, input), ({ resource }) => (resource.type === 'Person' ? 'persons' : 'rows'));
  const subjects = await subjectsOf(ctx, rows);
  if (persons.length + subjects.length > 0) await refuseWritten(ctx, [...persons, ...subjects], sql`(${among(subjects)} or ${among(persons)} and ${seesPerson(ctx, sql`p`)})`);
});
