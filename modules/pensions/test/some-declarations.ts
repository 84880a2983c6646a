import type { TestPlatform } from '@kinga/plugin-sdk/testing';
import { anybody, done, pensionScheme, rule, someEmployer, workers } from './some-scheme.js';

/** Made-up rates: of earnings between 100 and 1,000 the worker pays 5.5 %, the employer 13 %, of which 2.5 % of earnings insure health; the state adds 1 per person. */
export const RATES: readonly object[] = [
  rule('old', 'ELIGIBILITY', 'person.age >= 60'),
  rule('counted', 'CONTRIBUTION_EARNINGS', 'contribution.earnings <= money(0) ? money(0) : min(max(contribution.earnings, money(100)), money(1000))'),
  rule('worker_pension', 'CONTRIBUTION', 'round(rules.counted * 0.055, 0.01)'),
  rule('employer_pension', 'CONTRIBUTION', 'round(rules.counted * 0.105, 0.01)'),
  rule('employer_health', 'CONTRIBUTION', 'round(rules.counted * 0.025, 0.01)'),
  rule('state_top_up', 'CONTRIBUTION', 'rules.counted > money(0) ? money(1) : money(0)'),
  rule('late_declaration', 'DECLARATION_PENALTY', 'round(declaration.amount * 0.01, 0.01) * ceil(declaration.daysLate / 30)'),
  rule('late_payment', 'PENALTY', 'round(demand.late * 0.03 * demand.daysSinceCharge / 30, 0.01)'),
];

export const PARTS: readonly object[] = [
  { code: 'worker_pension', branch: 'OLD_AGE', paidBy: 'WORKER' }, { code: 'employer_pension', branch: 'OLD_AGE', paidBy: 'EMPLOYER' },
  { code: 'employer_health', branch: 'HEALTH', paidBy: 'EMPLOYER' }, { code: 'state_top_up', branch: 'OLD_AGE', paidBy: 'STATE' },
];

export interface SomeScheme {
  readonly scheme: string;
  readonly employer: string;
  readonly organisation: string;
  readonly people: Readonly<Record<string, string>>;
}

/** A scheme that collects, an employer, and made-up members who work for it, under the numbers M-AMA and so on. */
export async function schemeWithWorkers(platform: TestPlatform, names: readonly string[], more: { readonly code?: string; readonly creditedWhen?: string; readonly rules?: readonly object[]; readonly parts?: readonly object[] } = {}): Promise<SomeScheme> {
  const client = anybody(platform);
  const code = more.code ?? 'PENSION';
  const scheme = await pensionScheme(platform, code, more.rules ?? RATES);
  await done(client, 'contributionPartsDefine', { programmeId: scheme, parts: more.parts ?? PARTS }, 'parts { code }');
  await done(client, 'contributionCollectionSet', { programmeId: scheme, creditedWhen: more.creditedWhen ?? 'DECLARED', dueDay: 14 }, 'collection { id }');
  const people = await workers(platform, names);
  const { employer, organisation } = await someEmployer(platform, `MILL-${code}`);
  for (const [name, personId] of Object.entries(people)) {
    await done(client, 'pensionMemberRegister', { programmeId: scheme, personId, number: `M-${name.toUpperCase()}`, from: '2020-01-01' }, 'member { id }');
    await done(client, 'employmentStart', { personId, employerId: employer, from: '2020-01-01' }, 'employment { id }');
  }
  return { scheme, employer, organisation, people };
}

let keys = 0;
export const key = (): string => `key-${(keys += 1).toString().padStart(8, '0')}`;

/** A draft with lines of members by their names: what each earned. */
export async function draft(platform: TestPlatform, { scheme, employer }: SomeScheme, month: string, earnings: Readonly<Record<string, string>>, more: object = {}): Promise<string> {
  const clerk = anybody(platform, 'clerk');
  const { declaration } = await done<{ declaration: { id: string } }>(clerk, 'declarationOpen', { programmeId: scheme, employerId: employer, month: `${month}-01`, ...more }, 'declaration { id }');
  const lines = Object.entries(earnings).map(([name, earned]) => ({ memberNumber: `M-${name.toUpperCase()}`, earnings: earned }));
  if (lines.length > 0) await done(clerk, 'declarationLinesAdd', { declarationId: declaration.id, lines }, 'declaration { id }');
  return declaration.id;
}

