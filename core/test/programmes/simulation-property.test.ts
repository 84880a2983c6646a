import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { uuidOf } from '../../src/kernel/schema/ids.js';
import { inTransaction } from '../../src/kernel/write/transaction.js';
import { assess } from '../../src/programmes/decisions/assess.js';
import { rulesInForce, rulesOfVersion } from '../../src/programmes/decisions/rules-of.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { CLERK, registerHousehold, twoPlaces } from '../people/testing/registry.js';
import { DRAFT, officers, programme, publishedVersion, rule, versionOf } from './testing.js';

let kit: TestPlatform;
let planner: TestClient;
const households: { readonly id: string; readonly sexOfHead: string; readonly ages: readonly number[] }[] = [];

beforeAll(async () => {
  kit = await startTestPlatform({ today: '2026-06-01' });
  const clerk = kit.as(...CLERK);
  await twoPlaces(clerk);
  planner = kit.as({ name: 'planner', role: 'programme-analyst' });
  const members = fc.array(fc.record({ sex: fc.constantFrom('FEMALE', 'MALE'), age: fc.integer({ min: 0, max: 90 }) }), { minLength: 1, maxLength: 5 });
  for (const [at, family] of fc.sample(members, { seed: 7, numRuns: 30 }).entries()) {
    const made = await registerHousehold(clerk, `H${at}`, family.map(({ sex, age }, n) => ({ givenName: `M${n}`, sex, birthDate: `${2026 - age}-01-01` })), at % 3 === 0 ? 'V1' : 'V2', '2026-05-01');
    households.push({ id: made.id, sexOfHead: family[0]?.sex ?? '', ages: family.map(({ age }) => age) });
  }
});
afterAll(() => kit?.stop());

interface Scheme {
  readonly childUnder: number;
  readonly atLeast: number;
  readonly headFrom: number;
  readonly each: number;
}
const scheme: fc.Arbitrary<Scheme> = fc.record({ childUnder: fc.integer({ min: 1, max: 30 }), atLeast: fc.integer({ min: 0, max: 3 }), headFrom: fc.integer({ min: 20, max: 95 }), each: fc.integer({ min: 1, max: 999 }) });

const children = ({ ages }: (typeof households)[number], { childUnder }: Scheme): number => ages.filter((age) => age < childUnder).length;
/** Cents, or nothing where it is not eligible: worked out without the platform. */
function due(of: (typeof households)[number], rules: Scheme): number | null {
  return children(of, rules) >= rules.atLeast || (of.ages[0] ?? 0) >= rules.headFrom ? rules.each * (1 + children(of, rules)) : null;
}
const rulesOf = ({ childUnder, atLeast, headFrom, each }: Scheme): object[] => [
  rule('children', 'FORMULA', `household.members.filter(m, m.age < ${childUnder}).size()`),
  rule('eligible', 'ELIGIBILITY', `rules.children >= ${atLeast} || household.head.age >= ${headFrom}`),
  rule('grant', 'AMOUNT', `money("${(each / 100).toFixed(2)}") * (1 + rules.children)`),
];
const FIGURES = ['assessed', 'gainers', 'losers', 'unchanged', 'newly_in', 'newly_out', 'neither', 'failed', 'undetermined_before', 'undetermined_after', 'cost_before', 'cost_after', 'gained', 'lost'] as const;
type Row = Readonly<Record<(typeof FIGURES)[number], string>> & { readonly breakdown: string; readonly key: string | null };

const cents = (amount: number): string => (amount / 100).toString();

