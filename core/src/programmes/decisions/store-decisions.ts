import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import type { ProgrammeRules } from './rules-of.js';

/** What decisions that are stored together have in common. */
export interface DecisionsOf {
  readonly rules: Pick<ProgrammeRules, 'programmeId' | 'target' | 'currency' | 'compiled'>;
  /** Id of the basis, as `storeBasis` gives it; or an expression over a row `r` of the rows, null where no rule decided. */
  readonly basisId: string | Sql;
  /** ASSESSMENT, EXIT, ENTITLEMENT, or a kind of a module's; or an expression over a row `r` of the rows. */
  readonly kind: string | Sql;
  /** The work on many that they are made in. */
  readonly runId?: string;
  readonly period?: { readonly from: string; readonly to: string };
}

/** A decision that was stored. */
export interface StoredDecision {
  readonly id: string;
  readonly subject_id: string;
  readonly enrolment_id: string | null;
  readonly outcome: string;
  readonly reasons: readonly string[];
  readonly priority: string | null;
  readonly amount: string | null;
}

/** Columns of persons, households and organisations in tables that are about one of them. */
export const SUBJECT_COLUMNS = { PERSON: trusted('person_id'), HOUSEHOLD: trusted('household_id'), ORGANISATION: trusted('organisation_id') } as const;

/**
 * Stores what rules said of many, by one statement: an `insert … returning` of id, subject_id, enrolment_id, place_id, outcome, reasons,
 * priority and amount, for a `with` of a larger statement.
 *
 * @param rows what `evaluated` gives, and `enrolment_id` (uuid, null where there is none)
 */
export function decisionsInserted(ctx: TxContext, { rules, basisId, kind, period, runId }: DecisionsOf, rows: Sql): Sql {
  const subject = SUBJECT_COLUMNS[rules.target];
  return sql`
    insert into programmes.decision (programme_id, basis_id, kind, ${subject}, enrolment_id, place_id, on_date, period_from, period_to, outcome, reasons, priority, amount, currency, facts, rule_values, run_id, decided_by)
    select ${rules.programmeId}::uuid, ${typeof basisId === 'string' ? sql`${basisId}::uuid` : basisId}, ${typeof kind === 'string' ? sql`${kind}::text` : kind}, r.id, r.enrolment_id, r.place_id, ${rules.compiled.on}::date, ${period?.from ?? null}::date, ${period?.to ?? null}::date,
      r.outcome, r.reasons, r.priority, round(r.amount, ${rules.compiled.set.minorDigits}::int), ${rules.currency}::text, r.facts, r.values, ${runId ?? null}::uuid, ${ctx.actor.id}::text
    from (${rows}) r
    returning id, ${subject} as subject_id, enrolment_id, place_id, outcome, reasons, priority, amount`;
}

/** Stores what rules said of many, by one statement. @returns them, as they were stored */
export async function storeDecisions(ctx: TxContext, of: DecisionsOf, rows: Sql): Promise<readonly StoredDecision[]> {
  return (await ask<StoredDecision>(ctx, sql`with stored as (${decisionsInserted(ctx, of, rows)}) select id, subject_id, enrolment_id, outcome, reasons, priority, amount from stored`)).rows;
}

/** Notes what decisions are judged by, once for all that are judged by the same. @returns the id of the basis */
export async function storeBasis(ctx: TxContext, { versionId, ofPeriods, compiled: { basis } }: Pick<ProgrammeRules, 'versionId' | 'compiled' | 'ofPeriods'>): Promise<string> {
  const modules = Object.fromEntries(ctx.platform.plan.modules.map(({ id, version }) => [id, version]));
  const { rows: [stored] } = await ask<{ id: string; digest: Buffer }>(ctx, sql`
    with given as materialized (select ${versionId}::uuid as version_id, ${basis.on}::date as on_date, ${basis.parameters}::uuid[] as parameter_ids, ${basis.tables}::uuid[] as table_ids, ${JSON.stringify(modules)}::jsonb as modules),
    digested as materialized (select g.*, sha256(convert_to((to_jsonb(g) || case when ${ofPeriods}::boolean then '{"of_periods": true}' else '{}' end::jsonb)::text, 'UTF8')) as digest from given g),
    added as (insert into programmes.decision_basis (version_id, on_date, parameter_ids, table_ids, modules, digest, of_periods) select version_id, on_date, parameter_ids, table_ids, modules, digest, ${ofPeriods}::boolean from digested on conflict do nothing returning id)
    select coalesce((select id from added), (select b.id from programmes.decision_basis b where b.digest = d.digest)) as id, d.digest from digested d`);
  if (stored?.id) return stored.id;
  // Somebody else added it while this statement ran.
  const { rows: [other] } = await ctx.tx.query<{ id: string }>('select id from programmes.decision_basis where digest = $1', [stored?.digest]);
  if (!other) throw new Error('a basis that is neither there nor added');
  return other.id;
}