/** Submits a draft, and has another accept it. */
export async function accept(platform: TestPlatform, declarationId: string): Promise<string> {
  await done(anybody(platform, 'clerk'), 'declarationSubmit', { declarationId }, 'declaration { state }');
  await done(anybody(platform, 'officer'), 'declarationAccept', { declarationId, idempotencyKey: key() }, 'job { id }');
  await platform.finishJobs();
  return declarationId;
}

export async function declare(platform: TestPlatform, scheme: SomeScheme, month: string, earnings: Readonly<Record<string, string>>, more: object = {}): Promise<string> {
  return accept(platform, await draft(platform, scheme, month, earnings, more));
}

/** Corrects a declaration. */
export const correct = (platform: TestPlatform, scheme: SomeScheme, month: string, correctsId: string, earnings: Readonly<Record<string, string>>): Promise<string> =>
  declare(platform, scheme, month, earnings, { correctsId });

export async function reverse(platform: TestPlatform, declarationId: string): Promise<void> {
  await done(anybody(platform, 'officer'), 'declarationReverse', { declarationId, reason: 'It was wrong', idempotencyKey: key() }, 'declaration { state }');
  await platform.finishJobs();
}

/** Money that comes in from the employer. @returns the receipt */
export async function pay(platform: TestPlatform, { scheme, organisation }: SomeScheme, amount: string, receivedOn: string): Promise<string> {
  const { rows: [payer] } = await platform.pool.query<{ number: string }>('select control_number as number from transactions.payer y join programmes.programme p on p.id = y.programme_id where y.organisation_id = (select id from people.organisation where code = $1) and p.code = $2', [
    (await anybody(platform).run<{ organisation: { code: string } }>('query ($id: ID!) { organisation(by: { id: $id }) { code } }', { id: organisation })).organisation.code,
    (await anybody(platform).run<{ programme: { code: string } }>('query ($id: ID!) { programme(by: { id: $id }) { code } }', { id: scheme })).programme.code,
  ]);
  const { receipt } = await done<{ receipt: { id: string } }>(anybody(platform, 'cashier'), 'receiptReceive', {
    programmeId: scheme, controlNumber: payer?.number, method: 'BANK', bankReference: key(), amount, receivedOn, idempotencyKey: key(),
  }, 'receipt { id }');
  await platform.finishJobs();
  return receipt.id;
}

export interface Told {
  readonly state: string;
  readonly amount: { readonly amount: string };
  readonly [more: string]: unknown;
}

/** What a declaration says of itself. */
export async function told(platform: TestPlatform, id: string): Promise<Told> {
  const { declaration } = await anybody(platform).run<{ declaration: Told }>(
    `query ($id: ID!) { declaration(by: { id: $id }) { state dueOn daysLate amount { amount } penalty { amount } validCount rejectedCount
      demand { state outstanding { amount } dueOn lines(orderBy: [{ number: ASC }]) { nodes { code amount { amount } } } } rejectedLines { nodes { number memberNumber reasons } } } }`, { id });
  return declaration;
}

/** What is posted in all, by person and month: `Ama 2026-01: counted worker employer state`. */
export async function posted(platform: TestPlatform): Promise<readonly string[]> {
  const { rows } = await platform.pool.query<{ text: string }>(`
    select p.given_name || ' ' || to_char(c.month, 'YYYY-MM') || ': ' || sum(c.earnings_counted) || ' ' || sum(c.worker_amount) || ' ' || sum(c.employer_amount) || ' ' || sum(c.state_amount) as text
    from pensions.contribution c join people.person p on p.id = c.person_id group by p.given_name, c.month having sum(c.amount) <> 0 order by 1`);
  return rows.map(({ text }) => text);
}
