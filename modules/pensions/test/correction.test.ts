import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { accept, correct, declare, draft, key, pay, posted, RATES, reverse, schemeWithWorkers, told, type SomeScheme } from './some-declarations.js';
import { anybody, done, refusedBy, rule, someEmployer } from './some-scheme.js';

let platform: TestPlatform;
let scheme: SomeScheme;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-04-10' });
  scheme = await schemeWithWorkers(platform, ['Ama', 'Kofi', 'Esi'], {
    rules: [...RATES.slice(0, 2), rule('worker_pension', 'CONTRIBUTION', 'round(rules.counted * (person.age >= 45 ? 0.01 : 0.055), 0.01)'), ...RATES.slice(3)],
  });
});
afterAll(() => platform.stop());

const of = async (name: string): Promise<readonly string[]> => (await posted(platform)).filter((line) => line.startsWith(name));

describe('a declaration that was wrong', () => {
  it('is corrected by another that names it: the difference is posted and demanded beside, and nothing is edited', async () => {
    const first = await declare(platform, scheme, '2026-01', { Ama: '500', Kofi: '600' });
    const second = await correct(platform, scheme, '2026-01', first, { Ama: '700', Esi: '200' });
    expect(await of('Ama')).toEqual(['Ama 2026-01: 700.00 7.00 91.00 1.00']);
    expect(await told(platform, second)).toMatchObject({ state: 'POSTED', amount: { amount: '56.00' }, penalty: { amount: '1.12' }, demand: { outstanding: { amount: '57.12' } } });
    const { contributions } = await anybody(platform).run<{ contributions: { nodes: unknown[] } }>(
      'query ($p: ID!) { contributions(where: { person: { id: { eq: $p } } }, orderBy: [{ id: ASC }]) { nodes { earningsDeclared { amount } earningsCounted { amount } amount { amount } } } }', { p: scheme.people['Ama'] });
    expect(contributions.nodes).toEqual([
      { earningsDeclared: { amount: '500.00' }, earningsCounted: { amount: '500.00' }, amount: { amount: '71.00' } },
      { earningsDeclared: { amount: '200.00' }, earningsCounted: { amount: '200.00' }, amount: { amount: '28.00' } },
    ]);
  });

  it('is corrected again by the last correction, and by no other', async () => {
    const { declarations } = await anybody(platform).run<{ declarations: { nodes: { id: string; corrects: { id: string } | null }[] } }>('{ declarations(orderBy: [{ id: ASC }]) { nodes { id corrects { id } } } }');
    const [first, second] = declarations.nodes.map(({ id }) => id);
    const open = (correctsId: string | undefined, month = '2026-01-01') => refusedBy(anybody(platform, 'clerk'), 'declarationOpen', { programmeId: scheme.scheme, employerId: scheme.employer, month, correctsId });
    expect(await open(first)).toMatchObject([{ code: 'DECLARATION_CORRECTED' }]);
    expect(await open(second, '2026-02-01')).toMatchObject([{ code: 'CORRECTS_OTHER' }]);
    expect(await refusedBy(anybody(platform, 'officer'), 'declarationReverse', { declarationId: first, reason: 'Wrong', idempotencyKey: key() })).toMatchObject([{ code: 'CORRECTIONS_STAND' }]);
  });

  it('gives back what was paid too much: the month is demanded anew, and the rest is held for coming months', async () => {
    const first = await declare(platform, scheme, '2026-02', { Ama: '1000', Kofi: '1000' });
    await pay(platform, scheme, '1000.00', '2026-04-10');
    expect(await told(platform, first)).toMatchObject({ demand: { state: 'SETTLED' } });
    const less = await correct(platform, scheme, '2026-02', first, { Kofi: '0' });
    expect(await told(platform, less)).toMatchObject({ state: 'POSTED', amount: { amount: '-140.00' }, demand: { state: 'SETTLED', lines: { nodes: [{ code: 'CONTRIBUTION', amount: { amount: '140.00' } }, { code: 'LATE_DECLARATION' }] } } });
    expect((await posted(platform)).filter((line) => line.includes('2026-02'))).toEqual(['Ama 2026-02: 1000.00 10.00 130.00 1.00']);
    const { payers } = await anybody(platform).run<{ payers: { nodes: { statement: { closing: { amount: string }; ledger: { amount: string } } }[] } }>('{ payers { nodes { statement { closing { amount } ledger { amount } } } } }');
    expect(payers.nodes[0]?.statement.closing).toEqual(payers.nodes[0]?.statement.ledger);
  });

  it('is taken back as a whole, and what it said before holds again', async () => {
    const before = await posted(platform);
    const first = await declare(platform, scheme, '2026-03', { Ama: '400', Kofi: '300' });
    const whole = await posted(platform);
    const second = await correct(platform, scheme, '2026-03', first, { Ama: '0', Kofi: '900' });
    await reverse(platform, second);
    expect(await posted(platform)).toEqual(whole);
    await reverse(platform, first);
    expect(await posted(platform)).toEqual(before);
    expect(await told(platform, first)).toMatchObject({ state: 'REVERSED', demand: null });
    const again = await declare(platform, scheme, '2026-03', { Ama: '400', Kofi: '300' });
    expect(await posted(platform)).toEqual(whole);
    expect(await told(platform, again)).toMatchObject({ state: 'POSTED', amount: { amount: '98.00' } });
  });

  it('is reckoned anew with what is known now where it is corrected with the same earnings, such as after a date of birth was corrected', async () => {
    await platform.pool.query("update people.person set birth_date = '1985-01-01' where given_name = 'Kofi'");
    const { declarations } = await anybody(platform).run<{ declarations: { nodes: { id: string }[] } }>('{ declarations(where: { month: { eq: "2026-03-01" }, state: { eq: POSTED } }) { nodes { id } } }');
    await correct(platform, scheme, '2026-03', declarations.nodes[0]?.id ?? '', { Kofi: '300' });
    expect((await of('Kofi')).filter((line) => line.includes('2026-03'))).toEqual(['Kofi 2026-03: 300.00 16.50 39.00 1.00']);
  });
});

