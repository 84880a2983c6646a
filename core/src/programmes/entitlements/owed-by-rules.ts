import { sql, type Sql } from '../../kernel/read/sql.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import type { ProgrammeRules } from '../decisions/rules-of.js';
import { SUBJECT_COLUMNS } from '../decisions/store-decisions.js';
import { evaluated, registryFacts } from '../rules/engine.js';

/** A period as rules are asked about it. */
export interface Period {
  readonly id: string;
  readonly number: number;
  readonly from: string;
  readonly to: string;
  readonly dueOn: string;
}

/**
 * What is owed to enrolments for a period by the rules that were in force on its first day, with facts as of that day:
 * `select enrolment_id, place_id, payee_id, was, amount, reasons, facts`. The amount is null where it is not known.
 *
 * @param page gives the ids of enrolments
 */
export function owedByRules(ctx: TxContext, rules: ProgrammeRules, period: Period, page: Sql): Sql {
  const subject = SUBJECT_COLUMNS[rules.target];
  const facts = registryFacts(ctx, rules.compiled, {
    programmeId: rules.programmeId, period: { from: period.from, to: period.to, number: period.number },
    where: (row) => sql`${row}.id = any(array(select e.${subject} from programmes.enrolment e where e.id in (${page})))`,
  });
  return sql`
    select e.id as enrolment_id, e.place_id, coalesce(e.person_id, h.head_id) as payee_id, programmes.owed(e.id, ${period.from}::date) as was,
      case when not there.enrolled or judged.outcome = 'NOT_ELIGIBLE' then 0 when judged.outcome = 'ELIGIBLE' then judged.amount end as amount,
      case when not there.enrolled then array['NOT_ENROLLED'] when judged.id is null then array['NOT_REGISTERED'] else judged.reasons end as reasons,
      coalesce(judged.facts, '{}') as facts
    from programmes.enrolment e
    left join people.household h on h.id = e.household_id
    left join (${evaluated(rules.compiled, facts)}) judged on judged.id = e.${subject}
    cross join lateral (select programmes.enrolled_on(e.id, ${period.from}::date) as enrolled) there
    where e.id in (${page})`;
}
