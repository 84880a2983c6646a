import { join, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { openReasonsSql } from '../decisions/masked-reasons.js';
import { decisionsInserted, SUBJECT_COLUMNS } from '../decisions/store-decisions.js';
import type { ProgrammeRules } from '../decisions/rules-of.js';
import { evaluated, registryFacts } from '../rules/engine.js';
import type { Run } from './run-row.js';
import { moveOn } from './run-row.js';

/** States from which somebody is judged anew, by what is done. */
const FROM: Readonly<Record<string, readonly string[]>> = { ASSESS: ['APPLIED', 'ELIGIBLE', 'WAITING'], ENROL: ['APPLIED', 'ELIGIBLE', 'WAITING'], REASSESS: ['ENROLLED', 'SUSPENDED'] };

/** Judges some by one statement: their decisions, and what follows from them for enrolments. How far the run is goes with it. */
export async function judge(ctx: TxContext, run: Run, rules: ProgrammeRules, ids: readonly string[], recertifyBy: Sql): Promise<void> {
  const subject = SUBJECT_COLUMNS[rules.target];
  await beyondScope(ctx, async () => {
    const standing = await kept(ctx, rules, ids);
    if (run.former && run.mode === 'ENROL') await ask(ctx, former(run, subject, standing));
    const facts = registryFacts(ctx, rules.compiled, { where: (row) => sql`${row}.id = any(${standing}::uuid[])`, programmeId: run.programme_id });
    const judged = sql`
      select e.id, e.place_id, e.facts, e.outcome, e.reasons, e.priority, e.amount, e.values, now.id as current_id, now.state as current_state, now.version as current_version,
        coalesce(now.id, case when ${run.mode === 'ENROL'}::boolean and e.outcome = 'ELIGIBLE' then kernel.uuid7() end) as enrolment_id
      from (${evaluated(rules.compiled, facts)}) e left join programmes.enrolment now on now.programme_id = ${run.programme_id}::uuid and now.${subject} = e.id and now.state = any(${FROM[run.mode] ?? []}::text[])`;
    const kind = run.mode === 'REASSESS' && run.leads_to !== 'KEEP' ? trusted(`case when r.outcome = 'NOT_ELIGIBLE' then 'EXIT' else 'ASSESSMENT' end`) : trusted(`'ASSESSMENT'`);
    const decided = decisionsInserted(ctx, { rules, basisId: run.basis_id ?? '', kind, runId: run.id }, trusted('select * from judged'));
    const { rows: [counted] } = await ask<{ eligible: number; not_eligible: number; undetermined: number; left_programme: number }>(ctx, sql`
      with judged as materialized (${judged}), decided as (${decided})${join(run.mode === 'ASSESS' ? [] : [sql`, ${follows(run, rules, subject, recertifyBy)}`], '')}
      select count(*) filter (where outcome = 'ELIGIBLE')::int as eligible, count(*) filter (where outcome = 'NOT_ELIGIBLE')::int as not_eligible, count(*) filter (where outcome = 'UNDETERMINED')::int as undetermined,
        ${run.mode === 'REASSESS' ? trusted('(select count(*)::int from moved where became <> was)') : trusted('0')} as left_programme
      from decided`);
    await moveOn(ctx, run, { ...counted, seen: ids.length, done_to: ids.at(-1) ?? null });
  });
}

/** Of persons those who were not erased since they were looked up, and who are not until the transaction ends. */
async function kept(ctx: TxContext, { target }: ProgrammeRules, ids: readonly string[]): Promise<readonly string[]> {
  if (target !== 'PERSON') return ids;
  const { rows } = await ctx.tx.query<{ id: string }>('select id from people.person where id = any($1::uuid[]) and erased_on is null order by id for key share', [ids]);
  return rows.map(({ id }) => id);
}

/** Who left or was rejected applies again. */
function former(run: Run, subject: Sql, ids: readonly string[]): Sql {
  return sql`
    update programmes.enrolment e set state = 'APPLIED', state_on = greatest(e.state_on, ${run.on_date}::date), reason = 'APPLIED_AGAIN', note = null, applied_on = ${run.on_date}::date, exited_on = null
    from (select distinct on (l.${subject}) l.id from programmes.enrolment l where l.programme_id = ${run.programme_id}::uuid and l.${subject} = any(${ids}::uuid[]) and l.state in ('EXITED', 'REJECTED')
      and not exists (select from programmes.enrolment o where o.programme_id = l.programme_id and o.${subject} = l.${subject} and o.state not in ('EXITED', 'REJECTED')) order by l.${subject}, l.state_on desc, l.id desc) last
    where e.id = last.id`;
}

/** What decisions lead to: who was in no programme is eligible, applications are settled, and whoever is enrolled stays or goes. */
function follows(run: Run, rules: ProgrammeRules, subject: Sql, recertifyBy: Sql): Sql {
  const gone = run.leads_to === 'EXIT' ? 'EXITED' : 'SUSPENDED';
  const to = run.mode === 'REASSESS' && run.leads_to === 'KEEP' ? trusted('e.state') : run.mode === 'REASSESS'
    ? sql`case when d.outcome = 'NOT_ELIGIBLE' and (j.current_state = 'ENROLLED' or ${gone}::text = 'EXITED') then ${gone}::text else e.state end`
    : trusted(`case when d.outcome = 'NOT_ELIGIBLE' then 'REJECTED' when d.outcome = 'ELIGIBLE' and e.state = 'APPLIED' then 'ELIGIBLE' else e.state end`);
  const moved = sql`moved as (
    update programmes.enrolment e set state = c.became, decision_id = c.decision_id, priority = c.priority, amount = c.amount, currency = ${rules.currency}::text,
      state_on = case when c.became <> e.state then greatest(e.state_on, ${run.on_date}::date) else e.state_on end,
      reason = case when c.became <> e.state then c.reason else e.reason end, note = case when c.became <> e.state then null else e.note end,
      exited_on = case when c.became = 'EXITED' then greatest(e.state_on, ${run.on_date}::date) else e.exited_on end,
      recertify_by = case when c.outcome = 'ELIGIBLE' and e.state in ('ENROLLED', 'SUSPENDED') then ${recertifyBy} else e.recertify_by end,
      recertify_because = case when c.outcome = 'ELIGIBLE' and e.state in ('ENROLLED', 'SUSPENDED') then null else e.recertify_because end
    from (select e.id, e.state as was, ${to} as became, d.id as decision_id, d.outcome, d.priority, d.amount, coalesce((${openReasonsSql(rules.compiled, trusted('d.reasons'))})[1], 'ASSESSED') as reason
      from judged j join decided d on d.subject_id = j.id join programmes.enrolment e on e.id = j.current_id) c
    where e.id = c.id returning c.became, c.was)`;
  if (run.mode === 'REASSESS') return moved;
  return sql`${moved}, added as (
    insert into programmes.enrolment (id, programme_id, ${subject}, place_id, state, state_on, reason, decision_id, priority, amount, currency)
    select j.enrolment_id, ${run.programme_id}::uuid, j.id, j.place_id, 'ELIGIBLE', ${run.on_date}::date, 'ASSESSED', d.id, d.priority, d.amount, ${rules.currency}::text
    from judged j join decided d on d.subject_id = j.id where j.current_id is null and d.outcome = 'ELIGIBLE')`;
}
