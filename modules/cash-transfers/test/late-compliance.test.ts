import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendFile, startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import type { Context } from '@kinga/plugin-sdk';
import { readComplianceFile } from '../src/conditions/read-compliance-file.js';
import { cashTransfers } from '../src/index.js';
import { anybody, cashProgramme, enrol, rule } from './some-cycle.js';

let platform: TestPlatform;
let programmeId: string;
let school: string;
const children = new Map<string, string>();
let keys = 0;

const officer = (): TestClient => anybody(platform, 'officer');
const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: `late-key-${keys += 1}` });

async function record(month: string, outcomes: Readonly<Record<string, string>>): Promise<void> {
  await officer().run('mutation ($input: ComplianceRecordInput!) { complianceRecord(input: $input) { recorded userErrors { code path } } }',
    { input: { conditionId: school, month, lines: Object.entries(outcomes).map(([name, outcome]) => ({ personId: children.get(name), outcome })) } });
  await platform.finishJobs();
}

/** A month passes: what was recorded of it, what follows, and what is owed for the next. */
async function month(number: number, outcomes: Readonly<Record<string, string>>): Promise<void> {
  const [last, first] = [number, number + 1].map((each) => `2026-${String(each).padStart(2, '0')}-01`) as [string, string];
  platform.setToday(first);
  await record(last, outcomes);
  await officer().run('mutation ($input: ConsequencesDrawInput!) { consequencesDraw(input: $input) { job { id } userErrors { code path } } }', { input: { programmeId, month: last, ...key() } });
  await platform.finishJobs();
  const { cycles } = await officer().run<{ cycles: { nodes: readonly { id: string }[] } }>('query ($first: LocalDate!) { cycles(where: { periodFrom: { eq: $first } }) { nodes { id } } }', { first });
  await officer().run('mutation ($input: CycleDetermineInput!) { cycleDetermine(input: $input) { job { id } userErrors { code path } } }', { input: { cycleId: cycles.nodes[0]?.id, ...key() } });
  await platform.finishJobs();
}

/** What is owed for each cycle, as `first day: kind amount`. */
async function owed(code: string): Promise<readonly string[]> {
  const { household } = await officer().run<{ household: { enrolments: { nodes: readonly { entitlements: { nodes: readonly { kind: string; periodFrom: string; owed: { amount: string } }[] } }[] } } }>(
    'query ($code: String!) { household(by: { code: $code }) { enrolments { nodes { entitlements(first: 50) { nodes { kind periodFrom owed { amount } } } } } } }', { code });
  return (household.enrolments.nodes[0]?.entitlements.nodes ?? []).map(({ kind, periodFrom, owed: { amount } }) => `${periodFrom}: ${kind} ${amount}`).sort();
}

/** What has changed is looked into, and somebody else approves it. */
async function determineAgain(): Promise<void> {
  const { redeterminationPropose } = await officer().run<{ redeterminationPropose: { run: { id: string } } }>('mutation ($input: RedeterminationProposeInput!) { redeterminationPropose(input: $input) { run { id } userErrors { code path } } }', { input: { programmeId, ...key() } });
  await platform.finishJobs();
  await anybody(platform, 'approver').run('mutation ($input: DeterminationDecideInput!) { determinationDecide(input: $input) { run { id } userErrors { code path } } }', { input: { id: redeterminationPropose.run.id, approve: true, ...key() } });
  await platform.finishJobs();
}

const STANDING = `query ($code: String!) { enrolments(first: 1, where: { household: { code: { eq: $code } } }) { nodes { state reason
  steps(first: 10, orderBy: [{ number: ASC }]) { nodes { to on reason undone(first: 1) { nodes { on reason decision { kind outcome } } } } }
  consequences(first: 20, orderBy: [{ month: ASC }, { number: ASC }]) { nodes { month number misses consequence step { to on } } } } } }`;

