import { defineModule, enrolmentGuards, EnrolmentMove, enrolmentReasons, ruleViolation, sql } from '@kinga/plugin-sdk';
import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** A country whose law takes nobody in who lives in a district that is closed, and that knows a reason of its own. */
const country = defineModule({ name: '@made-up/country', version: '1.0.0', kinga: { id: 'made-up-country', requires: { programmes: '*' } } }, {
  description: 'A country of a test',
  contributes: [
    enrolmentReasons.contribute('BORDER_CLOSED', { text: 'The border is closed.', moves: [EnrolmentMove.SUSPEND] }),
    enrolmentGuards.contribute('made-up-country.closed-district', {
      description: 'Nobody of a closed district is taken in.',
      moves: [EnrolmentMove.ENROL],
      refusals: { DISTRICT_CLOSED: ruleViolation('DISTRICT_CLOSED', '{place} is closed.', 'Wait until it is open.') },
      refused: (_ctx, asked) => sql`select a.key, 'DISTRICT_CLOSED', jsonb_build_object('place', p.name) from ${asked} a join people.place p on p.id = a.place_id where p.code = 'CLOSED'`,
    }),
  ],
});

let platform: TestPlatform;
let officer: TestClient;
beforeAll(async () => {
  platform = await startTestPlatform({ modules: [country], today: '2026-03-01' });
  officer = platform.as({ name: 'officer', role: 'programme-officer' });
  const clerk = platform.as('people.places.manage', 'people.households.register');
  await clerk.run('mutation { placesRegister(input: { places: [{ code: "OPEN", name: "Open", level: "district" }, { code: "CLOSED", name: "Closed", level: "district" }] }) { userErrors { code } } }');
  for (const code of ['OPEN', 'CLOSED']) {
    await clerk.run('mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { userErrors { code } } }', { input: { code: `H-${code}`, placeCode: code, members: [{ familyName: 'Test', sex: 'FEMALE', birthDate: '1980-01-01', role: 'HEAD' }] } });
  }
});
afterAll(() => platform?.stop());

interface Enrolment {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly household: { readonly code: string };
}

it('a guard and a reason of a country hold one by one and among many', async () => {
  const { programmeCreate } = await officer.run<{ programmeCreate: { programme: { id: string } } }>('mutation ($input: ProgrammeCreateInput!) { programmeCreate(input: $input) { programme { id } userErrors { code message } } }',
    { input: { code: 'GUARDED', name: 'Guarded', scheme: 'programmes', target: 'HOUSEHOLD', currency: 'GHS', startsOn: '2020-01-01' } });
  const programmeId = programmeCreate.programme.id;
  const answer = '{ programmeVersion { id version } userErrors { code message } }';
  interface Version { readonly programmeVersion: { readonly id: string; readonly version: number } }
  const { programmeVersionDraft: draft } = await officer.run<{ programmeVersionDraft: Version }>(`mutation ($input: ProgrammeVersionDraftInput!) { programmeVersionDraft(input: $input) ${answer} }`, { input: { programmeId, effectiveFrom: '2020-01-01', rules: [{ code: 'everybody', kind: 'ELIGIBILITY', expression: 'true' }] } });
  const { programmeVersionSubmit: submitted } = await officer.run<{ programmeVersionSubmit: Version }>(`mutation ($input: ProgrammeVersionMoveInput!) { programmeVersionSubmit(input: $input) ${answer} }`, { input: draft.programmeVersion });
  await platform.as({ name: 'publisher', permissions: ['programmes.versions.publish', 'programmes.programmes.read'] }).run(`mutation ($input: ProgrammeVersionMoveInput!) { programmeVersionPublish(input: $input) ${answer} }`, { input: submitted.programmeVersion });
  const { targetingStart } = await officer.run<{ targetingStart: { targetingRun: { id: string } } }>('mutation ($input: TargetingStartInput!) { targetingStart(input: $input) { targetingRun { id } userErrors { code message } } }', { input: { programmeId, mode: 'ENROL' } });
  await platform.finishJobs();
  const { targetingRun } = await officer.run<{ targetingRun: object }>('query ($id: ID!) { targetingRun(by: { id: $id }) { enrolled failed failures { nodes { code household { code } } } } }', { id: targetingStart.targetingRun.id });
  expect(targetingRun).toEqual({ enrolled: 1, failed: 1, failures: { nodes: [{ code: 'DISTRICT_CLOSED', household: { code: 'H-CLOSED' } }] } });
  const { enrolments: { nodes } } = await officer.run<{ enrolments: { nodes: Enrolment[] } }>('{ enrolments { nodes { id version state household { code } } } }');
  const of = (code: string): Pick<Enrolment, 'id' | 'version'> => {
    const found = nodes.find(({ household }) => household.code === code);
    return { id: found?.id ?? '', version: found?.version ?? 0 };
  };
  expect(await officer.refuse('mutation ($input: EnrolmentEnrolInput!) { enrolmentEnrol(input: $input) { userErrors { code message hint } } }', { input: of('H-CLOSED') })).toMatchObject([{ code: 'DISTRICT_CLOSED', message: 'Closed is closed.', hint: 'Wait until it is open.' }]);
  const { enrolmentSuspend } = await officer.run<{ enrolmentSuspend: { enrolment: object } }>('mutation ($input: EnrolmentSuspendInput!) { enrolmentSuspend(input: $input) { enrolment { state reason } userErrors { code } } }', { input: { ...of('H-OPEN'), reason: 'BORDER_CLOSED' } });
  expect(enrolmentSuspend.enrolment).toEqual({ state: 'SUSPENDED', reason: 'BORDER_CLOSED' });
});
