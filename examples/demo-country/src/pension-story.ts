import { mutate, type Platform, type Progress } from '@kinga/plugin-sdk';
import { payWhatIsDue, type Row } from './leap-payment.js';
import { done, offices, oldHomes, publishedProgramme, type Home, type Offices } from './speak.js';

const ROLES = [['officer', 'scheme-officer', 'contributions-officer', 'pension-clerk'], ['approver', 'pension-approver']] as const;
const PENSIONERS = 12;
/** The scheme's own: 2 % of the mean of the best 36 months for each year, from 60 on with 180 months, at least 90.00 a month. */
const RULES = [
  { code: 'old_enough', kind: 'ELIGIBILITY', expression: 'person.age >= 60' },
  { code: 'months_enough', kind: 'ELIGIBILITY', expression: 'person.contributions.months >= 180' },
  { code: 'base', kind: 'FORMULA', expression: 'person.contributions.history.best(36, h, h.earnings)' },
  { code: 'earned', kind: 'FORMULA', expression: 'rules.base * 0.02 * (person.contributions.months / 12)' },
  { code: 'pension', kind: 'AMOUNT', expression: 'round(max(rules.earned, money("90.00")), money("0.01"), "HALF_UP")' },
];

/** Months from January of a year on. */
const months = (from: number, count: number): readonly string[] => Array.from({ length: count }, (_, index) => `${from + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`);

/** Somebody becomes a member, and what they contributed before the records of the scheme began is taken over. Each third has too few months. */
async function member({ doer }: Offices, programmeId: string, { code, head }: Home, index: number): Promise<void> {
  const number = `MU-${code.slice(-5)}`;
  await done(doer, 'pensionMemberRegister', `pension:${code}:member`, 'member { id }', { programmeId, personId: head.id, number });
  const earnings = 300 + (index % 7) * 85;
  await done(doer, 'contributionsRecord', `pension:${code}:history`, 'recorded', {
    programmeId, source: 'MIGRATION', months: months(2005, index % 3 === 2 ? 120 : 240).map((month, at) => ({ reference: `${number}-${month.slice(0, 7)}`, memberNumber: number, month, days: 30, earnings: (earnings + Math.floor(at / 12) * 20).toFixed(2) })),
  });
}

interface Claimed {
  readonly id: string;
  readonly state: string;
  readonly decision: { readonly reasons: readonly { readonly code: string }[]; readonly amount: { readonly amount: string } | null } | null;
}

/** Somebody claims a pension; who is entitled is granted it by a second person. */
async function claim({ doer, decider }: Offices, programmeId: string, { code, head }: Home): Promise<Claimed> {
  const { claim: lodged } = await done<{ claim: Claimed }>(doer, 'pensionClaimLodge', `pension:${code}:claim`, 'claim { id }', { programmeId, personId: head.id, kind: 'OLD_AGE', from: '2025-03-01' });
  const { pensionClaim } = await mutate<{ pensionClaim: Claimed }>(doer, 'query ($id: ID!) { pensionClaim(by: { id: $id }) { id state decision { reasons { code } amount { amount } } } }', { id: lodged.id });
  if (pensionClaim.state !== 'NOT_ENTITLED') await done(decider, 'pensionClaimAward', `pension:${code}:award`, 'award { id }', { claimId: lodged.id });
  return pensionClaim;
}

/** A pension from forty years of contributions to the first payment, through the API alone; told again, it changes nothing. */
export async function tellPensionStory(platform: Platform, progress: Progress): Promise<readonly Row[]> {
  const here = offices(platform, '2025-03-31', progress, ROLES);
  const { doer, payments } = here;
  progress.step('the scheme');
  const programmeId = await publishedProgramme(here, 'pension', { code: 'MU-PENSION', name: 'Made-up pension', scheme: 'pensions', benefitType: 'pension', target: 'PERSON', currency: 'GHS', startsOn: '2000-01-01', iloFunction: 'old-age', contributory: true, meansTested: false }, { effectiveFrom: '2000-01-01', rules: RULES });
  const homes = await oldHomes(doer, PENSIONERS);
  progress.step(`what ${homes.length} members contributed`);
  for (const [index, home] of homes.entries()) await member(here, programmeId, home, index);
  progress.step('claims, and who grants them');
  const claims: Claimed[] = [];
  for (const home of homes) claims.push(await claim(here, programmeId, home));
  const { period } = await done<{ period: { id: string } }>(doer, 'benefitPeriodOpen', 'pension:period', 'period { id }', { programmeId, number: 1, periodFrom: '2025-03-01', periodTo: '2025-03-31', dueOn: '2025-03-31' });
  const { run } = await done<{ run: { job: { id: string } } }>(doer, 'entitlementsDetermine', 'pension:determine', 'run { job { id } }', { periodId: period.id });
  await payments.finished(run.job);
  const entitled = claims.filter(({ decision }) => decision?.amount);
  const paid = await payWhatIsDue(payments, { programmeId, periodFrom: '2025-03-01', kind: 'REGULAR', name: 'pensions of March 2025', keys: 'pension' });
  return [{ ...paid, 'claims': String(claims.length), 'entitled': String(entitled.length), 'too few months': String(claims.filter(({ decision }) => decision?.reasons.some(({ code }) => code === 'months_enough')).length), ...(await inAllThree(here, homes)) }];
}

/** How many of the pensioners' households are in all three programmes; as the stories before were told. */
async function inAllThree({ doer }: Offices, homes: readonly Home[]): Promise<Row> {
  const { nodes } = await mutate<{ nodes: readonly { enrolments: { totalCount: number }; policies: { totalCount: number }; head: { enrolments: { totalCount: number } } }[] }>(doer,
    `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Household { enrolments(where: { programme: { code: { eq: "LEAP" } } }) { totalCount } policies { totalCount } head { enrolments(where: { programme: { code: { eq: "MU-PENSION" } } }) { totalCount } } } } }`, { ids: homes.map(({ id }) => id) });
  return { 'in all three': String(nodes.filter(({ enrolments, policies, head }) => enrolments.totalCount > 0 && policies.totalCount > 0 && head.enrolments.totalCount > 0).length) };
}
