import { fileBytes, startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { correct, declare, key, pay, schemeWithWorkers, type SomeScheme } from './some-declarations.js';
import { anybody, done, refusedBy, someEmployer } from './some-scheme.js';

let platform: TestPlatform;
let scheme: SomeScheme;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-06-20' });
  scheme = await schemeWithWorkers(platform, ['Ama', 'Kofi', 'Esi'], { creditedWhen: 'PAID' });
  await platform.pool.query("update pensions.member set valid_from = '2025-10-15'");
});
afterAll(() => platform.stop());

const record = (source: string, months: readonly object[]): object => ({ programmeId: scheme.scheme, source, months, idempotencyKey: key() });
const STATEMENT = `query ($number: String!, $from: LocalDate) { pensionMembers(where: { number: { eq: $number } }) { nodes { statement(from: $from) {
  from to monthsCounted amount { amount } interest { amount }
  months { month employerNumber standing unpaid late earningsDeclared { amount } earningsCounted { amount } workerAmount { amount } }
  years { year months earningsCounted { amount } amount { amount } interest { amount } }
  employers { number name firstMonth lastMonth months amount { amount } } branches { branch tier paidBy amount { amount } } gaps { from to months employed } } } } }`;
const statement = async (number: string, from?: string): Promise<Record<string, unknown>> =>
  (await anybody(platform).run<{ pensionMembers: { nodes: { statement: Record<string, unknown> }[] } }>(STATEMENT, { number, from })).pensionMembers.nodes[0]?.statement ?? {};
const m = (amount: string): object => ({ amount });

