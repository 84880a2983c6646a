import { ask, registryFacts, sql, trusted, type Sql, type TxContext } from '@kinga/plugin-sdk';
import { computed } from '../rates/computed.js';
import type { ContributionRules } from '../rates/contribution-rules.js';
import type { LockedDeclaration } from './lock-declaration.js';

/**
 * Looks at lines of a declaration, set-wise: finds whom each is about, tells what speaks against it, and computes the others by the rules
 * in force for the month. In the same order or another, with the same outcome: where several lines are of one person, none of them counts.
 *
 * @param lines a condition on `l`, a line of the declaration
 */
export async function checkLines(tx: TxContext, declaration: LockedDeclaration, rules: ContributionRules, lines: Sql): Promise<void> {
  const { digits } = declaration;
  const here = sql`l.declaration_id = ${declaration.id}::uuid and (${lines})`;
  await ask(tx, sql`
    update pensions.declaration_line l set person_id = coalesce(found.merged_into_id, found.id) from pensions.member m join people.person found on found.id = m.person_id
    where ${here} and l.person_id is null and m.programme_id = l.programme_id and m.number = l.member_number and found.erased_on is null`);
  // What comes out as it stood is not written again.
  await ask(tx, sql`
    with found as materialized (select l.id, ${reasonsOf(declaration)} as reasons from pensions.declaration_line l left join people.person p on p.id = l.person_id where ${here}),
    -- Once for all lines: a plan that joins them one by one would judge all of them for each.
    outcome as materialized (${judged(tx, declaration, rules, here)}),
    told as materialized (
      select f.id, f.reasons = '{}' as counts, case when f.reasons = '{}' then array_remove(array[j.problem], null) else f.reasons end as reasons, j.counted, j.worker, j.employer, j.state as of_state, j.parts
      from found f left join outcome j on j.id = f.id),
    kept as materialized (
      select t.id, case when t.reasons = '{}' then 'VALID' else 'REJECTED' end as state, t.reasons, case when t.counts then round(t.counted, ${digits}::int) end as counted, case when t.counts then round(t.worker, ${digits}::int) end as worker,
        case when t.counts then round(t.employer, ${digits}::int) end as employer, case when t.counts then round(t.of_state, ${digits}::int) end as of_state,
        case when t.counts then round(t.worker + t.employer + t.of_state, ${digits}::int) end as amount, case when t.counts then t.parts end as parts, case when t.counts then ${rules.versionId}::uuid end as version_id
      from told t)
    update pensions.declaration_line l set (state, reasons, earnings_counted, worker_amount, employer_amount, state_amount, amount, parts, version_id)
      = (k.state, k.reasons, k.counted, k.worker, k.employer, k.of_state, k.amount, k.parts, k.version_id)
    from kept k where k.id = l.id and l.declaration_id = ${declaration.id}::uuid
      and (l.state, l.reasons, l.earnings_counted, l.worker_amount, l.employer_amount, l.state_amount, l.parts, l.version_id)
        is distinct from (k.state, k.reasons, k.counted, k.worker, k.employer, k.of_state, k.parts, k.version_id)`);
}

/** Lines of persons whom other lines of the declaration are of, too: with those that are given now, lines that counted before no longer do. */
export const alsoTwice = (declaration: string, numbers: readonly number[]): Sql => sql`
  not l.number = any(${numbers}::int[]) and l.person_id = any(array(select given.person_id from pensions.declaration_line given where given.declaration_id = ${declaration}::uuid and given.number = any(${numbers}::int[]) and given.person_id is not null))`;

const LAST_DAY = trusted("(l.month + interval '1 month')::date - 1");