interface Standing {
  readonly state: string;
  readonly reason: string;
  readonly steps: { readonly nodes: readonly { readonly to: string; readonly on: string; readonly reason: string; readonly undone: { readonly nodes: readonly object[] } }[] };
  readonly consequences: { readonly nodes: readonly { readonly month: string; readonly number: number; readonly misses: number; readonly consequence: string }[] };
}

async function standing(code: string): Promise<Standing> {
  const { enrolments } = await officer().run<{ enrolments: { nodes: readonly [Standing] } }>(STANDING, { code });
  return enrolments.nodes[0];
}

const consequences = async (code: string): Promise<readonly string[]> => (await standing(code)).consequences.nodes.map(({ month: of, number, misses, consequence }) => `${of} ${number}: ${misses} ${consequence}`);

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [cashTransfers], today: '2026-01-01' });
  const household = (code: string): string => `h${code}: householdRegister(input: { code: "H-${code}", placeCode: "V", since: "2020-01-01", members: [
    { familyName: "${code}", givenName: "Head", sex: FEMALE, birthDate: "1990-01-01", role: HEAD }, { familyName: "${code}", givenName: "Child", sex: FEMALE, birthDate: "2015-05-01", role: CHILD }] }) { userErrors { message } }`;
  await officer().run(`mutation { placesRegister(input: { places: [{ code: "V", name: "V", level: "village" }] }) { userErrors { message } } ${['A', 'B', 'C'].map(household).join(' ')} }`);
  const { persons: { nodes } } = await officer().run<{ persons: { nodes: readonly { id: string; familyName: string }[] } }>('{ persons(first: 50, where: { givenName: { eq: "Child" } }) { nodes { id familyName } } }');
  for (const { id, familyName } of nodes) children.set(familyName, id);
  programmeId = await cashProgramme(platform, 'CCT', [
    rule('children', 'ELIGIBILITY', 'household.members.exists(m, m.age < 18)'),
    rule('grant', 'AMOUNT', 'firstKnown(enrolment.conditions.misses, 0) >= 2 ? money("50.00") : money("100.00")'),
    rule('ladder', 'CONSEQUENCE', 'enrolment.conditions.misses == 0 ? "RESUME" : enrolment.conditions.misses == 1 ? "WARN" : enrolment.conditions.misses < 3 ? "NONE" : "SUSPEND"'),
  ]);
  await enrol(platform, programmeId, '2026-01-01');
  const { conditionDefine } = await officer().run<{ conditionDefine: { condition: { id: string } } }>('mutation ($input: ConditionDefineInput!) { conditionDefine(input: $input) { condition { id } userErrors { code path } } }',
    { input: { programmeId, code: 'school', name: 'Goes to school', ageFrom: 6, ageUntil: 17, validFrom: '2026-01-01' } });
  school = conditionDefine.condition.id;
  await officer().run('mutation ($input: CyclesPlanInput!) { cyclesPlan(input: $input) { cycles { id } userErrors { code } } }', { input: { programmeId, number: 1, periodFrom: '2026-02-01', months: 1, count: 6, dueAfterDays: 9 } });
  for (const number of [1, 2, 3]) await month(number, { A: 'MISSED', B: 'MISSED', C: 'MISSED' });
  await month(4, { A: 'MET', B: 'MISSED', C: 'MISSED' });
});
afterAll(() => platform.stop());

