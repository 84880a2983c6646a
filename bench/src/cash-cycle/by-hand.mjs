import { v7 as uuidv7 } from 'uuid';
import { DUE, payByHand } from '../payments/run.mjs';
import { CUT_OFFS, GRANTS, LAST_DAY, LOTS, MOST, ON, PER_CHILD, POINTS, SCORECARD } from './programme.mjs';

const cases = (of, answers) => `case ${of} ${answers.map(([answer, value]) => `when '${answer}' then ${value}`).join(' ')} end`;
const answered = (item) => cases(`h.attributes ->> '${item}'`, Object.entries(SCORECARD[item]));
const grants = Object.values(GRANTS);

/**
 * What the rules say of households, as somebody who knows the tables would write it for just these rules: kept for the statements after it.
 *
 * @param households where they come from, as `h`
 * @param carried further columns
 */
const judged = (households, carried) => `
  create temporary table judged on commit drop as
  select j.*, 0 - ${LOTS} * j.score - (j.attributes ->> 'lot')::int as priority, j.score <= j.cut_off as poor, j.age >= 18 as grown, kernel.uuid7() as decision_id, least(${MOST}, (array[${grants.join(', ')}])[least(j.n, ${grants.length})] + ${PER_CHILD} * j.children) as amount
  from (
    select h.id, h.place_id, h.attributes, ${carried}, many.*, head.sex, extract(year from age('${ON}', head.birth_date)) as age, r.code as region, ${cases('r.code', CUT_OFFS)} as cut_off,
      ${POINTS.start} + ${answered('roof')} + ${answered('water')} + case when (h.attributes ->> 'radio')::boolean then ${POINTS.radio} else 0 end + ${POINTS.room} * (h.attributes ->> 'rooms')::int
        + ${POINTS.child} * many.children + case when head.sex = 'FEMALE' then ${POINTS.womanLeads} else 0 end as score
    from ${households} join people.person head on head.id = h.head_id join people.place p on p.id = h.place_id join people.place d on d.id = p.parent_id join people.place r on r.id = d.parent_id
    cross join lateral (select jsonb_agg(jsonb_build_object('age', m.age) order by m.id) as members, count(*)::int as n, count(*) filter (where m.age < 18)::int as children
      from (select p.id, extract(year from age('${ON}', p.birth_date)) as age from people.person p where p.household_id = h.id) m) many) j`;

const decisions = (kind, enrolment, columns, values) => `
  insert into programmes.decision (id, programme_id, basis_id, kind, household_id, enrolment_id, place_id, on_date, outcome, reasons, priority, amount, currency, decided_by, facts, rule_values, ${columns})
  select j.decision_id, $1, $2, '${kind}', j.id, ${enrolment}, j.place_id, '${ON}', case when j.poor and j.grown then 'ELIGIBLE' else 'NOT_ELIGIBLE' end, array_remove(array[case when not j.poor then 'POOR' end, case when not j.grown then 'ADULT_HEAD' end], null),
    j.priority, case when j.poor and j.grown then round(j.amount, 2) end, 'GHS', 'bench',
    jsonb_build_object('household', jsonb_build_object('head', jsonb_build_object('age', j.age, 'sex', j.sex), 'place', jsonb_build_object('parent', jsonb_build_object('parent', jsonb_build_object('code', j.region))), 'members', j.members, 'attributes', j.attributes)),
    jsonb_build_object('children', j.children, 'score', j.score, 'POOR', j.poor, 'ADULT_HEAD', j.grown, 'poorest_first', j.priority, 'grant', j.amount), ${values} from judged j`;

const BASIS = `insert into programmes.decision_basis (version_id, on_date, parameter_ids, table_ids, modules, digest)
  select v.id, '${ON}', '{}', '{}', '{}', sha256(convert_to(v.id::text, 'UTF8')) from programmes.programme_version v where v.programme_id = $1 and v.state = 'PUBLISHED' returning id`;