function reasonsOf({ digits, programme }: LockedDeclaration): Sql {
  return sql`array_remove(array[
    case when l.given is not null then 'UNREADABLE' end,
    case when l.person_id is null or p.erased_on is not null then 'MEMBER_UNKNOWN' end,
    case when l.person_id is not null and exists (select from pensions.declaration_line other where other.declaration_id = l.declaration_id and other.person_id = l.person_id and other.id <> l.id) then 'PERSON_TWICE' end,
    case when p.birth_date > ${LAST_DAY} then 'NOT_BORN' end,
    case when p.death_date < l.month then 'DIED' end,
    case when l.person_id is not null and l.employer_id is not null and (select c.employment_needed from pensions.collection c where c.programme_id = ${programme}::uuid) and not exists (
      select from pensions.employment e where e.person_id = l.person_id and e.employer_id = l.employer_id and daterange(e.valid_from, e.valid_to) && daterange(l.month, (l.month + interval '1 month')::date)) then 'NOT_EMPLOYED' end,
    case when l.category !~ '^[A-Z][A-Z0-9_]{0,59}$' then 'CATEGORY_WRONG' end,
    case when l.earnings is null and l.given is null then 'EARNINGS_MISSING' end,
    case when l.earnings < 0 then 'EARNINGS_NEGATIVE' end,
    case when scale(trim_scale(l.earnings)) > ${digits}::int then 'EARNINGS_TOO_FINE' end,
    case when l.days not between 0 and extract(day from ${LAST_DAY}) then 'DAYS_WRONG' end], null)`;
}

/** What counts already for a person, beside what their employer, or they themselves, declared for the month. */
function countedBeside(within: Sql): Sql {
  return sql`(
    select coalesce(sum(other.earnings_counted - coalesce(instead.earnings_counted, 0)), 0)
    from pensions.declaration_line other left join pensions.declaration_line instead on instead.id = other.previous_id
    where other.person_id = l.person_id and other.programme_id = l.programme_id and other.state = 'ACCEPTED' and ${within} and (other.month, other.employer_id) is distinct from (l.month, l.employer_id)
  ) + (select coalesce(sum(other.earnings_counted), 0) from pensions.contribution other
    where other.person_id = l.person_id and other.programme_id = l.programme_id and other.source <> 'DECLARATION' and ${within})`;
}

const YEAR = sql`other.month >= date_trunc('year', l.month) and other.month < date_trunc('year', l.month) + interval '1 year'`;

/** What rules may ask of a contribution, by name. */
const FACTS: Readonly<Record<string, Sql>> = {
  earnings: sql`l.earnings`,
  month: sql`l.month`,
  days: sql`l.days`,
  category: sql`l.category`,
  activity: sql`(select e.activity from pensions.employer e where e.id = l.employer_id)`,
  contractedOut: sql`coalesce((select m.contracted_out_in @> l.month from pensions.member m where m.programme_id = l.programme_id and m.person_id = l.person_id), false)`,
  countedInMonth: countedBeside(sql`other.month = l.month`),
  countedInYear: countedBeside(YEAR),
};

function judged(tx: TxContext, { programme, digits }: LockedDeclaration, rules: ContributionRules, lines: Sql): Sql {
  const { compiled, aboutPersons } = rules;
  const asked = [...(compiled.facts.get('contribution')?.facts.keys() ?? [])].flatMap((name) => (FACTS[name] ? [sql`${name}::text, ${FACTS[name]}`] : []));
  const told = asked.reduce((list, each) => sql`${list}, ${each}`, sql`'earnings', l.earnings`);
  const persons = sql`(select l.person_id from pensions.declaration_line l where ${lines})`;
  // Rules that ask nothing of the person are told nothing.
  const asksPersons = aboutPersons && [...compiled.facts].some(([root, of]) => root !== 'contribution' && of.facts.size > 0);
  const whose = asksPersons ? registryFacts(tx, compiled, { programmeId: programme, where: (row) => sql`${row}.id in ${persons}` }) : sql`select null::uuid as id, '{}'::jsonb as facts where false`;
  return computed(rules, programme, digits, sql`
    select l.id, null::uuid as place_id, coalesce(whose.facts, '{}') || jsonb_build_object('contribution', jsonb_build_object(${told})) as facts
    from pensions.declaration_line l left join (${whose}) whose on whose.id = l.person_id where ${lines}`);
}
