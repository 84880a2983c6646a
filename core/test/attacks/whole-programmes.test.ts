import { afterAll, beforeAll, describe, expect } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { EVERYBODY, programme, publishedVersion, rule } from '../programmes/testing.js';
import { moved, registry, type Standing } from '../programmes/testing/enrolling.js';
import { attack } from './testing/attack.js';

let platform: TestPlatform;
let officer: TestClient;
let approver: TestClient;
let codes = 0;

/** Two districts with two households each. */
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-06-15' });
  officer = platform.as({ name: 'officer', role: 'programme-officer' });
  approver = platform.as({ name: 'approver', role: 'entitlement-approver' });
  await registry(platform);
});
afterAll(() => platform?.stop());

const local = (role: string, ...places: readonly string[]): TestClient => platform.as({ name: `${role} of ${places.join()}`, role, places });

async function scheme(more: object = {}): Promise<{ readonly id: string; readonly version: string }> {
  const id = await programme(officer, `W-${(codes += 1)}`, more);
  const { id: version } = await publishedVersion(platform, { programmeId: id, effectiveFrom: '2020-01-01', rules: [EVERYBODY, rule('first', 'PRIORITY', 'household.members.size()'), rule('grant', 'AMOUNT', 'money("10.00")')] });
  return { id, version };
}

let keys = 0;
const documentOf = (mutation: string, fields: string): string => `mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { ${fields} userErrors { code message path } } }`;
async function done(as: TestClient, mutation: string, input: object, fields = ''): Promise<Record<string, { id: string }>> {
  const answer = await as.run<Record<string, Record<string, { id: string }>>>(documentOf(mutation, fields), { input: { idempotencyKey: `whole-programme-${(keys += 1)}`, ...input } });
  await platform.finishJobs();
  return answer[mutation] ?? {};
}
async function refused(as: TestClient, mutation: string, input: object): Promise<string | undefined> {
  return (await as.refuse(documentOf(mutation, ''), { input: { idempotencyKey: `whole-programme-${(keys += 1)}`, ...input } }))[0]?.code;
}

/** Codes of the households that are enrolled. */
async function enrolled(programmeId: string): Promise<readonly string[]> {
  return (await standing(programmeId)).filter(({ state }) => state === 'ENROLLED').map(({ household }) => household.code).toSorted();
}
async function standing(programmeId: string): Promise<readonly (Standing & { household: { code: string } })[]> {
  const { enrolments } = await officer.run<{ enrolments: { nodes: (Standing & { household: { code: string } })[] } }>('query ($id: ID!) { enrolments(where: { programme: { id: { eq: $id } } }) { nodes { id version state household { code } } } }', { id: programmeId });
  return enrolments.nodes;
}

describe('the waiting list of a programme', () => {
  /** One of the first district has its only place and leaves it, the others wait. */
  async function waiting(): Promise<string> {
    const { id } = await scheme({ places: 1 });
    await done(officer, 'targetingStart', { programmeId: id, mode: 'ENROL' });
    const [first] = (await standing(id)).filter(({ state }) => state === 'ENROLLED');
    expect(['H1', 'H2']).toContain(first?.household.code);
    await moved(officer, 'enrolmentExit', { id: first?.id, version: first?.version, reason: 'WITHDRAWN' });
    return id;
  }
  attack('of another district, by judging those of one\'s own', {
    blocked: async () => {
      const id = await waiting();
      await done(local('programme-officer', 'D2'), 'targetingStart', { programmeId: id, mode: 'ENROL' });
      expect(await enrolled(id)).toEqual([]);
    },
    twin: async () => {
      const id = await waiting();
      await done(officer, 'targetingStart', { programmeId: id, mode: 'ENROL' });
      expect(await enrolled(id)).toHaveLength(1);
    },
  });
  attack('of all districts, by somebody of one', {
    blocked: async () => {
      const id = await waiting();
      expect(await refused(local('programme-officer', 'D2'), 'waitingListAdmit', { programmeId: id })).toBe('WHOLE_PROGRAMME_NEEDED');
      expect(await enrolled(id)).toEqual([]);
    },
    twin: async () => {
      const id = await waiting();
      await done(officer, 'waitingListAdmit', { programmeId: id });
      expect(await enrolled(id)).toHaveLength(1);
    },
  });
});

describe('what is owed for a period', () => {
  async function period(): Promise<{ readonly programmeId: string; readonly periodId: string; readonly version: string }> {
    const { id: programmeId, version } = await scheme();
    await done(officer, 'targetingStart', { programmeId, mode: 'ENROL', on: '2026-01-01' });
    const { period: { id: periodId } = { id: '' } } = await done(officer, 'benefitPeriodOpen', { programmeId, number: 1, periodFrom: '2026-02-01', periodTo: '2026-02-28', dueOn: '2026-02-28' }, 'period { id }');
    return { programmeId, periodId, version };
  }
  const owed = async (programmeId: string): Promise<number> => (await officer.run<{ entitlements: { totalCount: number } }>('query ($id: ID!) { entitlements(where: { programme: { id: { eq: $id } } }) { totalCount } }', { id: programmeId })).entitlements.totalCount;

  attack('determined for one district, so that it counts as done for all', {
    blocked: async () => {
      const { programmeId, periodId } = await period();
      expect(await refused(local('programme-officer', 'D1'), 'entitlementsDetermine', { periodId })).toBe('WHOLE_PROGRAMME_NEEDED');
      expect(await owed(programmeId)).toBe(0);
    },
    twin: async () => {
      const { programmeId, periodId } = await period();
      await done(officer, 'entitlementsDetermine', { periodId });
      expect(await owed(programmeId)).toBe(4);
    },
  });

  /** What is owed is more since the rules changed, and waits for somebody's approval. */
  async function again(as: TestClient): Promise<string> {
    const { programmeId, periodId, version } = await period();
    await done(officer, 'entitlementsDetermine', { periodId });
    await publishedVersion(platform, { programmeId, effectiveFrom: '2026-01-15', supersedesId: version, rules: [EVERYBODY, rule('grant', 'AMOUNT', 'money("15.00")')] });
    return (await done(as, 'entitlementsRedetermine', { programmeId, from: '2026-02-01', reason: 'the grant was raised' }, 'run { id }'))['run']?.id ?? '';
  }
  attack('otherwise in all districts, approved by somebody of one', {
    blocked: async () => expect(await refused(local('entitlement-approver', 'D1'), 'determinationDecide', { id: await again(officer), approve: true })).toBe('DETERMINATION_RUN_NOT_FOUND'),
    twin: async () => {
      await done(approver, 'determinationDecide', { id: await again(officer), approve: true });
      await done(local('entitlement-approver', 'D1'), 'determinationDecide', { id: await again(local('programme-officer', 'D1')), approve: true });
    },
  });
});
