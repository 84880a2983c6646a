import type { Context } from '../../kernel/context.js';
import { columnsOf, connected, type Compilation } from '../../kernel/read/compile.js';
import type { ResourceModel } from '../../kernel/read/model.js';
import { resourceOf } from '../../kernel/read/model.js';
import { identifier, onAnotherDay, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { listedAt, validity } from '../../kernel/read/time.js';
import type { AskedRow } from './asked.js';
import type { CompiledRules } from './compile-rules.js';
import { jsonObject } from './json.js';
import { rootOf, subjectOf } from './roots.js';
import type { GatheredRow } from './shape.js';

/** Which rows of the registry rules are evaluated over, and as of when. */
export interface Gathering {
  /** Of all persons, households or organisations: a condition on their row as it is now. */
  readonly where: (row: Sql) => Sql;
  /** The programme whose enrolment of them is meant by `enrolment`. */
  readonly programmeId?: string;
  /** What is determined, for rules that ask for `period`. */
  readonly period?: { readonly from: string; readonly to: string; readonly number?: number };
}

/** The facts that compiled rules ask for, out of the registry: `select id, place_id, facts`, one row each, as of the rules' day. */
export function registryFacts(ctx: Pick<Context, 'platform' | 'today'>, compiled: CompiledRules, { where, programmeId, period }: Gathering): Sql {
  const { model } = ctx.platform;
  const { name, type } = subjectOf(compiled.set.target);
  const subject = resourceOf(model, type);
  const row = gatheredRow(ctx, compiled, programmeId);
  // What is told with each evaluation is gathered nowhere.
  const told = new Set([...compiled.vocabulary.kinds.values()].map((kind) => rootOf(kind)?.name));
  const parts = [...compiled.facts].filter(([root, asked]) => (asked.facts.size > 0 || root === name) && !told.has(root)).map(([root, asked]) => {
    if (root === 'period') return [root, sql`${JSON.stringify(Object.fromEntries([...asked.facts.keys()].map((asks) => [asks, period?.[asks as keyof typeof period] ?? null])))}::jsonb`] as const;
    if (root === 'enrolment') return [root, enrolment(row, resourceOf(model, 'Enrolment'), name, programmeId, asked)] as const;
    return [root, factsOf(row, asked)] as const;
  });
  const { place } = columnsOf(subject, row.alias);
  const facts = onAnotherDay(jsonObject(parts), sql`${compiled.on}::date`);
  // The day's table holds the same columns under the same names, and `where` is told the row as it is now.
  const now = compiled.on === ctx.today ? row.alias : trusted('now');
  const from = compiled.on === ctx.today ? sql`${subject.table} ${row.alias}` : sql`${subject.table} now join ${row.table(subject)} ${row.alias} on ${row.alias}."id" = now."id"`;
  return sql`select ${now}."id", ${place ?? trusted('null::uuid')} as place_id, ${facts} as facts from ${from} where ${where(now)}`;
}

/** A row's facts as jsonb, null where they are not known. */
function factsOf(row: GatheredRow, asked: AskedRow): Sql {
  return jsonObject([...asked.facts].map(([name, { fact, of }]) => [name, fact.kind === 'value' ? fact.gather(row) : fact.gather(row, (inner) => factsOf(inner, of ?? asked))]));
}

function enrolment(row: GatheredRow, resource: ResourceModel, property: string, programmeId: string | undefined, asked: AskedRow): Sql {
  const of = row.beside();
  const columns = columnsOf(resource, of.alias);
  return sql`(select ${factsOf(of, asked)} from ${resource.table} ${of.alias} where ${columns['programme']} = ${programmeId ?? null}::uuid and ${columns[property]} = ${row.alias}.${identifier('id')} order by ${of.alias}."id" desc limit 1)`;
}

function gatheredRow({ platform: { model }, today }: Pick<Context, 'platform' | 'today'>, { on }: CompiledRules, programmeId: string | undefined): GatheredRow {
  let aliases = 0;
  const nextAlias = (): string => `g${aliases++}`;
  // Of a compilation the tables of a day need its time, the model and names.
  const compilation = { model, nextAlias, ...(on !== today && { time: { day: sql`${on}::date`, known: undefined } }) } as unknown as Compilation;
  const row = (): GatheredRow => {
    const alias = trusted(nextAlias());
    return {
      alias,
      day: sql`${on}::date`,
      programme: sql`${programmeId ?? null}::uuid`,
      table: (resource) => (on === today ? validToday(resource, on) : listedAt(compilation, resource)),
      connects: (resource, connection, other) => connected(compilation, resource, alias, connection, other),
      beside: row,
    };
  };
  return row();
}

/** Of what has a time of validity those rows that hold the day, today as on any other; everything else is as it stands. */
function validToday(resource: ResourceModel, on: string): Sql {
  const row = trusted('v');
  const valid = validity(resource, row, sql`${on}::date`);
  return valid ? sql`(select * from ${resource.table} ${row} where ${valid})` : resource.table;
}
