import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { rulesInForceIfAny } from '../decisions/rules-of.js';
import { owedByRules, type Period } from './owed-by-rules.js';

/** A run as its job reads it. */
export interface Run {
  readonly id: string;
  readonly kind: 'FIRST' | 'AGAIN';
  readonly programme: string;
  readonly enrolment: string | null;
}

const FIRST = '00000000-0000-0000-0000-000000000000';
const AT_A_TIME = 1_000;

/** The enrolments after one, in the order of ids: those of the run. */
function pageAfter(run: Run, after: string): Sql {
  return sql`select one.id from programmes.enrolment one where one.programme_id = ${run.programme}::uuid and one.id > ${after}::uuid
    and (${run.enrolment}::uuid is null or one.id = ${run.enrolment}::uuid) order by one.id limit ${AT_A_TIME}::int`;
}

/**
 * Writes what a page of enrolments is found to be owed for a period: of a first time for whoever was in the programme, again what differs.
 *
 * @returns the last enrolment of the page; undefined where there is none after
 */
export async function determinePage(ctx: TxContext, run: Run, period: Period, after: string = FIRST): Promise<string | undefined> {
  const page = pageAfter(run, after);
  const { rows: [last] } = await ask<{ id: string | null }>(ctx, sql`select max(p.id::text) as id from (${page}) p`);
  if (!last?.id) return undefined;
  const rules = await rulesInForceIfAny(ctx, run.programme, period.from);
  // By no rules nothing is found: what is owed stays.
  if (!rules) return last.id;
  const { on, parameters, tables } = rules.compiled.basis;
  const digits = rules.compiled.set.minorDigits;
  const basis = JSON.stringify({ version: rules.versionId, on, parameters, tables });
  const first = run.kind === 'FIRST';
  const worth = trusted(`f.amount is null or ${first ? 'f.inside' : 'f.amount <> f.was'}`);
  // Of whom a period pays nothing it says why; nobody is paid who is not there to be paid.
  const held = trusted(`case when f.amount is null${first ? ' or f.amount = 0' : ''} then coalesce(nullif(f.reasons, '{}'), array['NOTHING_DUE'])
    when f.amount > f.was and f.payee_id is null then array['NO_PAYEE'] when f.amount > f.was and f.payee_died then array['PAYEE_DIED'] end`);
  await ask(ctx, sql`
    insert into programmes.determination (id, run_id, programme_id, enrolment_id, period_id, payee_id, place_id, owed_before, amount, currency, reasons, facts, basis, state)
    select kernel.uuid7(), ${run.id}::uuid, ${run.programme}::uuid, f.enrolment_id, ${period.id}::uuid, f.payee_id, f.place_id, round(f.was, ${digits}::int),
      round(case when left_so.because is null then f.amount else greatest(f.was, 0) end, ${digits}::int), ${rules.currency}::text, coalesce(left_so.because, f.reasons), f.facts, ${basis}::jsonb,
      case when left_so.because is null then 'PROPOSED' else 'LEFT' end
    from (${owedByRules(ctx, rules, period, page)}) f
    cross join lateral (select ${held} as because) left_so
    where ${worth}
    on conflict on constraint determination_once do nothing`);
  return last.id;
}
