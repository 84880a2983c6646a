const HI = (...names) => names.map((name) => `health_insurance.${name}`);
const SEEDED = ['people.organisation', 'people.household', 'people.person', ...HI('service', 'diagnosis', 'facility', 'price_list', 'price', 'facility_price_list', 'plan', 'plan_version', 'plan_limit', 'plan_cover', 'plan_cover_limit', 'policy', 'coverage', 'claim', 'claim_line', 'claim_line_result', 'consumption')];

/** A plan with a deductible, a share and a ceiling, a facility with twenty services, and insured persons, each with a policy. */
async function seedPlan(client, code) {
  const one = async (text, values) => (await client.query(text, values)).rows[0].id;
  const place = await one("insert into people.place (id, code, name, level, depth, number, last_number) select kernel.uuid7(), $1, $1, 'village', 0, coalesce(max(last_number), 0) + 1, coalesce(max(last_number), 0) + 1 from people.place returning id", [code]);
  const programme = await one("insert into programmes.programme (id, code, name, scheme, target, currency, starts_on) values (kernel.uuid7(), $1, $1, 'health-insurance', 'HOUSEHOLD', 'GHS', '2020-01-01') returning id", [code]);
  const plan = await one('insert into health_insurance.plan (programme_id) values ($1) returning id', [programme]);
  const version = await one(
    `insert into health_insurance.plan_version (plan_id, programme_id, number, state, effective_from, authors, published_by, published_on, cover_months) values ($1, $2, 1, 'PUBLISHED', '2020-01-01', '{one}', 'another', '2020-01-01', 12) returning id`, [plan, programme]);
  await client.query("insert into health_insurance.plan_limit (plan_version_id, kind, per, care, amount) values ($1, 'DEDUCTIBLE', 'MEMBER', 'ANY', 20), ($1, 'CEILING', 'POLICY', 'ANY', 1000000)", [version]);
  await client.query("insert into health_insurance.service (code, name, kind, category, care, unit_price, currency, valid_from) select $1 || n, 'Service ' || n, 'SERVICE', 'OTHER', 'BOTH', n + 0.50, 'GHS', '2020-01-01' from generate_series(1, 20) n", [code]);
  const services = 'health_insurance.service s where s.code like $2 || \'%\'';
  await client.query(`insert into health_insurance.plan_cover (plan_version_id, service_id) select $1, s.id from ${services}`, [version, code]);
  await client.query("insert into health_insurance.plan_cover_limit (plan_version_id, plan_cover_id, visit, kind, adult, child) select $1, k.id, 'OTHER', 'SHARE', 0.9, 0.9 from health_insurance.plan_cover k where k.plan_version_id = $1", [version]);
  const organisation = await one('insert into people.organisation (code, name, place_id) values ($1, $1, $2) returning id', [code, place]);
  const facility = await one("insert into health_insurance.facility (organisation_id, level, care, contract_from) values ($1, 'HOSPITAL', 'BOTH', '2020-01-01') returning id", [organisation]);
  const list = await one('insert into health_insurance.price_list (code, name) values ($1, $1) returning id', [code]);
  await client.query(`insert into health_insurance.price (price_list_id, service_id, valid_from) select $1, s.id, '2020-01-01' from ${services}`, [list, code]);
  await client.query("insert into health_insurance.facility_price_list (facility_id, price_list_id, valid_from) values ($1, $2, '2020-01-01')", [facility, list]);
  const diagnosis = await one("insert into health_insurance.diagnosis (code, name, valid_from) values ($1, 'Bench', '2020-01-01') returning id", [code]);
  return { place, programme, plan, version, facility, diagnosis };
}

/**
 * Insured persons in households of four, each household with a claim that was paid before; and submitted claims of five lines, each of another household.
 *
 * @param code what the codes of its services begin with, which is that of the plan, the place, the price list and the facility too
 */
