import type { TestPlatform } from '@kinga/plugin-sdk/testing';

/** A programme with a schedule, an enrolled household and a cycle, made through the API. */
export async function someCycle(platform: TestPlatform): Promise<{ readonly programme: string; readonly cycle: string }> {
  const everybody = platform.as({ permissions: platform.platform.plan.modules.flatMap((module) => module.permissions ?? []).map(({ name }) => name) });
  await everybody.run(`mutation {
    placesRegister(input: { places: [{ code: "V", name: "V", level: "village" }] }) { userErrors { message } }
    householdRegister(input: { code: "H-1", placeCode: "V", since: "2020-01-01", members: [{ familyName: "X", sex: FEMALE, birthDate: "1940-01-01", role: HEAD }] }) { userErrors { message } }
  }`);
  const { programmeCreate } = await everybody.run<{ programmeCreate: { programme: { id: string } } }>(`mutation {
    programmeCreate(input: { code: "CASH", name: "Cash", scheme: "cash-transfers", target: HOUSEHOLD, currency: "GHS", startsOn: "2020-01-01",
      eligibility: { effectiveFrom: "2020-01-01", expression: "household.members.size() > 0", source: "a test" } }) { programme { id } userErrors { message } }
  }`);
  const programme = programmeCreate.programme.id;
  await everybody.run('mutation ($p: ID!) { programmeEnrolEligible(input: { programmeId: $p }) { job { id } userErrors { message } } }', { p: programme });
  await everybody.run(
    `mutation ($p: ID!) { benefitScheduleAdd(input: { programmeId: $p, effectiveFrom: "2020-01-01", memberRule: "member.age >= 65", source: "a test",
      rates: [{ members: 1, amount: "10.00" }] }) { userErrors { message } } }`, { p: programme },
  );
  const { cycleOpen } = await everybody.run<{ cycleOpen: { cycle: { id: string } } }>(
    'mutation ($p: ID!) { cycleOpen(input: { programmeId: $p, number: 1, periodFrom: "2026-01-01", periodTo: "2026-02-28" }) { cycle { id } userErrors { message } } }', { p: programme },
  );
  await platform.finishJobs();
  return { programme, cycle: cycleOpen.cycle.id };
}
