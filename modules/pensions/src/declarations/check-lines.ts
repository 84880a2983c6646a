import { ask, registryFacts, evaluated, sql, trusted, type Sql, type TxContext } from '@kinga/plugin-sdk';
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
    where ${here} and l.person_id is null and m.programme_id = l.programme_id and m.number = l.member_number`);
  await ask(tx, sql`
    update pensions.declaration_line l set state = case when because.reasons = '{}' then 'GIVEN' else 'REJECTED' end, reasons = because.reasons,
      (earnings_counted, worker_amount, employer_amount, state_amount, amount, parts, version_id) = (null, null, null, null, null, null, null)
    from (select l.id, ${reasonsOf(declaration)} as reasons from pensions.declaration_line l left join people.person p on p.id = l.person_id where ${here}) because where because.id = l.id`);
  await ask(tx, sql`
    update pensions.declaration_line l set state = case when j.problem is null then 'VALID' else 'REJECTED' end, reasons = array_remove(array[j.problem], null), earnings_counted = round(j.counted, ${digits}::int),
      worker_amount = round(j.worker, ${digits}::int), employer_amount = round(j.employer, ${digits}::int), state_amount = round(j.state, ${digits}::int), amount = round(j.worker + j.employer + j.state, ${digits}::int), parts = j.parts, version_id = ${rules.versionId}::uuid
    from (${judged(tx, declaration, rules, sql`${here} and l.state = 'GIVEN'`)}) j where j.id = l.id`);
}

/** Lines of persons whom other lines of the declaration are of, too: with those that are given now, lines that counted before no longer do. */
export const alsoTwice = (declaration: string, numbers: readonly number[]): Sql => sql`
  l.person_id = any(array(select given.person_id from pensions.declaration_line given where given.declaration_id = ${declaration}::uuid and given.number = any(${numbers}::int[]) and given.person_id is not null))`;

const LAST_DAY = trusted("(l.month + interval '1 month')::date - 1");

function reasonsOf({ digits, programme }: LockedDeclaration): Sql {
  return sql`array_remove(array[
    case when l.given is not null then 'UNREADABLE' end,
    case when l.person_id is null then 'MEMBER_UNKNOWN' end,
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
  contractedOut: sql`coalesce((select m.contracted_out from pensions.member m where m.programme_id = l.programme_id and m.person_id = l.person_id), false)`,
  countedInMonth: countedBeside(sql`other.month = l.month`),
  countedInYear: countedBeside(YEAR),
};

function judged(tx: TxContext, { programme, digits }: LockedDeclaration, { compiled, parts, counted, aboutPersons }: ContributionRules, lines: Sql): Sql {
  const asked = [...(compiled.facts.get('contribution')?.facts.keys() ?? [])].flatMap((name) => (FACTS[name] ? [sql`${name}::text, ${FACTS[name]}`] : []));
  const told = asked.reduce((list, each) => sql`${list}, ${each}`, sql`'earnings', l.earnings`);
  const persons = sql`(select l.person_id from pensions.declaration_line l where ${lines})`;
  const whose = aboutPersons ? registryFacts(tx, compiled, { programmeId: programme, where: (row) => sql`${row}.id in ${persons}` }) : sql`select null::uuid as id, '{}'::jsonb as facts where false`;
  const rows = sql`
    select l.id, null::uuid as place_id, coalesce(whose.facts, '{}') || jsonb_build_object('contribution', jsonb_build_object(${told})) as facts
    from pensions.declaration_line l left join (${whose}) whose on whose.id = l.person_id where ${lines}`;
  return sql`
    select c.id, c.counted, t.worker, t.employer, t.state, t.parts,
      case when c.counted is null or t.unknown > 0 then 'AMOUNT_UNKNOWN' when c.counted < 0 or t.negative > 0 then 'AMOUNT_NEGATIVE' when scale(trim_scale(c.counted)) > ${digits}::int or t.fine > 0 then 'AMOUNT_NOT_ROUNDED' end as problem
    from (select l.id, e.values, ${counted === undefined ? sql`l.earnings` : sql`(e.values ->> ${counted}::text)::numeric`} as counted
      from (${evaluated(compiled, rows)}) e join pensions.declaration_line l on l.id = e.id) c
    cross join lateral (
      select count(*) filter (where v.amount is null) as unknown, count(*) filter (where v.amount < 0) as negative, count(*) filter (where scale(trim_scale(v.amount)) > ${digits}::int) as fine,
        coalesce(sum(v.amount) filter (where v.paid_by = 'WORKER'), 0) as worker, coalesce(sum(v.amount) filter (where v.paid_by = 'EMPLOYER'), 0) as employer, coalesce(sum(v.amount) filter (where v.paid_by = 'STATE'), 0) as state,
        coalesce(jsonb_object_agg(v.code, trim_scale(v.amount)) filter (where v.amount <> 0), '{}') as parts
      from (select p.code, p.paid_by, (c.values ->> p.code)::numeric as amount from pensions.contribution_part p where p.programme_id = ${programme}::uuid and p.code = any(${parts}::text[])) v) t`;
}
