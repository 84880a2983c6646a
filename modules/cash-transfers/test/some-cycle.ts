import type { TestClient, TestPlatform } from '@kinga/plugin-sdk/testing';

/** Somebody with every permission. */
export function anybody(platform: TestPlatform, name: string): TestClient {
  return platform.as({ name, permissions: platform.platform.plan.modules.flatMap((module) => module.permissions ?? []).map((permission) => permission.name) });
}

/** A rule of a version. */
export const rule = (code: string, kind: string, expression: string): object => ({ code, kind, expression });

/** A programme of cash transfers with a version that one person drafted and another published. */
export async function cashProgramme(platform: TestPlatform, code: string, rules: readonly object[], more: object = {}): Promise<string> {
  const [drafter, publisher] = [anybody(platform, 'drafter'), anybody(platform, 'publisher')];
  const { programmeCreate } = await drafter.run<{ programmeCreate: { programme: { id: string } } }>(
    'mutation ($input: ProgrammeCreateInput!) { programmeCreate(input: $input) { programme { id } userErrors { code message } } }',
    { input: { code, name: code, scheme: 'cash-transfers', benefitType: 'cash-transfer', target: 'HOUSEHOLD', currency: 'GHS', startsOn: '2020-01-01', ...more } },
  );
  const programmeId = programmeCreate.programme.id;
  let version: object = { programmeId, effectiveFrom: '2020-01-01', rules };
  for (const [who, mutation, input] of [[drafter, 'programmeVersionDraft', 'Draft'], [drafter, 'programmeVersionSubmit', 'Move'], [publisher, 'programmeVersionPublish', 'Move']] as const) {
    const answer = await who.run<Record<string, { programmeVersion: { id: string; version: number } }>>(
      `mutation ($input: ProgrammeVersion${input}Input!) { ${mutation}(input: $input) { programmeVersion { id version } userErrors { code message path } } }`, { input: version });
    version = answer[mutation]?.programmeVersion ?? {};
  }
  return programmeId;
}

/** Enrols whoever is eligible on a day. */
export async function enrol(platform: TestPlatform, programmeId: string, on: string): Promise<void> {
  await anybody(platform, 'officer').run('mutation ($input: TargetingStartInput!) { targetingStart(input: $input) { job { id } userErrors { code message } } }', { input: { programmeId, mode: 'ENROL', on } });
  await platform.finishJobs();
}

/** A programme with an enrolled household and a cycle, made through the API. */
export async function someCycle(platform: TestPlatform): Promise<{ readonly programme: string; readonly cycle: string }> {
  const everybody = anybody(platform, 'officer');
  await everybody.run(`mutation {
    placesRegister(input: { places: [{ code: "V", name: "V", level: "village" }] }) { userErrors { message } }
    householdRegister(input: { code: "H-1", placeCode: "V", since: "2020-01-01", members: [{ familyName: "X", sex: FEMALE, birthDate: "1940-01-01", role: HEAD }] }) { userErrors { message } }
  }`);
  const programme = await cashProgramme(platform, 'CASH', [
    rule('somebody_old', 'ELIGIBILITY', 'household.members.exists(m, m.age >= 65)'), rule('grant', 'AMOUNT', 'money("10.00")'),
    rule('ladder', 'CONSEQUENCE', 'enrolment.conditions.misses >= 1 ? "WARN" : "RESUME"'),
  ]);
  await enrol(platform, programme, '2025-12-31');
  const { cycleOpen } = await everybody.run<{ cycleOpen: { cycle: { id: string } } }>(
    'mutation ($p: ID!) { cycleOpen(input: { programmeId: $p, number: 1, periodFrom: "2026-01-01", periodTo: "2026-02-28" }) { cycle { id } userErrors { message } } }', { p: programme },
  );
  return { programme, cycle: cycleOpen.cycle.id };
}

/** A condition of the programme that somebody missed, and a shock that waits to be declared. */
export async function someCondition(platform: TestPlatform, programmeId: string): Promise<{ readonly condition: string; readonly person: string; readonly shock: string }> {
  const [everybody, other] = [anybody(platform, 'officer'), anybody(platform, 'proposer')];
  const { conditionDefine } = await everybody.run<{ conditionDefine: { condition: { id: string } } }>(
    'mutation ($input: ConditionDefineInput!) { conditionDefine(input: $input) { condition { id } userErrors { code message } } }', { input: { programmeId, code: 'check_up', name: 'Goes to a check-up', validFrom: '2025-12-01' } });
  const condition = conditionDefine.condition.id;
  const { persons: { nodes: [{ id: person } = { id: '' }] } } = await everybody.run<{ persons: { nodes: readonly { id: string }[] } }>('{ persons(first: 1) { nodes { id } } }');
  await everybody.run('mutation ($input: ComplianceRecordInput!) { complianceRecord(input: $input) { recorded userErrors { code message } } }', { input: { conditionId: condition, month: '2026-01-01', lines: [{ personId: person, outcome: 'MISSED' }] } });
  await everybody.run('mutation ($input: ConsequencesDrawInput!) { consequencesDraw(input: $input) { job { id } userErrors { code message } } }', { input: { programmeId, month: '2026-01-01', idempotencyKey: 'draw-january' } });
  await platform.finishJobs();
  const { shockPropose } = await other.run<{ shockPropose: { shock: { id: string } } }>('mutation ($input: ShockProposeInput!) { shockPropose(input: $input) { shock { id } userErrors { code message } } }', {
    input: { code: 'DROUGHT-1', kind: 'DROUGHT', name: 'A made-up drought', happenedOn: '2026-02-01', endsOn: '2026-08-31', placeCodes: ['V'], measures: [{ programmeId, kind: 'TOP_UP', topUp: { amount: '5.00', budget: '100.00', dueOn: '2026-03-01' } }] },
  });
  return { condition, person, shock: shockPropose.shock.id };
}

/** Two cycles that follow one another and are not determined. */
export async function twoMoreCycles(platform: TestPlatform, programmeId: string): Promise<readonly string[]> {
  const { cyclesPlan } = await anybody(platform, 'officer').run<{ cyclesPlan: { cycles: readonly { id: string }[] } }>('mutation ($input: CyclesPlanInput!) { cyclesPlan(input: $input) { cycles { id } userErrors { code message } } }',
    { input: { programmeId, number: 10, periodFrom: '2026-09-01', months: 2, count: 2, dueAfterDays: 5 } });
  return cyclesPlan.cycles.map(({ id }) => id);
}
