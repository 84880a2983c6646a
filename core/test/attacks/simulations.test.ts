import { afterAll, beforeAll, expect } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { CLERK, registerHousehold, twoPlaces } from '../people/testing/registry.js';
import { DRAFT, EVERYBODY, officers, programme, rule, versionOf } from '../programmes/testing.js';
import { attack } from './testing/attack.js';

let kit: TestPlatform;
let draft: string;
/** Sees figures of groups alone. */
let analyst: TestClient;
/** May see persons. */
let planner: TestClient;

/** Fourteen households of one or two, one of which is looked for. */
beforeAll(async () => {
  kit = await startTestPlatform({ today: '2026-03-01' });
  const clerk = kit.as(...CLERK);
  await twoPlaces(clerk);
  for (let n = 1; n <= 14; n += 1) await registerHousehold(clerk, `H${n}`, [{ givenName: `A${n}`, birthDate: '1980-01-01' }, ...(n % 2 === 0 ? [{ givenName: `B${n}`, birthDate: '2020-01-01' }] : [])], 'V1');
  const { ama } = officers(kit);
  const programmeId = await programme(ama, 'SIM', { budget: '1000000' });
  ({ id: draft } = await versionOf(ama, DRAFT, { programmeId, effectiveFrom: '2027-01-01', rules: [EVERYBODY, rule('grant', 'AMOUNT', 'household.members.size() > 1 ? money("40.00") : money("25.00")')] }));
  analyst = kit.as({ name: 'analyst', role: 'programme-analyst' });
  planner = kit.as({ name: 'planner', permissions: ['programmes.programmes.read', 'programmes.simulations.read', 'programmes.simulations.run', 'people.places.read', 'people.persons.read', 'kernel.jobs.read'] });
});
afterAll(() => kit?.stop());

interface Row {
  readonly breakdown: string;
  readonly key: string | null;
  readonly newlyIn: number | null;
  readonly costAfter: string | null;
}
async function rowsOf(who: TestClient, breakdowns: readonly object[]): Promise<readonly Row[]> {
  const { programmeSimulate: { report } } = await who.run<{ programmeSimulate: { report: { id: string } } }>('mutation ($input: ProgrammeSimulateInput!) { programmeSimulate(input: $input) { report { id } userErrors { code message path } } }', { input: { versionId: draft, breakdowns } });
  await kit.finishJobs();
  return (await who.run<{ simulationReport: { rows: { nodes: Row[] } } }>('query ($id: ID!) { simulationReport(by: { id: $id }) { rows { nodes { breakdown key newlyIn costAfter } } } }', { id: report.id })).simulationReport.rows.nodes;
}
const DIFFERING: Readonly<Record<string, readonly [whole: object | undefined, part: object]>> = {
  'all less all but it': [undefined, { code: 'PART', expression: 'household.code != "H1"' }],
  'two groups that differ by it': [{ code: 'WHOLE', expression: 'household.code != "H2"' }, { code: 'PART', expression: 'household.code != "H2" && household.code != "H1"' }],
  'bands that differ by it': [{ code: 'WHOLE', expression: 'household.code == "H1" ? 1 : 2', bands: ['1', '3'] }, { code: 'PART', expression: 'household.code == "H1" ? 1 : 2', bands: ['2', '3'] }],
};
for (const [what, [whole, part]] of Object.entries(DIFFERING)) {
  /** What two groups differ by: how many are eligible, and what they are due. */
  const differing = async (who: TestClient): Promise<readonly [number | null, number | null]> => {
    const rows = await rowsOf(who, [...(whole ? [whole] : []), part]);
    const large = (code: string): Row | undefined => rows.filter(({ breakdown }) => breakdown === code).toSorted((one, other) => (other.newlyIn ?? -1) - (one.newlyIn ?? -1))[0];
    const [one, other] = [large(whole ? 'WHOLE' : 'TOTAL'), large('PART')];
    return typeof one?.newlyIn === 'number' && typeof other?.newlyIn === 'number' ? [one.newlyIn - other.newlyIn, Number(one.costAfter) - Number(other.costAfter)] : [null, null];
  };
  attack(`what a household would be due, as what figures differ by: ${what}`, {
    blocked: async () => {
      const [count, amount] = await differing(analyst);
      expect([Math.abs(count ?? 0) % 10, Math.abs(amount ?? 0) % 400]).toEqual([0, 0]);
    },
    twin: async () => expect(await differing(planner)).toEqual([1, 25]),
  });
}
