import { orElse } from '../../kernel/read/or-else.js';
import { sql, type Sql } from '../../kernel/read/sql.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import type { ProgrammeRules } from '../decisions/rules-of.js';
import { SUBJECT_COLUMNS } from '../decisions/store-decisions.js';
import { evaluated, registryFacts } from '../rules/engine.js';
import { nobodyReceives } from './after-death.js';

/** A period as rules are asked about it. */
export interface Period {
  readonly id: string;
  readonly number: number;
  readonly from: string;
  readonly to: string;
  readonly dueOn: string;
  /** Whoever is enrolled after this day waits for the next period; nobody where it is null. */
  readonly cutOff: string | null;
}

/**
 * What is owed to enrolments for a period by the rules that were in force on its first day, with facts as of that day:
 * `select enrolment_id, place_id, payee_id, payee_died, inside, was, amount, reasons`, and what is decided by it as `decisionsInserted` takes
 * it. The amount is null where it is not known; `inside` are those who were in the programme on that day, suspended or not; `by_rules` those
 * on whom the rules decided, rather than that they were not enrolled on that day; `payee_died` those who died and for whom nobody receives.
 *
 * @param ids of enrolments
 */
export function owedByRules(ctx: TxContext, rules: ProgrammeRules, period: Period, ids: readonly string[]): Sql {
  const subject = SUBJECT_COLUMNS[rules.target];
  const facts = registryFacts(ctx, rules.compiled, {
    programmeId: rules.programmeId, period: { from: period.from, to: period.to, number: period.number },
    where: (row) => sql`${row}.id = any(array(select e.${subject} from programmes.enrolment e where e.id = any(${ids}::uuid[])))`,
  });
  // How an enrolment stood is looked up once (`offset 0`): PostgreSQL would do it again for each expression that asks for it.
  return sql`
    select e.id as enrolment_id, e.place_id, stood.payee_id, stood.state in ('ENROLLED', 'SUSPENDED', 'AFTER_CUT_OFF') as inside,
      exists (select from people.person payee where payee.id = stood.payee_id and payee.death_date is not null and ${nobodyReceives(ctx, sql`payee.id`, rules.programmeId)}) as payee_died, programmes.owed(e.id, ${period.from}::date) as was,
      case when stood.state is distinct from 'ENROLLED' or judged.outcome = 'NOT_ELIGIBLE' then 0 when judged.outcome = 'ELIGIBLE' then judged.amount end as amount,
      case when stood.state in ('SUSPENDED', 'AFTER_CUT_OFF') then array[stood.state] when stood.state is distinct from 'ENROLLED' then array['NOT_ENROLLED'] when judged.id is null then array['NOT_REGISTERED'] else judged.reasons end as reasons,
      e.${subject} as id, judging.by_rules, coalesce(judged.place_id, e.place_id) as subject_place_id, case when judging.by_rules then judged.outcome when stood.state is distinct from 'ENROLLED' then 'NOT_ELIGIBLE' else 'UNDETERMINED' end as outcome,
      case when judging.by_rules then judged.reasons end as rule_reasons, judged.priority, judged.amount as rule_amount, case when judging.by_rules then judged.facts else '{}' end as facts, case when judging.by_rules then judged.values else '{}' end as values
    from programmes.enrolment e
    left join people.household h on h.id = e.household_id
    left join (${evaluated(rules.compiled, facts)}) judged on judged.id = e.${subject}
    cross join lateral (select ${orElse(sql`e.person_id`, sql`h.head_id`)} as payee_id,
      (select case when s.to_state = 'ENROLLED' and began.on_day > ${period.cutOff}::date then 'AFTER_CUT_OFF' else s.to_state end from programmes.enrolment_step s
        cross join lateral (select max(j.on_day) as on_day from programmes.enrolment_step j where j.enrolment_id = e.id and j.number <= s.number and j.to_state = 'ENROLLED' and j.from_state is distinct from 'SUSPENDED') began
        where s.enrolment_id = e.id and s.on_day <= ${period.from}::date and not exists (select from programmes.undone_step undone where undone.step_id = s.id) order by s.number desc limit 1) as state offset 0) stood
    cross join lateral (select stood.state is not distinct from 'ENROLLED' and judged.id is not null as by_rules) judging
    where e.id = any(${ids}::uuid[])`;
}
