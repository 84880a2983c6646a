import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { planWith } from './some-adjudication.js';
import { asked, family, line, someFamily } from './some-claims.js';
import { somePolicy } from './some-policy.js';
import { anybody, done, someRegisters } from './some-registers.js';

let platform: TestPlatform;
/** Every permission but those that lead to care. */
let blind: TestClient;
let seer: TestClient;
let people: Readonly<Record<string, string>>;
let claim: string;

const WORDS = 'She lost a child before';

beforeAll(async () => {
  platform = await startTestPlatform({
    modules: [healthInsurance], today: '2026-03-10', settings: { 'change-requests': { policies: [{ operation: 'claimEnter' }] } },
  });
  seer = anybody(platform, 'seer');
  blind = platform.as({ name: 'blind', permissions: platform.platform.plan.modules.flatMap(({ permissions = [] }) => permissions).map(({ name }) => name).filter((name) => !name.startsWith('health-insurance.care.')) });
  await someRegisters(platform);
  people = await someFamily(platform, 'F-1', family);
  await somePolicy(platform, await planWith(platform, 'PLAN', {}, ['CONS', 'ANC', 'BIRTH']), 'F-1', [people['Ama'] ?? ''], { from: '2026-01-01', to: '2026-12-31' });
});
afterAll(() => platform.stop());

const contents = async (by: TestClient, id: string): Promise<string> =>
  JSON.stringify(await by.run('query ($id: ID!) { changeRequest(by: { id: $id }) { asked { path value masked } changes { field before after } } }', { id }));

/** Approves what waits; gives the request and the claim that it led to. */
async function entered(): Promise<{ readonly request: string; readonly claim: string }> {
  const clerk = anybody(platform, 'clerk', { organisations: ['H'] });
  const { changeRequest } = await done<{ changeRequest: { id: string } }>(clerk, 'claimEnter', 'changeRequest { id }', asked(people['Ama'] ?? '', [line('ANC', { explanation: WORDS })], { diagnosisCode: 'A01', otherDiagnosisCodes: ['B50'], explanation: WORDS }));
  await done(seer, 'changeRequestApprove', 'changeRequest { id }', { id: changeRequest.id });
  const { claims } = await seer.run<{ claims: { nodes: { id: string }[] } }>('{ claims(orderBy: [{ createdAt: DESC }], first: 1) { nodes { id } } }');
  return { request: changeRequest.id, claim: claims.nodes[0]?.id ?? '' };
}

describe('what somebody is ill with, and what care they had', () => {
  it('is masked while a claim waits for approval, and told to whoever may see it', async () => {
    const { request, claim: id } = await entered();
    claim = id;
    const hidden = await contents(blind, request);
    for (const told of ['A01', 'B50', 'ANC', WORDS]) expect(hidden).not.toContain(told);
    expect(hidden).toContain('facilityCode');
    const seen = await contents(seer, request);
    for (const told of ['A01', 'B50', 'ANC', WORDS]) expect(seen).toContain(told);
  });

  it('is not told by what a claim took of a policy', async () => {
    await done(anybody(platform, 'clerk', { organisations: ['H'] }), 'claimSubmit', 'claims { id }', { ids: [claim] });
    await done(seer, 'claimsAdjudicate', 'claims { id }', { ids: [claim], until: 'VALUED' });
    const TAKEN = '{ consumptions { nodes { category inPatient maskedFields onDay } } }';
    expect(await blind.run(TAKEN)).toEqual({ consumptions: { nodes: [{ category: null, inPatient: null, maskedFields: ['category', 'inPatient'], onDay: '2026-03-02' }] } });
    expect(await seer.run(TAKEN)).toEqual({ consumptions: { nodes: [{ category: 'ANTENATAL', inPatient: true, maskedFields: [], onDay: '2026-03-02' }] } });
    const CHOSEN = '{ consumptions(where: { category: { eq: ANTENATAL } }) { totalCount } }';
    expect((await blind.send(CHOSEN)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await seer.run(CHOSEN)).toEqual({ consumptions: { totalCount: 1 } });
  });

  it('chooses no claims to work on for whoever may not see it', async () => {
    const SELECT = 'mutation { claimsSelect(input: { purpose: FEEDBACK, where: { diagnosisCode: { eq: "A01" } } }) { found userErrors { code } } }';
    expect((await blind.send(SELECT)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await seer.send(SELECT)).errors).toEqual([]);
  });

  it('is not told by why a claim was opened again, nor by the event of it', async () => {
    await done(anybody(platform, 'officer'), 'claimReopen', 'claim { id }', { id: claim, reason: WORDS });
    const REOPENED = 'query ($id: ID!) { claim(by: { id: $id }) { reopenedBecause } }';
    expect(await blind.run(REOPENED, { id: claim })).toEqual({ claim: { reopenedBecause: null } });
    expect(await seer.run(REOPENED, { id: claim })).toEqual({ claim: { reopenedBecause: WORDS } });
    const { rows } = await platform.pool.query<{ payload: object }>("select payload from kernel.event where name = 'health-insurance.claim-reopened'");
    expect(rows).toEqual([{ payload: { id: expect.any(String), was: 'VALUED' } }]);
  });
});