it('whatever the versions, figures are as worked out by hand, those of groups add up to those of all, and decisions find the same', async () => {
  let n = 0;
  await fc.assert(fc.asyncProperty(scheme, scheme, async (before, after) => {
    n += 1;
    const { ama } = officers(kit);
    const programmeId = await programme(ama, `P${n}`, { budget: '1000000' });
    await publishedVersion(kit, { programmeId, effectiveFrom: '2020-01-01', rules: rulesOf(before) });
    const draft = await versionOf(ama, DRAFT, { programmeId, effectiveFrom: '2027-01-01', rules: rulesOf(after) });
    const { programmeSimulate: { report } } = await planner.run<{ programmeSimulate: { report: { id: string } } }>(
      'mutation ($input: ProgrammeSimulateInput!) { programmeSimulate(input: $input) { report { id } userErrors { code message path } } }',
      { input: { versionId: draft.id, breakdowns: [{ code: 'SEX', expression: 'household.head.sex' }, { code: 'SIZE', expression: 'household.members.size()', bands: ['2', '4'] }, { code: 'VILLAGE', placeLevel: 'village' }] } },
    );
    await kit.finishJobs();
    const { rows } = await kit.pool.query<Row>(`select breakdown, key, ${FIGURES.map((figure) => `${figure}::text`).join(', ')} from programmes.simulation_row where report_id = $1`, [uuidOf('simulation', report.id)]);
    const all = rows.find(({ breakdown }) => breakdown === 'TOTAL');

    const pairs = households.map((each) => [due(each, before), due(each, after)] as const);
    const count = (which: (was: number | null, is: number | null) => boolean): string => String(pairs.filter(([was, is]) => which(was, is)).length);
    const sum = (of: (was: number, is: number) => number): string => cents(pairs.reduce((total, [was, is]) => total + of(was ?? 0, is ?? 0), 0));
    expect(all && Object.fromEntries(FIGURES.map((figure) => [figure, String(Number(all[figure]))]))).toEqual({
      assessed: String(households.length), failed: '0', undetermined_before: '0', undetermined_after: '0',
      gainers: count((was, is) => was !== null && is !== null && is > was), losers: count((was, is) => was !== null && is !== null && is < was), unchanged: count((was, is) => was !== null && was === is),
      newly_in: count((was, is) => was === null && is !== null), newly_out: count((was, is) => was !== null && is === null), neither: count((was, is) => was === null && is === null),
      cost_before: sum((was) => was), cost_after: sum((_, is) => is), gained: sum((was, is) => Math.max(0, is - was)), lost: sum((was, is) => Math.max(0, was - is)),
    });
    for (const breakdown of ['SEX', 'SIZE', 'VILLAGE']) {
      const groups = rows.filter((row) => row.breakdown === breakdown);
      for (const figure of FIGURES) expect(groups.reduce((total, row) => total + Math.round(Number(row[figure]) * 100), 0)).toBe(Math.round(Number(all?.[figure]) * 100));
    }
    const women = rows.find(({ breakdown, key }) => breakdown === 'SEX' && key === 'FEMALE');
    expect(Number(women?.assessed ?? 0)).toBe(households.filter(({ sexOfHead }) => sexOfHead === 'FEMALE').length);

    // What is decided on each by the same versions.
    const ctx = kit.platform.context({ actor: kit.platform.system() });
    const decided = async (draftOnly: boolean): Promise<readonly (number | null)[]> => inTransaction(ctx, async (tx) => {
      const rules = draftOnly ? await rulesOfVersion(tx, uuidOf('programme_version', draft.id), tx.today) : await rulesInForce(tx, uuidOf('programme', programmeId), tx.today);
      if (!rules) throw new Error('no rules');
      const found: (number | null)[] = [];
      for (const { id } of households) {
        const { outcome, amount } = await assess(tx, rules, 'ASSESSMENT', { subjectId: uuidOf('household', id), enrolmentId: null });
        found.push(outcome === 'ELIGIBLE' ? Math.round(Number(amount) * 100) : null);
      }
      return found;
    });
    expect(await decided(false)).toEqual(pairs.map(([was]) => was));
    expect(await decided(true)).toEqual(pairs.map(([, is]) => is));
  }), { numRuns: 8, seed: 3 });
});