describe('a member', () => {
  it('is credited months for which nobody pays, and has what was contributed before taken over', async () => {
    expect(await done(anybody(platform), 'contributionsRecord', record('MIGRATION', [
      { reference: 'OLD-1', memberNumber: 'M-AMA', month: '2025-10-01', employerNumber: 'E-MILL-PENSION', earnings: '400', parts: [{ code: 'worker_pension', amount: '22.00' }, { code: 'employer_pension', amount: '42' }] },
    ]), 'recorded')).toMatchObject({ recorded: 1 });
    await done(anybody(platform), 'contributionsRecord', record('CREDIT', [{ reference: 'CARE-1', memberNumber: 'M-AMA', month: '2025-11-01', reason: 'CARE' }, { reference: 'CARE-2', memberNumber: 'M-AMA', month: '2025-12-01', reason: 'CARE' }]), 'recorded');
    const refused = (months: readonly object[], source = 'CREDIT') => refusedBy(anybody(platform), 'contributionsRecord', record(source, months));
    expect(await refused([{ reference: 'CARE-1', memberNumber: 'M-AMA', month: '2026-01-01', reason: 'CARE' }])).toMatchObject([{ code: 'CONTRIBUTION_TWICE' }]);
    expect(await refused([{ reference: 'A', memberNumber: 'M-WHO', month: '2026-09-01', parts: [{ code: 'worker_pension', amount: '1' }] }])).toMatchObject([
      { code: 'CONTRIBUTION_REASON', path: ['input', 'months', '0', 'reason'] }, { code: 'CREDIT_WITHOUT_EMPLOYER' }, { code: 'CONTRIBUTION_MEMBER_UNKNOWN' }, { code: 'CONTRIBUTION_MONTH' }]);
    expect(await refused([{ reference: 'B', memberNumber: 'M-AMA', employerNumber: 'E-WHO', month: '2026-01-01', earnings: '-1', parts: [{ code: 'other', amount: '0.001' }] }], 'MIGRATION')).toMatchObject([
      { code: 'CONTRIBUTION_AMOUNT' }, { code: 'CONTRIBUTION_AMOUNT' }, { code: 'EMPLOYER_NOT_FOUND' }, { code: 'CONTRIBUTION_PART_UNKNOWN' }]);
  });

  it('sees month by month what counts, what is awaited, what is late and where nothing is', async () => {
    const { employer, organisation } = await someEmployer(platform, 'SCHOOL');
    await done(anybody(platform), 'employmentStart', { personId: scheme.people['Ama'], employerId: employer, from: '2021-01-01' }, 'employment { id }');
    await declare(platform, scheme, '2026-02', { Ama: '1500', Kofi: '200' });
    await pay(platform, scheme, '300.00', '2026-06-20');
    await declare(platform, { ...scheme, employer, organisation }, '2026-05', { Ama: '300' });
    const { contributions } = await anybody(platform).run<{ contributions: { nodes: { id: string }[] } }>('{ contributions(where: { reference: { eq: "CARE-2" } }) { nodes { id } } }');
    const reverse = { contributionId: contributions.nodes[0]?.id, reason: 'Was not caring', idempotencyKey: key() };
    await done(anybody(platform), 'contributionReverse', reverse, 'contribution { undoes { reference } }');
    expect(await refusedBy(anybody(platform), 'contributionReverse', { ...reverse, idempotencyKey: key() })).toMatchObject([{ code: 'CONTRIBUTION_TAKEN_BACK' }]);
    expect(await statement('M-AMA')).toEqual({
      from: '1900-01-01', to: '2026-06-30', monthsCounted: 3, amount: m('250.00'), interest: null,
      months: [
        { month: '2025-10-01', employerNumber: 'E-MILL-PENSION', standing: 'COUNTED', unpaid: false, late: false, earningsDeclared: m('400.00'), earningsCounted: m('400.00'), workerAmount: m('22.00') },
        { month: '2025-11-01', employerNumber: null, standing: 'CREDITED', unpaid: false, late: false, earningsDeclared: m('0.00'), earningsCounted: m('0.00'), workerAmount: m('0.00') },
        { month: '2026-02-01', employerNumber: 'E-MILL-PENSION', standing: 'COUNTED', unpaid: false, late: true, earningsDeclared: m('1500.00'), earningsCounted: m('1000.00'), workerAmount: m('55.00') },
        { month: '2026-05-01', employerNumber: 'E-SCHOOL', standing: 'AWAITED', unpaid: true, late: true, earningsDeclared: m('300.00'), earningsCounted: m('300.00'), workerAmount: m('16.50') },
      ],
      years: [{ year: 2025, months: 2, earningsCounted: m('400.00'), amount: m('64.00'), interest: null }, { year: 2026, months: 1, earningsCounted: m('1000.00'), amount: m('186.00'), interest: null }],
      employers: [
        { number: 'E-MILL-PENSION', name: 'MILL-PENSION', firstMonth: '2025-10-01', lastMonth: '2026-02-01', months: 2, amount: m('250.00') },
        { number: null, name: null, firstMonth: '2025-11-01', lastMonth: '2025-11-01', months: 1, amount: m('0.00') },
      ],
      branches: [
        { branch: 'HEALTH', tier: 1, paidBy: 'EMPLOYER', amount: m('25.00') }, { branch: 'OLD_AGE', tier: 1, paidBy: 'EMPLOYER', amount: m('147.00') },
        { branch: 'OLD_AGE', tier: 1, paidBy: 'STATE', amount: m('1.00') }, { branch: 'OLD_AGE', tier: 1, paidBy: 'WORKER', amount: m('77.00') },
      ],
      gaps: [{ from: '2025-12-01', to: '2026-01-31', months: 2, employed: true }, { from: '2026-03-01', to: '2026-05-31', months: 3, employed: true }],
    });
  });

  it('has interest on it where the scheme has some, once a year is over', async () => {
    const [one, other] = [anybody(platform, 'one'), anybody(platform, 'other')];
    const { parameter } = await done<{ parameter: { id: string } }>(one, 'parameterDefine', { programmeId: scheme.scheme, code: 'interest_rate', type: 'NUMBER', names: [{ language: 'en', text: 'Interest' }] }, 'parameter { id }');
    const { parameterValue } = await done<{ parameterValue: { id: string } }>(one, 'parameterValueAdd', { parameterId: parameter.id, value: '0.1', effectiveFrom: '2025-01-01', source: 'Made up' }, 'parameterValue { id }');
    await done(other, 'parameterValuePublish', { id: parameterValue.id }, 'parameterValue { state }');
    await done(one, 'contributionCollectionSet', { programmeId: scheme.scheme, creditedWhen: 'PAID', dueDay: 14, interestParameter: 'interest_rate' }, 'collection { interestParameter }');
    // 64.00 for October bear interest for two months of 2025: 64 × 2/12 × 0.1.
    expect(await statement('M-AMA', '2025-01-01')).toMatchObject({ interest: m('1.07'), years: [{ year: 2025, interest: m('1.07') }, { year: 2026, interest: null }] });
  });

  it('takes as many statements of SQL as many members do', async () => {
    const count = async (first: number): Promise<number> => (await platform.statementsOf(() => anybody(platform).run(
      'query ($first: Int!) { pensionMembers(first: $first) { nodes { number person { givenName } statement { monthsCounted gaps { months } } } } }', { first }))).length;
    const one = await count(1);
    expect(one).toBeGreaterThan(0);
    expect(await count(3)).toBe(one);
  });

  it('has it as a file, of months and of what is posted', async () => {
    await done(anybody(platform), 'exportStart', {
      query: 'query ($p: ID!) { contributions(where: { person: { id: { eq: $p } } }) { nodes { month employer { number } source earningsCounted { amount } workerAmount { amount } employerAmount { amount } unpaid } } }',
      variables: JSON.stringify({ p: scheme.people['Kofi'] }), format: 'CSV',
    }, 'export { id }');
    await platform.finishJobs();
    const { rows } = await platform.pool.query<{ id: string }>("select id from kernel.file where media_type like 'text/csv%' order by id desc limit 1");
    const [text] = [...(await fileBytes(platform.pool, rows.map(({ id }) => id))).values()].map(String);
    expect(text?.split('\r\n').slice(0, 2)).toEqual(['month,employer.number,source,earningsCounted.amount,workerAmount.amount,employerAmount.amount,unpaid', '2026-02-01,E-MILL-PENSION,DECLARATION,200.00,11.00,26.00,false']);
  });
});

