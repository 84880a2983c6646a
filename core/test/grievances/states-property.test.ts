import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeId } from '../../src/index.js';
import { escalateOverdue } from '../../src/grievances/escalate.js';
import { GrievanceAction, GrievanceState } from '../../src/grievances/states.js';
import type { TestClient } from '../../src/testing/index.js';
import { answer, inScope, mail, openDesk, receive, TODAY, type Desk } from './testing/desk.js';

let desk: Desk;
let staff: readonly TestClient[];
const NAMES = ['officer', 'other-officer', 'boss'];
beforeAll(async () => {
  desk = await openDesk({ appealDays: 20 });
  staff = NAMES.map((name) => desk.as('safeguarding-officer', name));
});
afterAll(() => desk.platform.stop());

/** What is tried with a grievance, by whom, and how many days later. */
interface Try {
  readonly mutation: string;
  readonly input: object;
  readonly by: number;
  readonly later: number;
}

const mutations: readonly (readonly [string, object])[] = [
  ['grievanceAcknowledge', {}], ['grievanceReview', {}], ['grievanceAssign', { to: mail('officer') }], ['grievanceAssign', { to: null }], ['grievanceClassify', { category: 'corruption' }],
  ['grievanceClassify', { against: [mail('boss')] }], ['grievanceClassify', { category: 'service', against: [], confidentiality: 'ORDINARY' }], ['grievanceDecide', { outcome: 'corrected', answer }], ['grievanceDecide', { outcome: 'unfounded', answer }],
  ['grievanceClose', {}], ['grievanceReopen', {}], ['grievanceAppeal', { statement: answer }], ['grievanceStatementAdd', { statement: answer }], ['escalate', {}],
];
const tries = fc.array(
  fc.record({ of: fc.constantFrom(...mutations), by: fc.nat(NAMES.length - 1), later: fc.integer({ min: 0, max: 20 }) }).map(({ of: [mutation, input], ...rest }): Try => ({ mutation, input, ...rest })),
  { minLength: 4, maxLength: 16 },
);

interface Row {
  readonly state: GrievanceState; readonly steps: number; readonly level: number; readonly against: string[]; readonly deciders: string[]; readonly assigned_to: string | null;
  readonly acknowledge_by: string; readonly resolve_by: string; readonly escalate_on: string | null; readonly acknowledged_on: string | null; readonly decided_on: string | null; readonly outcome: string | null;
}
interface Step {
  readonly number: number; readonly action: GrievanceAction; readonly from_state: GrievanceState | null; readonly to_state: GrievanceState; readonly actor: string; readonly level: number;
}

const does = (mutation: string, by: number, input: object = {}): Try => ({ mutation, input, by, later: 0 });
const decides = (by: number): Try => does('grievanceDecide', by, { outcome: 'corrected', answer });
/** Ways that are tried in each run, whatever else is: what must have been reached, is. */
const WAYS: readonly (readonly Try[])[] = [
  [does('grievanceReview', 0), decides(0), does('grievanceAppeal', 1, { statement: answer }), does('grievanceReview', 1), decides(0), decides(1)],
  [does('grievanceClose', 0), does('grievanceAcknowledge', 0), does('grievanceReopen', 1), does('grievanceReview', 1)],
  [does('grievanceClassify', 0, { against: [mail('boss')] }), does('grievanceReview', 2), does('grievanceReview', 0)],
];

const OPEN = [GrievanceState.RECEIVED, GrievanceState.ACKNOWLEDGED, GrievanceState.IN_REVIEW, GrievanceState.REOPENED, GrievanceState.APPEALED];
const KNOWN = ['GRIEVANCE_MOVE', 'GRIEVANCE_NOT_FOUND', 'OWN_GRIEVANCE', 'GRIEVANCE_LAST_LEVEL', 'GRIEVANCE_APPEAL_LATE', 'GRIEVANCE_NOT_DECIDED', 'GRIEVANCE_AGAINST_YOURSELF', 'GRIEVANCE_ASSIGNEE_COMPLAINED_OF', 'GRIEVANCE_LESS_SECRET', 'GRIEVANCE_CONFIDENTIALITY'];
const seen: Record<string, number> = {};

async function take(id: string, { mutation, input, by }: Try): Promise<void> {
  if (mutation === 'escalate') return void (await escalateOverdue(desk.platform.platform.context({ actor: desk.platform.platform.system('grievances.escalation') })));
  const document = `mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { userErrors { code message } } }`;
  const { data, errors } = await (staff[by] as TestClient).send(document, { input: { id, ...input } });
  expect(errors).toEqual([]);
  const codes = Object.values(data as Record<string, { userErrors: { code: string }[] }>).flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
  expect(KNOWN).toEqual(expect.arrayContaining(codes));
  const outcome = codes[0] ?? mutation;
  seen[outcome] = (seen[outcome] ?? 0) + 1;
}