describe('lines that do not count', () => {
  it('are those of one person twice, of the dead and the unborn, of whoever is not employed, and what cannot be', async () => {
    const people = await platform.pool.query<{ name: string }>("select given_name as name from people.person where given_name = 'Esi'");
    expect(people.rows).toHaveLength(1);
    await platform.pool.query("update people.person set death_date = '2026-03-31' where given_name = 'Esi'");
    await platform.pool.query("update pensions.employment set valid_to = '2026-04-01' where person_id = $1", [(await platform.pool.query("select id from people.person where given_name = 'Kofi'")).rows[0].id]);
    const id = await draft(platform, scheme, '2026-04', { Ama: '100', Esi: '100', Kofi: '100' });
    await done(anybody(platform, 'clerk'), 'declarationLinesAdd', { declarationId: id, lines: [
      { memberNumber: 'M-AMA', earnings: '900' }, { memberNumber: 'M-NEW', earnings: '-1', days: 31 }, { memberNumber: 'M-NEW', earnings: '1.005' },
    ] }, 'declaration { id }');
    const reasons = async (): Promise<unknown> => ((await told(platform, id)) as unknown as { rejectedLines: { nodes: { number: number; reasons: string[] }[] } }).rejectedLines.nodes.map(({ number, reasons: why }) => `${number}: ${why.join()}`).sort();
    expect(await reasons()).toEqual(['1: PERSON_TWICE', '2: DIED', '3: NOT_EMPLOYED', '4: PERSON_TWICE', '5: MEMBER_UNKNOWN,EARNINGS_NEGATIVE,DAYS_WRONG', '6: MEMBER_UNKNOWN,EARNINGS_TOO_FINE']);
    await done(anybody(platform, 'clerk'), 'declarationLinesRemove', { declarationId: id, numbers: [4] }, 'declaration { id }');
    expect(await reasons()).not.toContain('1: PERSON_TWICE');
    await accept(platform, id);
    expect(await of('Ama 2026-04')).toEqual(['Ama 2026-04: 100.00 1.00 13.00 1.00']);
  });

  it('of persons who work for two employers count for both', async () => {
    const { employer, organisation } = await someEmployer(platform, 'SCHOOL');
    await done(anybody(platform), 'employmentStart', { personId: scheme.people['Ama'], employerId: employer, from: '2021-01-01' }, 'employment { id }');
    await declare(platform, { ...scheme, employer, organisation }, '2026-04', { Ama: '1500' });
    expect(await of('Ama 2026-04')).toEqual(['Ama 2026-04: 1100.00 11.00 143.00 2.00']);
  });
});

describe('a month that is closed', () => {
  it('is not declared, corrected or taken back', async () => {
    const close = (closedUntil: string | null) => done(anybody(platform), 'contributionCollectionSet', { programmeId: scheme.scheme, creditedWhen: 'DECLARED', dueDay: 14, closedUntil }, 'collection { closedUntil }');
    expect(await close('2026-03-20')).toEqual({ collection: { closedUntil: '2026-03-01' }, userErrors: [] });
    const { declarations } = await anybody(platform).run<{ declarations: { nodes: { id: string }[] } }>('{ declarations(where: { month: { eq: "2026-03-01" }, state: { eq: POSTED }, corrects: { is: { state: { eq: POSTED } } } }) { nodes { id } } }').catch(() => ({ declarations: { nodes: [] as { id: string }[] } }));
    const open = (more: object) => refusedBy(anybody(platform, 'clerk'), 'declarationOpen', { programmeId: scheme.scheme, employerId: scheme.employer, month: '2026-03-01', ...more });
    expect(await open({ correctsId: declarations.nodes[0]?.id })).toMatchObject([{ code: 'MONTH_CLOSED', path: ['input', 'month'] }]);
    await close(null);
  });
});
