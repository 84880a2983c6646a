import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { anybody, done, pensionScheme, refusedBy } from './some-scheme.js';
import { awarded, contributed, DEFINED_BENEFIT, determine, determineAgain, key, owed, persons } from './some-pension.js';

let platform: TestPlatform;
let clerk: TestClient;
let approver: TestClient;
let people: Readonly<Record<string, string>>;
let scheme: string;
const person = (name: string): string => people[name] ?? '';

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-06-10' });
  [clerk, approver] = [anybody(platform, 'clerk'), anybody(platform, 'approver')];
  people = await persons(platform, { Ama: '1965-03-15', Kofi: '1965-05-01', Esi: '1965-01-01' });
  scheme = await pensionScheme(platform, 'PENSION', DEFINED_BENEFIT);
  for (const name of ['Ama', 'Kofi', 'Esi']) await contributed(platform, scheme, person(name), '2010-01-01', '2025-12-01', '600.00');
});
afterAll(() => platform.stop());

const stepsOf = async (award: string): Promise<readonly object[]> =>
  (await clerk.run<{ pensionAward: { steps: { nodes: object[] } } }>('query ($id: ID!) { pensionAward(by: { id: $id }) { steps(orderBy: [{ number: ASC }]) { nodes { number kind from monthly { amount } } } } }', { id: award })).pensionAward.steps.nodes;
const born = async (id: string, birthDate: string): Promise<void> => {
  const { person: found } = await clerk.run<{ person: { version: number } }>('query ($id: ID!) { person(by: { id: $id }) { version } }', { id });
  await done(clerk, 'personUpdate', { id, version: found.version, birthDate }, 'person { id }');
  await platform.finishJobs();
};