describe('an employer', () => {
  it('shows what it declared and paid, month by month', async () => {
    const { declarations } = await anybody(platform).run<{ declarations: { nodes: { id: string }[] } }>('query ($e: ID!) { declarations(where: { employer: { id: { eq: $e } } }) { nodes { id } } }', { e: scheme.employer });
    await correct(platform, scheme, '2026-02', declarations.nodes[0]?.id ?? '', { Esi: '100' });
    const { employer } = await anybody(platform).run<{ employer: { compliance: unknown[] } }>(
      `query ($e: ID!, $p: ID!) { employer(by: { id: $e }) { compliance(programmeId: $p, from: "2026-01-01", to: "2026-03-01") {
        month dueOn employed declared state declaredLate demanded { amount } paid { amount } outstanding { amount } paidLate } } }`, { e: scheme.employer, p: scheme.scheme });
    expect(employer.compliance).toEqual([
      { month: '2026-01-01', dueOn: '2026-02-14', employed: 3, declared: 0, state: null, declaredLate: true, demanded: m('0.00'), paid: m('0.00'), outstanding: m('0.00'), paidLate: false },
      { month: '2026-02-01', dueOn: '2026-03-14', employed: 3, declared: 3, state: 'POSTED', declaredLate: true, demanded: m('250.14'), paid: m('250.14'), outstanding: m('0.00'), paidLate: false },
      { month: '2026-03-01', dueOn: '2026-04-14', employed: 3, declared: 0, state: null, declaredLate: true, demanded: m('0.00'), paid: m('0.00'), outstanding: m('0.00'), paidLate: false },
    ]);
  });
});
