import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import { openReasonsSql } from '../decisions/masked-reasons.js';
import { ENTITLEMENT } from '../decisions/outcome.js';
import { periodRulesInForce, type ProgrammeRules } from '../decisions/rules-of.js';
import { decisionsInserted, storeBasis } from '../decisions/store-decisions.js';
import { owedByRules, type Period } from './owed-by-rules.js';

/** A run as its job reads it. */
export interface Run {
  readonly id: string;
  readonly kind: 'FIRST' | 'AGAIN';
  readonly programme: string;
  readonly enrolment: string | null;
  /** Whether it looks into enrolments of which something was noted, and into no others. */
  readonly some: boolean;
}

const FIRST = '00000000-0000-0000-0000-000000000000';
const AT_A_TIME = 5_000;

/** The enrolments after one, in the order of ids: those of the run. */
function pageAfter(run: Run, after: string): Sql {
  if (run.some) return sql`select n.enrolment_id as id from programmes.redetermination_due n join programmes.enrolment one on one.id = n.enrolment_id where n.run_id = ${run.id}::uuid and n.enrolment_id > ${after}::uuid order by n.enrolment_id limit ${AT_A_TIME}::int`;
  return sql`select one.id from programmes.enrolment one where one.programme_id = ${run.programme}::uuid and one.id > ${after}::uuid
    and (${run.enrolment}::uuid is null or one.id = ${run.enrolment}::uuid) order by one.id limit ${AT_A_TIME}::int`;
}

/**
 * Writes what a page of enrolments is found to be owed for a period: of a first time for whoever was in the programme, again what differs.
 *
 * @returns the last enrolment of the page; undefined where there is none after
 */
export async function determinePage(ctx: TxContext, run: Run, period: Period, after: string = FIRST): Promise<string | undefined> {
  const { rows: [page] } = await ask<{ ids: string[] | null }>(ctx, sql`select array_agg(p.id order by p.id) as ids from (${pageAfter(run, after)}) p`);
  const ids = page?.ids ?? [];
  const last = ids.at(-1);
  const rules = last === undefined ? undefined : await periodRulesInForce(ctx, run.programme, period.from);
  // By no rules nothing is found: what is owed stays.
  if (!rules) return last;
  // Whoever else works on the run waits, and then finds what was determined.
  await ctx.tx.query('select from programmes.determination_run where id = $1 for no key update', [run.id]);
  const basisId = await storeBasis(ctx, rules);
  await beyondScope(ctx, async () => {
    // What is owed at once is owed beside nothing that somebody else determines meanwhile; in one order, so that nobody waits in a circle.
    if (run.kind === 'FIRST') await ctx.tx.query('select from programmes.enrolment where id = any($1) order by id for no key update', [ids]);
    await ask(ctx, determined(ctx, { run, period, rules, basisId, ids }));
  });
  return last;
}

/** What is found is decided and determined, by one statement. Of a first time it is owed at once, where nothing was before: nobody has to approve it. */
function determined(ctx: TxContext, { run, period, rules, basisId, ids }: { readonly run: Run; readonly period: Period; readonly rules: ProgrammeRules; readonly basisId: string; readonly ids: readonly string[] }): Sql {
  const digits = rules.compiled.set.minorDigits;
  const first = run.kind === 'FIRST';
  const worth = trusted(`f.amount is null or ${first ? 'f.inside' : 'f.amount <> f.was'}`);
  // Of whom a period pays nothing it says why; nobody is paid who is not there to be paid.
  const held = trusted(`case when f.amount is null${first ? ' or f.amount = 0' : ''} then coalesce(nullif(f.reasons, '{}'), array['NOTHING_DUE'])
    when f.amount > f.was and f.payee_id is null then array['NO_PAYEE'] when f.amount > f.was and f.payee_died then array['PAYEE_DIED'] end`);
  const decided = decisionsInserted(ctx, { rules, kind: ENTITLEMENT, period, basisId: sql`case when r.by_rules then ${basisId}::uuid end` }, trusted(`
    select f.id, f.enrolment_id, f.subject_place_id as place_id, f.outcome, coalesce(f.rule_reasons, f.reasons) as reasons, f.priority, case when f.by_rules then f.rule_amount end as amount, f.facts, f.values, f.by_rules from found f`));
  return sql`
    with found as materialized (
      select f.*, left_so.because from (${owedByRules(ctx, rules, period, ids)}) f cross join lateral (select ${held} as because) left_so
      where ${worth} and not exists (select from programmes.determination d where d.run_id = ${run.id}::uuid and d.enrolment_id = f.enrolment_id and d.period_id = ${period.id}::uuid)),
    decided as (${decided}),
    determined as (insert into programmes.determination (id, run_id, programme_id, enrolment_id, period_id, payee_id, place_id, owed_before, amount, currency, reasons, decision_id, state)
    select kernel.uuid7(), ${run.id}::uuid, ${run.programme}::uuid, f.enrolment_id, ${period.id}::uuid, f.payee_id, f.place_id, round(f.was, ${digits}::int),
      round(case when f.because is null then f.amount else greatest(f.was, 0) end, ${digits}::int), ${rules.currency}::text, ${openReasonsSql(rules.compiled, trusted('coalesce(f.because, f.reasons)'))}, decided.id,
      case when f.because is not null then 'LEFT' when ${first}::boolean and f.was = 0 then 'APPLIED' else 'PROPOSED' end
    from found f join decided on decided.enrolment_id = f.enrolment_id returning id, programme_id, enrolment_id, payee_id, place_id, amount, currency, decision_id, state)
    insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, place_id, kind, period_from, period_to, due_on, amount, currency, reason, facts, basis, decision_id, determination_id)
    select kernel.uuid7(), d.programme_id, d.enrolment_id, d.payee_id, d.place_id, 'REGULAR', ${period.from}::date, ${period.to}::date, ${period.dueOn}::date, d.amount, d.currency, 'BY_RULE', '{}', '{}', d.decision_id, d.id
    from determined d where d.state = 'APPLIED'`;
}