describe('what is known late', () => {
  it('undoes a suspension that is over, for its time: what was not owed meanwhile is due as arrears', async () => {
    expect(await owed('H-A')).toEqual(['2026-02-01: REGULAR 100.00', '2026-03-01: REGULAR 50.00', '2026-05-01: REGULAR 100.00']);
    platform.setToday('2026-05-02');
    await record('2026-02-01', { A: 'MET' });
    // Nothing was drawn for anybody else, and nobody has asked for this.
    expect(await standing('H-A')).toEqual({
      state: 'ENROLLED', reason: 'CONDITION_MET',
      steps: { nodes: [
        { to: 'ELIGIBLE', on: '2026-01-01', reason: 'ASSESSED', undone: { nodes: [] } }, { to: 'ENROLLED', on: '2026-01-01', reason: 'TARGETED', undone: { nodes: [] } },
        { to: 'SUSPENDED', on: '2026-04-01', reason: 'CONDITION_MISSED', undone: { nodes: [{ on: '2026-05-02', reason: 'CONDITION_MET', decision: { kind: 'CONSEQUENCE', outcome: 'ELIGIBLE' } }] } },
        { to: 'ENROLLED', on: '2026-05-01', reason: 'CONDITION_MET', undone: { nodes: [] } },
      ] },
      consequences: { nodes: [
        { month: '2026-01-01', number: 1, misses: 1, consequence: 'WARN', step: null },
        { month: '2026-02-01', number: 1, misses: 2, consequence: 'NONE', step: null }, { month: '2026-02-01', number: 2, misses: 0, consequence: 'RESUME', step: null },
        { month: '2026-03-01', number: 1, misses: 3, consequence: 'SUSPEND', step: { to: 'SUSPENDED', on: '2026-04-01' } }, { month: '2026-03-01', number: 2, misses: 1, consequence: 'WARN', step: null },
        { month: '2026-04-01', number: 1, misses: 0, consequence: 'RESUME', step: { to: 'ENROLLED', on: '2026-05-01' } },
      ] },
    });
    const { redeterminationsDue } = await officer().run<{ redeterminationsDue: { nodes: readonly object[] } }>('{ redeterminationsDue { nodes { since reasons enrolment { household { code } } } } }');
    expect(redeterminationsDue.nodes).toContainEqual({ since: '2026-02-01', reasons: ['cash_transfers.compliance', 'programmes.undone_step'], enrolment: { household: { code: 'H-A' } } });
    await determineAgain();
    expect(await owed('H-A')).toEqual(['2026-02-01: REGULAR 100.00', '2026-03-01: ARREARS 50.00', '2026-03-01: REGULAR 50.00', '2026-04-01: ARREARS 100.00', '2026-05-01: REGULAR 100.00']);
    expect([await owed('H-B'), await consequences('H-B')]).toEqual([await owed('H-C'), await consequences('H-C')]);
  });

  it('lets go on from its first day what is still suspended, and is explained by the decisions', async () => {
    expect(await standing('H-B')).toMatchObject({ state: 'SUSPENDED', reason: 'CONDITION_MISSED' });
    await record('2026-03-01', { B: 'EXEMPT' });
    expect(await standing('H-B')).toMatchObject({ state: 'ENROLLED', reason: 'CONDITION_MET' });
    expect((await consequences('H-B')).slice(2)).toEqual(['2026-03-01 1: 3 SUSPEND', '2026-03-01 2: 0 RESUME', '2026-04-01 1: 4 SUSPEND', '2026-04-01 2: 1 WARN']);
    await determineAgain();
    expect(await owed('H-B')).toEqual(['2026-02-01: REGULAR 100.00', '2026-03-01: REGULAR 50.00', '2026-04-01: ARREARS 100.00', '2026-05-01: ARREARS 100.00']);
    const { rows } = await platform.pool.query(
      `select d.state, d.reasons, c.outcome, c.facts -> 'enrolment' as facts from programmes.determination d join programmes.decision c on c.id = d.decision_id join programmes.benefit_period p on p.id = d.period_id
       join programmes.enrolment e on e.id = d.enrolment_id join people.household h on h.id = e.household_id where h.code = 'H-B' and p.period_from = '2026-04-01' order by d.id`);
    expect(rows).toEqual([
      { state: 'LEFT', reasons: ['SUSPENDED'], outcome: 'NOT_ELIGIBLE', facts: null }, { state: 'APPLIED', reasons: [], outcome: 'ELIGIBLE', facts: { conditions: { misses: 0 } } },
    ]);
  });

  it('told once more, and told that it was missed, nothing is done by itself', async () => {
    const before = [await standing('H-A'), await standing('H-B'), await standing('H-C')];
    await record('2026-02-01', { A: 'MET' });
    await record('2026-03-01', { B: 'EXEMPT' });
    await record('2026-02-01', { A: 'MISSED' });
    expect([await standing('H-A'), await standing('H-B'), await standing('H-C')]).toEqual(before);
    await record('2026-02-01', { A: 'MET' });
    expect((await standing('H-A')).steps).toEqual(before[0]?.steps);
  });
});

