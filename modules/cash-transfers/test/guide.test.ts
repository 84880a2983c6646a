import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { cashTransfers } from '../src/index.js';
import { anybody, enrol } from './some-cycle.js';

let platform: TestPlatform;
let officer: TestClient;
let authority: TestClient;
const known: Record<string, unknown> = {};

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [cashTransfers], today: '2025-12-15' });
  [officer, authority] = [anybody(platform, 'officer'), anybody(platform, 'authority')];
  await officer.run(`mutation {
    placesRegister(input: { places: [{ code: "V-CT", name: "V", level: "village" }] }) { userErrors { message } }
    householdRegister(input: { code: "HH-CT-1", placeCode: "V-CT", since: "2020-01-01", members: [
      { givenName: "Ama", familyName: "Made-Up", sex: FEMALE, birthDate: "1990-01-01", role: HEAD }, { givenName: "Esi", familyName: "Made-Up", sex: FEMALE, birthDate: "2015-05-01", role: CHILD }] }) { userErrors { message } }
  }`);
  const { programmeCreate } = await officer.run<{ programmeCreate: { programme: { id: string } } }>('mutation ($input: ProgrammeCreateInput!) { programmeCreate(input: $input) { programme { id } userErrors { code } } }',
    { input: { code: 'CT', name: 'Made-up child grant', scheme: 'cash-transfers', benefitType: 'cash-transfer', target: 'HOUSEHOLD', currency: 'GHS', startsOn: '2025-01-01' } });
  known['programme'] = programmeCreate.programme.id;
  const { persons } = await officer.run<{ persons: { nodes: readonly { id: string }[] } }>('{ persons(where: { givenName: { eq: "Esi" } }) { nodes { id } } }');
  known['child'] = persons.nodes[0]?.id;
});
afterAll(() => platform.stop());

interface Step {
  readonly name: string;
  readonly source: string;
  readonly variables: Record<string, unknown>;
}

/** The operations of the guide in their order, with the variables that stand under them; what begins with `$` is what is known by then. */
async function steps(): Promise<readonly (() => Step)[]> {
  const text = await readFile(new URL('../../../docs/guides/cash-transfers.md', import.meta.url), 'utf8');
  return [...text.matchAll(/```graphql\n([\s\S]*?)```\n+```json\n([\s\S]*?)```/g)].map(([, source = '', variables = '']) => () => ({
    source, name: /(?:query|mutation) (\w+)/.exec(source)?.[1] ?? '',
    variables: JSON.parse(variables, (_key, value: unknown) => (typeof value === 'string' && value.startsWith('$') ? known[value.slice(1)] : value)) as Record<string, unknown>,
  }));
}

/** What is done between the operations, as other guides show it, or on which day. */
const BETWEEN: Readonly<Record<string, (answer: never) => Promise<void> | void>> = {
  Draft: async ({ programmeVersionDraft: { programmeVersion } }: { programmeVersionDraft: { programmeVersion: { id: string; version: number } } }) => {
    const move = 'programmeVersion { id version } userErrors { code message }';
    const { programmeVersionSubmit } = await officer.run<{ programmeVersionSubmit: { programmeVersion: object } }>(`mutation ($input: ProgrammeVersionMoveInput!) { programmeVersionSubmit(input: $input) { ${move} } }`, { input: programmeVersion });
    await authority.run(`mutation ($input: ProgrammeVersionMoveInput!) { programmeVersionPublish(input: $input) { ${move} } }`, { input: programmeVersionSubmit.programmeVersion });
    await enrol(platform, String(known['programme']), '2025-12-15');
  },
  Plan: ({ cyclesPlan: { cycles } }: { cyclesPlan: { cycles: readonly { id: string }[] } }) => void ([known['third'], known['fourth']] = [cycles[2]?.id, cycles[3]?.id]),
  School: ({ conditionDefine: { condition } }: { conditionDefine: { condition: { id: string } } }) => {
    known['school'] = condition.id;
    platform.setToday('2026-03-01');
  },
  Flood: ({ shockPropose: { shock } }: { shockPropose: { shock: { id: string } } }) => void (known['flood'] = shock.id),
};

it('the guide "Cash transfers" holds operations that run in its order and do what it says', async () => {
  const answers: Record<string, unknown> = {};
  for (const step of await steps()) {
    const { name, source, variables } = step();
    answers[name] = await (name === 'Declare' ? authority : officer).run(source, variables);
    await platform.finishJobs();
    await BETWEEN[name]?.(answers[name] as never);
  }
  expect(Object.keys(answers)).toEqual(['Draft', 'Plan', 'Join', 'School', 'Missed', 'Follows', 'Standing', 'Flood', 'Cost', 'Declare', 'Reached']);
  expect(answers['Standing']).toMatchObject({ household: { enrolments: { nodes: [{ state: 'ENROLLED', consequences: { nodes: [{ month: '2026-01-01', misses: 1, consequence: 'WARN' }] } }] } } });
  expect(answers['Cost']).toEqual({ shockPlan: [{ measure: 1, kind: 'TOP_UP', budget: '1000.00', overBudget: false, parts: [{ placeCode: 'V-CT', enrolments: 1, persons: 2, withoutPayee: 0, amount: '40.00' }] }] });
  expect(answers['Reached']).toMatchObject({ indicator: { rows: [{ keys: ['2026-01', 'FEMALE'], value: '2', count: 2 }, { keys: ['2026-02', 'FEMALE'] }, { keys: ['2026-03', 'FEMALE'] }] } });
});
