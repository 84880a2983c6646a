import { ask, compileRules, evaluated, refuse, registryFacts, rulesInForce, sql, type ProgrammeRules, type TxContext } from '@kinga/plugin-sdk';
import { noShares, shareUnknown } from './refusals.js';
import { SHARE, UNTIL } from './rule-kinds.js';

/** Somebody who survives. */
export interface Survivor {
  readonly personId: string;
  readonly relation: string;
}

/** A part of the whole, a decimal from 0 to 1, and what of it the parts of those before have: parts that lie on each other sum to the whole, whatever they are rounded to. */
export interface Share {
  readonly share: string;
  readonly above: string;
}

const NOTHING: Share = { share: '0', above: '0' };

/** Which part each has from a day on, by person. */
export interface Shares {
  readonly from: string;
  readonly shares: ReadonlyMap<string, Share>;
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

/** Brought down to the whole where they are more, each alike: then they are the whole together. In the order of survivors one lies above the other. */
async function withinWhole(ctx: TxContext, found: readonly Found[]): Promise<ReadonlyMap<string, Share>> {
  const { rows } = await ctx.tx.query<Share & { readonly id: string }>(
    `select e.id, trim_scale(e.upper - e.lower)::text as share, case when e.upper > e.lower then trim_scale(e.lower)::text else '0' end as above from (
       select s.id, trunc((s.upto - s.share) / greatest(s.of_all, 1), 12) as lower, trunc(s.upto / greatest(s.of_all, 1), 12) as upper
       from (select u.id, u.share, sum(u.share) over (order by u.n) as upto, sum(u.share) over () as of_all from unnest($1::uuid[], $2::numeric[]) with ordinality as u(id, share, n)) s) e`,
    [found.map(({ id }) => id), found.map(({ share }) => share)]);
  return new Map(rows.map(({ id, share, above }) => [id, { share, above }]));
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
    const shares = await withinWhole(ctx, survivors.flatMap(({ personId }) => of.find(({ id }) => id === personId) ?? []));
    found.push({ from: day, shares: new Map(survivors.map(({ personId }) => [personId, shares.get(personId) ?? NOTHING])) });
  }
  return [...(found[0]?.shares.values() ?? [])].every(({ share }) => share === '0') ? refuse(noShares('survivors', { day: from })) : found;
}