/** A context whose work is killed at its n-th statement. */
function dying(at: number): Context {
  let left = at;
  const dead = Object.create(platform.platform, { onStatement: { value: () => { if ((left -= 1) < 0) throw new Error('killed'); } } }) as typeof platform.platform;
  return { ...platform.platform.context({ actor: platform.platform.system() }), platform: dead };
}

describe('a file whose work is killed at every statement', () => {
  it('is read to its end: each line is taken once', async () => {
    const server = await platform.serve();
    const nobody = Array.from({ length: 1_000 }, (_, n) => `person_${n},MET`);
    const fileId = await sendFile(officer(), server.url, { name: 'school.csv', mediaType: 'text/csv', bytes: ['person,outcome', `${children.get('A')},MISSED`, ...nobody, `${children.get('B')},MET`, `${children.get('C')},MET`, `${children.get('A')},MET`, ''].join('\n') });
    await officer().run('mutation ($input: ComplianceFileReadInput!) { complianceFileRead(input: $input) { complianceFile { id } userErrors { code path } } }', { input: { conditionId: school, month: '2026-01-01', fileId } });
    await platform.finishJobs();
    const { rows: [file] } = await platform.pool.query<{ id: string }>("insert into cash_transfers.compliance_file (id, condition_id, month, file_id, given_by) select kernel.uuid7(), condition_id, '2026-05-01', file_id, given_by from cash_transfers.compliance_file returning id");
    const at = async (): Promise<unknown> => (await platform.pool.query('select line from cash_transfers.compliance_file where id = $1', [file?.id])).rows;
    const pages = new Set<string>();
    for (let statement = 0, alive = false, was = ''; !alive && statement < 200; statement += 1) {
      alive = await readComplianceFile.run(dying(statement), { id: file?.id ?? '' }, { progress: () => Promise.resolve() }).then(() => true, (error: Error) => { expect(error.message).toBe('killed'); return false; });
      const now = JSON.stringify(await at());
      if (now !== was) statement = -1;
      pages.add(was = now);
    }
    expect([...pages]).toEqual(['[{"line":0}]', '[{"line":1001}]', '[{"line":null}]']);
    expect((await platform.pool.query('select line, recorded, rejected from cash_transfers.compliance_file where id = $1', [file?.id])).rows).toEqual([{ line: null, recorded: 3, rejected: 1_001 }]);
    expect((await platform.pool.query('select reason, count(*)::int as n from cash_transfers.rejected_compliance where file_id = $1 group by 1 order by 1', [file?.id])).rows).toEqual([{ reason: 'TWICE', n: 1 }, { reason: 'UNKNOWN', n: 1_000 }]);
    expect((await platform.pool.query("select count(*)::int as n, count(*) filter (where outcome = 'MISSED')::int as missed from cash_transfers.compliance where month = '2026-05-01'")).rows).toEqual([{ n: 3, missed: 1 }]);
    // Once more, it finds nothing to do.
    await readComplianceFile.run(dying(1_000), { id: file?.id ?? '' }, { progress: () => Promise.resolve() });
    expect((await platform.pool.query('select recorded, rejected from cash_transfers.compliance_file where id = $1', [file?.id])).rows).toEqual([{ recorded: 3, rejected: 1_001 }]);
  });
});