describe('a revision', () => {
  it('of contributions that came late pays the exact arrears, and only after a second person approved', async () => {
    const award = await awarded(platform, scheme, person('Ama'), '2026-01-01');
    for (const month of ['2026-01', '2026-02', '2026-03', '2026-04']) await determine(platform, scheme, month);
    // 192 months: 600 x 2 % x 16.
    expect(await owed(platform, scheme, person('Ama'))).toEqual({ '2026-01': '192.00', '2026-02': '192.00', '2026-03': '192.00', '2026-04': '192.00' });
    expect(await refusedBy(clerk, 'pensionAwardRevise', { awardId: award, because: 'Nothing in truth' })).toMatchObject([{ code: 'NOTHING_REVISED' }]);
    await contributed(platform, scheme, person('Ama'), '2007-01-01', '2009-12-01', '500.00');
    const { revision } = await done<{ revision: { id: string } }>(clerk, 'pensionAwardRevise', { awardId: award, because: 'Three years were found' }, 'revision { id state from was { amount } becomes { amount } decision { kind } }');
    // 228 months: 600 x 2 % x 19.
    expect(revision).toMatchObject({ state: 'PROPOSED', from: '2026-01-01', was: { amount: '192.00' }, becomes: { amount: '228.00' }, decision: { kind: 'PENSION_REVISION' } });
    expect(await refusedBy(clerk, 'pensionAwardRevise', { awardId: award, because: 'Once more' })).toMatchObject([{ code: 'PENSION_REVISION_OPEN' }]);
    expect(await refusedBy(clerk, 'pensionRevisionDecide', { revisionId: revision.id, approve: true, ...key() })).toMatchObject([{ code: 'OWN_PENSION_REVISION' }]);
    await done(approver, 'pensionRevisionDecide', { revisionId: revision.id, approve: true, ...key() }, 'revision { state }');
    expect(await refusedBy(approver, 'pensionRevisionDecide', { revisionId: revision.id, approve: true, ...key() })).toMatchObject([{ code: 'PENSION_REVISION_DECIDED' }]);
    expect(await stepsOf(award)).toEqual([
      { number: 1, kind: 'AWARD', from: '2026-01-01', monthly: { amount: '192.00' } }, { number: 2, kind: 'REVISION', from: '2026-01-01', monthly: { amount: '228.00' } }]);
    expect(await determineAgain(platform, scheme)).toBe(true);
    expect(await owed(platform, scheme, person('Ama'))).toEqual({ '2026-01': '228.00', '2026-02': '228.00', '2026-03': '228.00', '2026-04': '228.00' });
    const { entitlements } = await clerk.run<{ entitlements: object }>('query ($p: ID!) { entitlements(where: { kind: { eq: "ARREARS" }, payee: { id: { eq: $p } } }, orderBy: [{ periodFrom: ASC }]) { nodes { owed { amount } periodFrom } } }', { p: person('Ama') });
    expect(entitlements).toEqual({ nodes: ['01', '02', '03', '04'].map((month) => ({ owed: { amount: '36.00' }, periodFrom: `2026-${month}-01` })) });
  });

  it('with effect from a later day changes what follows alone, and a rejected one nothing', async () => {
    const award = await awarded(platform, scheme, person('Kofi'), '2026-01-01');
    await determineAgain(platform, scheme);
    await contributed(platform, scheme, person('Kofi'), '2009-01-01', '2009-12-01', '500.00');
    const propose = (from: string): Promise<{ revision: { id: string } }> => done(clerk, 'pensionAwardRevise', { awardId: award, from, because: 'A year was found' }, 'revision { id }');
    const { revision: first } = await propose('2026-01-01');
    await done(approver, 'pensionRevisionDecide', { revisionId: first.id, approve: false, ...key() }, 'revision { state }');
    expect(await stepsOf(award)).toHaveLength(1);
    const { revision: second } = await propose('2026-03-01');
    await done(approver, 'pensionRevisionDecide', { revisionId: second.id, approve: true, ...key() }, 'revision { state }');
    await determineAgain(platform, scheme);
    expect(await owed(platform, scheme, person('Kofi'))).toEqual({ '2026-01': '192.00', '2026-02': '192.00', '2026-03': '204.00', '2026-04': '204.00' });
    expect(await refusedBy(clerk, 'pensionAwardRevise', { awardId: award, from: '2025-12-31', because: 'Too early' })).toMatchObject([{ code: 'PENSION_AWARD_DAYS' }]);
    expect(await refusedBy(clerk, 'pensionAwardRevise', { awardId: award, from: '2026-07-01', because: 'Too late' })).toMatchObject([{ code: 'PENSION_DAY_AHEAD' }]);
  });

  it('is proposed by itself where a birth date is corrected after the award, and what was paid too much is found', async () => {
    await awarded(platform, scheme, person('Esi'), '2026-01-01');
    await determineAgain(platform, scheme);
    expect((await owed(platform, scheme, person('Esi')))['2026-04']).toBe('192.00');
    await born(person('Esi'), '1965-06-01');
    expect(await clerk.run('{ pensionRevisions(where: { state: { eq: PROPOSED } }) { totalCount } }')).toEqual({ pensionRevisions: { totalCount: 0 } });
    await born(person('Esi'), '1967-01-01');
    const { pensionRevisions } = await approver.run<{ pensionRevisions: { nodes: { id: string }[] } }>('{ pensionRevisions(where: { state: { eq: PROPOSED } }) { nodes { id because becomes { amount } decision { outcome reasons { code } } } } }');
    expect(pensionRevisions.nodes).toMatchObject([{ because: 'birthDate corrected', becomes: { amount: '0.00' }, decision: { outcome: 'NOT_ELIGIBLE', reasons: [{ code: 'old_enough' }] } }]);
    await done(approver, 'pensionRevisionDecide', { revisionId: pensionRevisions.nodes[0]?.id, approve: true, ...key() }, 'revision { state }');
    await determineAgain(platform, scheme);
    expect(await owed(platform, scheme, person('Esi'))).toEqual({ '2026-01': '0.00', '2026-02': '0.00', '2026-03': '0.00', '2026-04': '0.00' });
    const { overpayments } = await clerk.run<{ overpayments: { nodes: object[] } }>('query ($p: ID!) { overpayments(where: { payee: { id: { eq: $p } } }) { nodes { owedBack { amount } } } }', { p: person('Esi') });
    expect(overpayments.nodes).toEqual(Array.from({ length: 4 }, () => ({ owedBack: { amount: '192.00' } })));
  });
});
