import { decodeId } from '@kinga/plugin-sdk';
import type { TestClient, TestPlatform } from '@kinga/plugin-sdk/testing';
import { anybody, done, rule } from './some-scheme.js';

/** A made-up scheme: 2 % of the mean of the best 36 months for each year, from 60 on with 120 months, at least 50.00 a month. */
export const DEFINED_BENEFIT: readonly object[] = [
  rule('old_enough', 'ELIGIBILITY', 'person.age >= 60'),
  rule('months_enough', 'ELIGIBILITY', 'person.contributions.months >= 120'),
  rule('base', 'FORMULA', 'person.contributions.history.best(36, h, h.earnings)'),
  rule('earned', 'FORMULA', 'rules.base * 0.02 * (person.contributions.months / 12)'),
  rule('pension', 'AMOUNT', 'round(max(rules.earned, money("50.00")), money("0.01"), "HALF_UP")'),
];

/** Registers made-up persons, each alone in a household, by name and birth date. */
export async function persons(platform: TestPlatform, born: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const client = anybody(platform);
  const { places } = await client.run<{ places: { totalCount: number } }>('{ places(where: { code: { in: ["R", "V"] } }) { totalCount } }');
  if (places.totalCount === 0) await client.run('mutation { placesRegister(input: { places: [{ code: "R", name: "R", level: "region" }, { code: "V", name: "V", level: "village", parentCode: "R" }] }) { userErrors { message } } }');
  const ids: Record<string, string> = {};
  for (const [name, birthDate] of Object.entries(born)) {
    const { household } = await done<{ household: { head: { id: string } } }>(client, 'householdRegister', {
      code: `P-${name.toUpperCase()}`, placeCode: 'V', since: birthDate > '1980-01-01' ? birthDate : '1980-01-01', members: [{ givenName: name, familyName: 'Made-Up', sex: 'FEMALE', birthDate, role: 'HEAD' }],
    }, 'household { head { id } }');
    ids[name] = household.head.id;
  }
  return ids;
}

const uuid = (id: string): string => decodeId(id)?.uuid ?? '';

let references = 0;

/** Lays contributions of a person as if they were taken over: the same earnings for each month from one to another. */
export async function contributed(platform: TestPlatform, programme: string, person: string, from: string, to: string, earnings: string, currency = 'GHS'): Promise<void> {
  references += 1;
  const client = await platform.pool.connect();
  try {
    await client.query("select set_config('kinga.scope', 'all', false), set_config('kinga.actor', 'planter', false)");
    await client.query(
      `insert into pensions.contribution (programme_id, person_id, month, source, reference, currency, earnings_declared, earnings_counted, days, amount, posted_on)
       select $1, $2, m::date, 'MIGRATION', $3 || '-' || to_char(m, 'YYYY-MM'), $7, $6, $6, 30, 0, '2026-01-01' from generate_series($4::timestamp, $5::timestamp, '1 month') m`,
      [uuid(programme), uuid(person), `taken-over-${references}`, from, to, earnings, currency]);
  } finally {
    await client.query('reset all');
    client.release();
  }
}

let keys = 0;
/** A key that nobody used. */
export const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: `pension-key-${++keys}` });

export interface Claimed {
  readonly id: string;
  readonly state: string;
}

export async function claim(clerk: TestClient, programmeId: string, personId: string, from: string, kind = 'OLD_AGE'): Promise<Claimed> {
  return (await done<{ claim: Claimed }>(clerk, 'pensionClaimLodge', { programmeId, personId, kind, from }, 'claim { id state }')).claim;
}

/** Claims a pension and has another person grant it: the award's id. */
export async function awarded(platform: TestPlatform, programmeId: string, personId: string, from: string, kind = 'OLD_AGE'): Promise<string> {
  const { id } = await claim(anybody(platform, 'clerk'), programmeId, personId, from, kind);
  return (await done<{ award: { id: string } }>(anybody(platform, 'approver'), 'pensionClaimAward', { claimId: id, ...key() }, 'award { id }')).award.id;
}

const last = (month: string): string => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10);

/** Opens the period of a month and has it determined. */
export async function determine(platform: TestPlatform, programmeId: string, month: string): Promise<void> {
  const officer = anybody(platform, 'payroll');
  const number = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 24_000;
  const { period } = await done<{ period: { id: string } }>(officer, 'benefitPeriodOpen', { programmeId, number, periodFrom: `${month}-01`, periodTo: last(month), dueOn: `${month}-25` }, 'period { id }');
  await done(officer, 'entitlementsDetermine', { periodId: period.id, ...key() }, 'run { id }');
  await platform.finishJobs();
}

/** Has what was noted determined again and approved; whether there was anything to approve. */
export async function determineAgain(platform: TestPlatform, programmeId: string): Promise<boolean> {
  const { run } = await done<{ run: { id: string } }>(anybody(platform, 'payroll'), 'redeterminationPropose', { programmeId, ...key() }, 'run { id }');
  await platform.finishJobs();
  const { determinationRun } = await anybody(platform).run<{ determinationRun: { state: string } }>('query ($id: ID!) { determinationRun(by: { id: $id }) { state } }', { id: run.id });
  if (determinationRun.state !== 'PREVIEW') return false;
  await done(anybody(platform, 'approver'), 'determinationDecide', { id: run.id, approve: true, ...key() }, 'run { id }');
  await platform.finishJobs();
  return true;
}

/** What is owed to a person by month: entitlements less overpayments. */
export async function owed(platform: TestPlatform, programmeId: string, personId: string): Promise<Readonly<Record<string, string>>> {
  const client = await platform.pool.connect();
  try {
    await client.query("select set_config('kinga.scope', 'all', false)");
    const { rows } = await client.query<{ month: string; owed: string }>(
      `select to_char(b.period_from, 'YYYY-MM') as month, programmes.owed(e.id, b.period_from)::numeric(14,2)::text as owed
       from programmes.enrolment e join programmes.benefit_period b on b.programme_id = e.programme_id where e.programme_id = $1 and e.person_id = $2 order by b.number`, [uuid(programmeId), uuid(personId)]);
    return Object.fromEntries(rows.map((row) => [row.month, row.owed]));
  } finally {
    await client.query('reset all');
    client.release();
  }
}
