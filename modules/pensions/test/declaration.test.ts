import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { accept, declare, draft, pay, posted, schemeWithWorkers, told, type SomeScheme } from './some-declarations.js';
import { anybody, done, refusedBy } from './some-scheme.js';

let platform: TestPlatform;
let scheme: SomeScheme;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-02-10' });
  scheme = await schemeWithWorkers(platform, ['Ama', 'Kofi', 'Esi']);
});
afterAll(() => platform.stop());

describe('an employer', () => {
  it('declares a month line by line, sees what is wrong with a line at once, and what the rules make of the others', async () => {
    const id = await draft(platform, scheme, '2026-01', { Ama: '500.00', Kofi: '2000.00', Nobody: '700.00' });
    await done(anybody(platform, 'clerk'), 'declarationLinesAdd', { declarationId: id, lines: [{ personId: scheme.people['Esi'], earnings: '50.00', days: 31, declaredAmount: '20.00' }] }, 'declaration { id }');
    expect(await told(platform, id)).toMatchObject({ state: 'DRAFT', dueOn: '2026-02-14', validCount: 3, rejectedCount: 1, rejectedLines: { nodes: [{ number: 3, memberNumber: 'M-NOBODY', reasons: ['MEMBER_UNKNOWN'] }] } });
    const { declaration } = await anybody(platform).run<{ declaration: { lines: { nodes: unknown[] } } }>(
      'query ($id: ID!) { declaration(by: { id: $id }) { lines(orderBy: [{ number: ASC }], where: { state: { eq: VALID } }) { nodes { person { givenName } earningsCounted workerAmount employerAmount stateAmount difference } } } }', { id });
    expect(declaration.lines.nodes).toEqual([
      { person: { givenName: 'Ama' }, earningsCounted: '500.00', workerAmount: '27.50', employerAmount: '65.00', stateAmount: '1.00', difference: null },
      { person: { givenName: 'Kofi' }, earningsCounted: '1000.00', workerAmount: '55.00', employerAmount: '130.00', stateAmount: '1.00', difference: null },
      { person: { givenName: 'Esi' }, earningsCounted: '100.00', workerAmount: '5.50', employerAmount: '13.00', stateAmount: '1.00', difference: '1.50' },
    ]);
    await accept(platform, id);
    expect(await told(platform, id)).toMatchObject({
      state: 'POSTED', amount: { amount: '296.00' }, penalty: { amount: '0.00' },
      demand: { state: 'ISSUED', outstanding: { amount: '296.00' }, dueOn: '2026-02-14', lines: { nodes: [{ code: 'HEALTH', amount: { amount: '40.00' } }, { code: 'OLD_AGE', amount: { amount: '256.00' } }] } },
    });
    expect(await posted(platform)).toEqual(['Ama 2026-01: 500.00 27.50 65.00 1.00', 'Esi 2026-01: 100.00 5.50 13.00 1.00', 'Kofi 2026-01: 1000.00 55.00 130.00 1.00']);
  });

  it('declares a month once, and accepts nothing that they submitted themselves', async () => {
    expect(await refusedBy(anybody(platform, 'clerk'), 'declarationOpen', { programmeId: scheme.scheme, employerId: scheme.employer, month: '2026-01-20' })).toMatchObject([{ code: 'DECLARATION_TWICE', path: ['input', 'month'] }]);
    const id = await draft(platform, scheme, '2026-02', {});
    expect(await refusedBy(anybody(platform, 'clerk'), 'declarationSubmit', { declarationId: id })).toMatchObject([{ code: 'NOTHING_DECLARED' }]);
    await done(anybody(platform, 'clerk'), 'declarationLinesAdd', { declarationId: id, lines: [{ memberNumber: 'm-ama', earnings: '500' }] }, 'declaration { id }');
    await done(anybody(platform, 'clerk'), 'declarationSubmit', { declarationId: id }, 'declaration { state }');
    expect(await refusedBy(anybody(platform, 'clerk'), 'declarationAccept', { declarationId: id, idempotencyKey: 'accept-own-1' })).toMatchObject([{ code: 'DECLARATION_SECOND_PERSON' }]);
    expect(await refusedBy(anybody(platform, 'clerk'), 'declarationLinesAdd', { declarationId: id, lines: [{ memberNumber: 'M-KOFI', earnings: '500' }] })).toMatchObject([{ code: 'DECLARATION_STATE' }]);
    expect(await done(anybody(platform, 'officer'), 'declarationSendBack', { declarationId: id, reason: 'Kofi is missing' }, 'declaration { state sentBackBecause }')).toMatchObject({ declaration: { state: 'DRAFT', sentBackBecause: 'Kofi is missing' } });
    await done(anybody(platform, 'clerk'), 'declarationWithdraw', { declarationId: id }, 'declaration { state }');
    expect(await told(platform, await declare(platform, scheme, '2026-02', { Ama: '100' }))).toMatchObject({ state: 'POSTED', amount: { amount: '18.50' } });
  });

  it('pays a demand under its control number, what was due first being settled first', async () => {
    await pay(platform, scheme, '300.00', '2026-02-10');
    const { demands } = await anybody(platform).run<{ demands: { nodes: { state: string; outstanding: object }[] } }>('{ demands(orderBy: [{ periodFrom: ASC }]) { nodes { state outstanding { amount } } } }');
    expect(demands.nodes).toEqual([{ state: 'SETTLED', outstanding: { amount: '0.00' } }, { state: 'PART_PAID', outstanding: { amount: '14.50' } }]);
  });

  it('is charged by rule for what is declared late, and for what is paid late', async () => {
    platform.setToday('2026-04-30');
    const id = await declare(platform, scheme, '2026-03', { Ama: '1000.00' });
    expect(await told(platform, id)).toMatchObject({ daysLate: 16, amount: { amount: '185.00' }, penalty: { amount: '1.85' }, demand: { outstanding: { amount: '186.85' }, dueOn: '2026-04-30', lines: { nodes: [{ code: 'HEALTH' }, { code: 'LATE_DECLARATION', amount: { amount: '1.85' } }, { code: 'OLD_AGE' }] } } });
    platform.setToday('2026-05-30');
    await anybody(platform, 'officer').run('mutation ($p: ID!) { penaltiesCharge(input: { programmeId: $p }) { userErrors { code message } } }', { p: scheme.scheme });
    await platform.finishJobs();
    expect(await told(platform, id)).toMatchObject({ demand: { outstanding: { amount: '192.46' } } });
  });
});