/** Whom the programme takes in: judged, ranked, enrolled or put on the waiting list. Of each statement, which values it takes. */
const TARGETED = [
  [`insert into programmes.targeting_run (id, programme_id, mode, on_date, basis_id, started_by) values ($3, $1, 'ENROL', '${ON}', $2, 'bench')`, ['programme', 'basis', 'work']],
  [judged('people.household h', 'kernel.uuid7() as enrolment_id'), []],
  [`with decided as (${decisions('ASSESSMENT', 'case when j.poor and j.grown then j.enrolment_id end', 'run_id', '$3')})
    insert into programmes.enrolment (id, programme_id, household_id, place_id, state, state_on, reason, decision_id, priority, amount, currency)
    select j.enrolment_id, $1, j.id, j.place_id, 'ELIGIBLE', '${ON}', 'ASSESSED', j.decision_id, j.priority, j.amount, 'GHS' from judged j where j.poor and j.grown`, ['programme', 'basis', 'work']],
  [`update programmes.enrolment e set state = case when r.n <= $2 then 'ENROLLED' else 'WAITING' end, reason = case when r.n <= $2 then 'TARGETED' else 'PLACES_FULL' end, enrolled_on = case when r.n <= $2 then e.state_on end
    from (select id, row_number() over (order by priority desc, state_on, id) as n from programmes.enrolment where programme_id = $1) r where r.id = e.id`, ['programme', 'places']],
  ["update programmes.targeting_run set phase = 'DONE' where id = $1", ['work']],
];

/** What a cycle owes them. */
const DETERMINED = [
  [`insert into programmes.benefit_period (id, programme_id, number, period_from, period_to, due_on) values ($2, $1, 1, '${ON}', '${LAST_DAY}', '${DUE}')`, ['programme', 'period']],
  [`insert into cash_transfers.cycle (id, programme_id, period_id, number, period_from, period_to, due_on, state) values (kernel.uuid7(), $1, $2, 1, '${ON}', '${LAST_DAY}', '${DUE}', 'DETERMINED')`, ['programme', 'period']],
  [`insert into programmes.determination_run (id, programme_id, period_id, kind, from_day, state, asked_by) values ($3, $1, $2, 'FIRST', '${ON}', 'DONE', 'bench')`, ['programme', 'period', 'work']],
  [judged("programmes.enrolment e join people.household h on h.id = e.household_id and e.programme_id = $1 and e.state = 'ENROLLED'", 'e.id as enrolment_id, h.head_id as payee_id, kernel.uuid7() as determination_id'), ['programme']],
  [decisions('ENTITLEMENT', 'j.enrolment_id', 'period_from, period_to', `'${ON}', '${LAST_DAY}'`), ['programme', 'basis']],
  [`insert into programmes.determination (id, run_id, programme_id, enrolment_id, period_id, payee_id, place_id, owed_before, amount, currency, decision_id, state)
    select j.determination_id, $3, $1, j.enrolment_id, $2, j.payee_id, j.place_id, 0, round(j.amount, 2), 'GHS', j.decision_id, 'APPLIED' from judged j`, ['programme', 'period', 'work']],
  [`insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, place_id, kind, period_from, period_to, due_on, amount, currency, reason, facts, basis, decision_id, determination_id)
    select kernel.uuid7(), $1, j.enrolment_id, j.payee_id, j.place_id, 'REGULAR', '${ON}', '${LAST_DAY}', '${DUE}', round(j.amount, 2), 'GHS', 'BY_RULE', '{}', '{}', j.decision_id, j.determination_id from judged j`, ['programme']],
];

/** What somebody who knows the tables would write for this programme alone, each step by one transaction. `rest` lets the database look at its tables between them. */
export async function cycleByHand(owner, { uuid, code, places }, rest, batchSize) {
  const client = await owner.connect();
  const seconds = {};
  const step = async (name, statements, values) => {
    const start = performance.now();
    await client.query('begin');
    for (const [text, names] of statements) await client.query(text, names.map((each) => values[each]));
    await client.query('commit');
    seconds[name] = (performance.now() - start) / 1000;
    await rest();
  };
  try {
    const { rows: [{ id: basis }] } = await client.query(BASIS, [uuid]);
    await step('targeted', TARGETED, { programme: uuid, basis, places, work: uuidv7() });
    await step('determined', DETERMINED, { programme: uuid, basis, period: uuidv7(), work: uuidv7() });
    const { rows: [{ payees }] } = await client.query('select count(*)::int as payees from programmes.entitlement where programme_id = $1', [uuid]);
    const paid = await payByHand(owner, { id: uuid, code }, payees, batchSize);
    return { seconds: { ...seconds, paid: paid.all }, parts: paid.seconds, payees, lines: paid.lines };
  } finally {
    client.release();
  }
}