async function check(id: string): Promise<void> {
  const uuid = decodeId(id)?.uuid;
  const [row] = await inScope<Row>(desk.platform.pool, `select state, steps, level, against, deciders, assigned_to, acknowledge_by::text, resolve_by::text, escalate_on::text, acknowledged_on::text, decided_on::text, outcome
    from grievances.grievance where id = $1`, [uuid]);
  const steps = await inScope<Step>(desk.platform.pool, 'select number, action, from_state, to_state, actor, level from grievances.step where grievance_id = $1 order by number', [uuid]);
  if (!row) throw new Error('no grievance');
  // The state is where the steps led, without a gap.
  expect(steps.map(({ number }) => number)).toEqual(steps.map((_, at) => at + 1));
  expect(steps.slice(1).map(({ from_state }) => from_state)).toEqual(steps.slice(0, -1).map(({ to_state }) => to_state));
  expect([row.state, row.steps, row.level]).toEqual([steps.at(-1)?.to_state, steps.length, steps.at(-1)?.level]);
  expect(Object.values(GrievanceState)).toContain(row.state);
  // Levels rise, one at a time.
  steps.slice(1).forEach(({ level, action }, at) => expect(level - (steps[at]?.level ?? 0)).toBe(['APPEAL', 'ESCALATE'].includes(action) ? 1 : 0));
  expect(row.level).toBeLessThanOrEqual(3);
  // What is open has something to wait for, and what is decided says how.
  const open = OPEN.includes(row.state);
  expect(row.escalate_on !== null).toBe(open && row.level < 3);
  expect(row.outcome !== null).toBe(row.decided_on !== null);
  if (open) expect(row.decided_on).toBeNull();
  if (row.state === 'RESOLVED' || row.state === 'REJECTED') expect(row.decided_on).not.toBeNull();
  if (row.state === 'IN_REVIEW') expect(row.acknowledged_on).not.toBeNull();
  expect(row.against).not.toContain(row.assigned_to);
  // Nobody decides twice with an appeal between.
  const decisions = steps.filter(({ action }) => action === 'RESOLVE' || action === 'REJECT');
  for (const appeal of steps.filter(({ action }) => action === 'APPEAL')) {
    const before = new Set(decisions.filter(({ number }) => number < appeal.number).map(({ actor }) => actor));
    expect(decisions.filter(({ number, actor }) => number > appeal.number && before.has(actor))).toEqual([]);
  }
}

it('stands in a state that its steps led to, whatever is tried, by whom and when', async () => {
  await fc.assert(fc.asyncProperty(tries, async (all: readonly Try[]) => {
    desk.platform.setToday(TODAY);
    const { id } = await receive(desk, desk.clerk);
    let day = Date.parse(TODAY);
    for (const one of all) {
      day += one.later * 86_400_000;
      desk.platform.setToday(new Date(day).toISOString().slice(0, 10));
      await take(id, one);
    }
    await check(id);
  }), { numRuns: 60, examples: WAYS.map((way) => [way]) });
  expect(Object.keys(seen)).toEqual(expect.arrayContaining(['grievanceReview', 'grievanceDecide', 'grievanceClose', 'grievanceReopen', 'grievanceAppeal', 'GRIEVANCE_MOVE', 'GRIEVANCE_NOT_FOUND']));
}, 180_000);

it('takes from every state what the table of ways says, and nothing else', async () => {
  const { grievanceTransitions } = await desk.officer.run<{ grievanceTransitions: { from: GrievanceState; action: GrievanceAction; to: GrievanceState }[] }>('{ grievanceTransitions { from action to } }');
  const reached = new Set<GrievanceState>([GrievanceState.RECEIVED]);
  for (let before = 0; before < reached.size;) {
    before = reached.size;
    for (const { from, to } of grievanceTransitions) if (reached.has(from)) reached.add(to);
  }
  // Every state can be reached, and from every state a way leads to an end.
  expect([...reached].sort()).toEqual(Object.values(GrievanceState).sort());
  for (const state of reached) expect([state, grievanceTransitions.some(({ from, to }) => from === state && to !== state)]).toEqual([state, true]);
  expect(new Set(grievanceTransitions.map(({ action }) => action))).toEqual(new Set(Object.values(GrievanceAction).filter((action) => action !== GrievanceAction.RECEIVE)));
});

it('lets one of two who decide at once', async () => {
  desk.platform.setToday(TODAY);
  const { id } = await receive(desk, desk.clerk);
  await take(id, { mutation: 'grievanceReview', input: {}, by: 0, later: 0 });
  const before = { ...seen };
  await Promise.all([0, 1].map((by) => take(id, { mutation: 'grievanceDecide', input: { outcome: 'corrected', answer }, by, later: 0 })));
  expect([(seen['grievanceDecide'] ?? 0) - (before['grievanceDecide'] ?? 0), (seen['GRIEVANCE_MOVE'] ?? 0) - (before['GRIEVANCE_MOVE'] ?? 0)]).toEqual([1, 1]);
});