export async function seedInsured(owner, { claims, insured, code }) {
  const client = await owner.connect();
  try {
    await client.query('begin');
    for (const table of SEEDED) await client.query(`alter table ${table} disable trigger user`);
    const { place, programme, plan, version, facility, diagnosis } = await seedPlan(client, code);
    await client.query('create temporary table made (n int, household uuid, policy uuid, claim uuid) on commit drop');
    await client.query('insert into made select n, kernel.uuid7(), kernel.uuid7(), kernel.uuid7() from generate_series(1, $1::int) n', [Math.max(claims, Math.ceil(insured / 4))]);
    await client.query('insert into people.household (id, code, place_id) select household, $1 || n, $2 from made', [code, place]);
    await client.query("insert into people.person (id, given_name, family_name, sex, birth_date, place_id, household_id) select kernel.uuid7(), 'Made-Up', 'P' || n || '-' || m, 'FEMALE', '1990-01-01', $1, household from made, generate_series(1, 4) m", [place]);
    await client.query(
      `insert into health_insurance.policy (id, number, programme_id, plan_id, plan_version_id, household_id, stage, state, state_on, enrolled_on, enrolled_by, starts_on, effective_on, ends_on, pay_by, adults, children, other_adults, other_children, value, currency)
       select policy, $4 || n, $1, $2, $3, household, 'NEW', 'ACTIVE', '2026-01-01', '2026-01-01', 'bench', '2026-01-01', '2026-01-01', '2026-12-31', '2026-01-01', 4, 0, 0, 0, 0, 'GHS' from made`, [programme, plan, version, code]);
    await client.query(
      `insert into health_insurance.coverage (policy_id, plan_id, programme_id, household_id, person_id, enrolled_on, starts_on, effective_on, ends_on, waits_from)
       select policy, $1, $2, household, p.id, '2026-01-01', '2026-01-01', '2026-01-01', '2026-12-31', '2026-01-01' from made join people.person p on p.household_id = made.household`, [plan, programme]);
    await client.query(
      `insert into health_insurance.claim (id, facility_id, place_id, person_id, code, visit, visit_from, visit_to, claimed_on, diagnosis_id, claimed, currency, state, entered_by, submitted_by, submitted_on)
       select claim, $1, $2, (select p.id from people.person p where p.household_id = made.household order by p.id limit 1), 'C' || n, 'OTHER', '2026-03-02', '2026-03-02', '2026-03-03', $3, 0, 'GHS', 'SUBMITTED', 'clerk', 'clerk', '2026-03-03' from made where n <= $4`, [facility, place, diagnosis, claims]);
    await client.query(
      `insert into health_insurance.claim_line (claim_id, number, service_id, quantity, price, currency) select claim, l, s.id, 1 + n % 3, s.unit_price + n % 2, 'GHS'
       from made cross join generate_series(1, 5) l join health_insurance.service s on s.code = $1 || (1 + (n + l * 3) % 20) where n <= $2`, [code, claims]);
    // What each household claimed for before: most of a deductible is used up by it, and it is what sums over a policy go through.
    await client.query('create temporary table earlier on commit drop as select kernel.uuid7() as claim, n, policy, (select p.id from people.person p where p.household_id = made.household order by p.id limit 1) as person from made');
    await client.query(
      `insert into health_insurance.claim (id, facility_id, place_id, person_id, code, visit, visit_from, visit_to, claimed_on, diagnosis_id, claimed, currency, state, entered_by, submitted_by, submitted_on, category, approved, remitted, checked_on, decided_on, paid_on, adjudications)
       select claim, $1, $2, person, 'E' || n, 'OTHER', '2026-02-02', '2026-02-02', '2026-02-03', $3, 50, 'GHS', 'PAID', 'clerk', 'clerk', '2026-02-03', 'OTHER', 35, 35, '2026-02-04', '2026-02-04', '2026-02-05', 1 from earlier`, [facility, place, diagnosis]);
    await client.query(
      `insert into health_insurance.claim_line (claim_id, number, service_id, quantity, price, currency) select claim, l, s.id, 1, 10, 'GHS'
       from earlier cross join generate_series(1, 5) l join health_insurance.service s on s.code = $1 || (1 + (n + l * 3) % 20)`, [code]);
    await client.query(
      `insert into health_insurance.claim_line_result (claim_id, line_id, adjudication, person_id, service_id, on_day, policy_id, plan_version_id, plan_cover_id, price_origin, quantity, unit_price, claimed, deductible, adjusted, paid, currency)
       select l.claim_id, l.id, 1, e.person, l.service_id, '2026-02-02', e.policy, $1, k.id, 'LIST', 1, 10, 10, 3, 7, 7, 'GHS'
       from earlier e join health_insurance.claim_line l on l.claim_id = e.claim join health_insurance.plan_cover k on k.plan_version_id = $1 and k.service_id = l.service_id`, [version]);
    await client.query(
      `insert into health_insurance.consumption (claim_id, adjudication, policy_id, person_id, on_day, category, in_patient, deductible, paid, counted, currency)
       select claim, 1, policy, person, '2026-02-02', 'OTHER', true, 15, 35, 35, 'GHS' from earlier`);
    await client.query('set constraints all immediate');
    for (const table of SEEDED) await client.query(`alter table ${table} enable trigger user`);
    await client.query('commit');
  } finally {
    client.release();
  }
  await owner.query(`vacuum analyze ${SEEDED.join(', ')}`);
}
