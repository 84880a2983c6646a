import { ask, compileRules, evaluated, refuse, registryFacts, rulesInForce, sql, type ProgrammeRules, type TxContext } from '@kinga/plugin-sdk';
import { noShares, shareUnknown } from './refusals.js';
import { SHARE, UNTIL } from './rule-kinds.js';

/** Somebody who survives. */
export interface Survivor {
  readonly personId: string;
  readonly relation: string;
}

/** Which part each has from a day on. */
export interface Shares {
  readonly from: string;
  /** By person: a decimal from 0 to 1. */
  readonly shares: ReadonlyMap<string, string>;
}

/** What rules may give for a share that does not end. */
const NEVER = '9999-01-01';

interface Found {
  readonly id: string;
  readonly until: string | null;
  readonly share: string | null;
}

/** What the rules say of survivors on a day, given who has a share then. */
async function ofSurvivors(ctx: TxContext, rules: ProgrammeRules, day: string, survivors: readonly Survivor[]): Promise<readonly Found[]> {
  const asked = rules.all.filter(({ kind }) => kind === SHARE || kind === UNTIL || kind === 'FORMULA');
  const [share, until] = [SHARE, UNTIL].map((kind) => asked.find((rule) => rule.kind === kind)?.code ?? null);
  const compiled = compileRules(rules.compiled.vocabulary, { ...rules.compiled.set, rules: asked }, day);
  const counted = (those: readonly string[]): number => survivors.filter(({ relation }) => those.includes(relation)).length;
  const [spouses, children] = [counted(['SPOUSE']), counted(['CHILD', 'ORPHAN'])];
  const told = { spouses, children, others: survivors.length - spouses - children };
  const facts = registryFacts(ctx, compiled, { where: (row) => sql`${row}.id = any(${survivors.map(({ personId }) => personId)}::uuid[])`, programmeId: rules.programmeId });
  const rows = sql`
    select g.id, g.place_id, g.facts || jsonb_build_object('survivor', ${JSON.stringify(told)}::jsonb || jsonb_build_object('relation', s.relation)) as facts
    from (${facts}) g join jsonb_to_recordset(${JSON.stringify(survivors)}::jsonb) as s("personId" uuid, relation text) on s."personId" = g.id`;
  return (await ask<Found>(ctx, sql`select e.id, e.values ->> ${until}::text as until, e.values ->> ${share}::text as share from (${evaluated(compiled, rows)}) e`)).rows;
}

/** Brought down to the whole where they are more, each alike and never up. */
async function withinWhole(ctx: TxContext, found: readonly Found[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await ctx.tx.query<{ id: string; share: string }>(
    'select s.id, trim_scale(trunc(s.share / greatest(sum(s.share) over (), 1), 12))::text as share from unnest($1::uuid[], $2::numeric[]) as s(id, share)', [found.map(({ id }) => id), found.map(({ share }) => share)]);
  return new Map(rows.map(({ id, share }) => [id, share]));
}

/**
 * The shares of survivors from a day on, and from each day on which one of them has none any more: by the rules of the kinds SURVIVOR_SHARE
 * and SURVIVOR_UNTIL in force on the first day, values, tables and ages as of each day.
 */
export async function sharesOf(ctx: TxContext, programmeId: string, from: string, survivors: readonly Survivor[]): Promise<readonly Shares[]> {
  const rules = await rulesInForce(ctx, programmeId, from);
  if (!rules.all.some(({ kind }) => kind === SHARE)) refuse(noShares('programmeId', { day: from }));
  const ends = new Map((await ofSurvivors(ctx, rules, from, survivors)).map(({ id, until }) => [id, until]));
  const days = [...new Set([from, ...[...ends.values()].filter((day): day is string => day !== null && day > from && day < NEVER)])].sort();
  const found: Shares[] = [];
  for (const day of days) {
    const entitled = survivors.filter(({ personId }) => (ends.get(personId) ?? NEVER) > day);
    const of = entitled.length > 0 ? await ofSurvivors(ctx, rules, day, entitled) : [];
    if (of.length < entitled.length || of.some(({ share }) => share === null || share.startsWith('-'))) refuse(shareUnknown('survivors', { day }));
    const shares = await withinWhole(ctx, of);
    found.push({ from: day, shares: new Map(survivors.map(({ personId }) => [personId, shares.get(personId) ?? '0'])) });
  }
  return [...(found[0]?.shares.values() ?? [])].every((share) => share === '0') ? refuse(noShares('survivors', { day: from })) : found;
}
