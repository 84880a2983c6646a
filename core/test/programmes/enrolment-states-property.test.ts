import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeId } from '../../src/kernel/schema/ids.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { documentOf, programmeOf, registry } from './testing/enrolling.js';

const START = '2026-03-01';
const STATES = ['APPLIED', 'ELIGIBLE', 'REJECTED', 'WAITING', 'ENROLLED', 'SUSPENDED', 'EXITED', 'APPEALED'];
/** More by hand: `RUNS=200 npx vitest run core/test/programmes/enrolment-states-property.test.ts`. */
const RUNS = Number(process.env['RUNS'] ?? 12);

/** One thing that is tried: by the API, by the database alone, or a day that passes. */
type Deed =
  | { readonly by: 'api'; readonly mutation: string; readonly reason: string; readonly upheld: boolean; readonly ago: number; readonly who: 0 | 1 }
  | { readonly by: 'sql'; readonly to: string }
  | { readonly by: 'sleep' };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 8, arbitrary: fc.record({
    by: fc.constant('api' as const),
    mutation: fc.constantFrom('enrolmentEnrol', 'enrolmentReject', 'enrolmentSuspend', 'enrolmentResume', 'enrolmentExit', 'enrolmentAppeal', 'enrolmentAppealDecide', 'enrolmentReenter'),
    reason: fc.constantFrom('FALSE_INFORMATION', 'REVIEWED', 'NONSENSE'), upheld: fc.boolean(), ago: fc.nat(2), who: fc.constantFrom(0 as const, 1 as const),
  }) },
  { weight: 3, arbitrary: fc.record({ by: fc.constant('sql' as const), to: fc.constantFrom(...STATES, 'NOWHERE') }) },
  { weight: 1, arbitrary: fc.constant({ by: 'sleep' as const }) },
);

interface Row { readonly id: string; readonly version: number; readonly state: string; readonly state_on: string; readonly exited_on: string | null; readonly enrolled_on: string | null }
interface Step { readonly number: number; readonly from_state: string | null; readonly to_state: string; readonly on_day: string }

let platform: TestPlatform;
let officers: readonly [TestClient, TestClient];
let households: Readonly<Record<string, string>>;
let moves: readonly { readonly from: string | null; readonly to: string }[];
let programmes = 0;
let today = START;

beforeAll(async () => {
  platform = await startTestPlatform({ today: START });
  officers = [platform.as({ name: 'one', role: 'programme-officer' }), platform.as({ name: 'two', role: 'programme-officer' })];
  ({ households } = await registry(platform));
  ({ enrolmentMoves: moves } = await officers[0].run<{ enrolmentMoves: { from: string | null; to: string }[] }>('{ enrolmentMoves { from to } }'));
});
afterAll(() => platform?.stop());

async function rowOf(id: string): Promise<Row> {
  const { rows } = await platform.pool.query<Row>('select id, version, state, state_on::text, exited_on::text, enrolled_on::text from programmes.enrolment where id = $1', [decodeId(id)?.uuid]);
  return rows[0] as Row;
}

async function stepsOf(id: string): Promise<readonly Step[]> {
  return (await platform.pool.query<Step>('select number, from_state, to_state, on_day::text from programmes.enrolment_step where enrolment_id = $1 order by number', [decodeId(id)?.uuid])).rows;
}

async function act(id: string, each: Deed): Promise<void> {
  const { version, id: uuid } = await rowOf(id);
  if (each.by === 'sleep') {
    today = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);
    platform.setToday(today);
  } else if (each.by === 'sql') {
    await platform.pool.query(
      `update programmes.enrolment set state = $2, enrolled_on = coalesce(enrolled_on, state_on), exited_on = case $2 when 'EXITED' then coalesce(exited_on, state_on) when 'APPEALED' then exited_on end where id = $1`, [uuid, each.to],
    ).catch((error: { code: string }) => expect(['KG001', '23514']).toContain(error.code));
  } else {
    const on = new Date(Date.parse(today) - each.ago * 86_400_000).toISOString().slice(0, 10);
    const reasoned = ['enrolmentReject', 'enrolmentSuspend', 'enrolmentResume', 'enrolmentExit'].includes(each.mutation);
    const { errors } = await officers[each.who].send(documentOf(each.mutation), { input: { id, version, on, ...(reasoned && { reason: each.reason }), ...(each.mutation === 'enrolmentAppealDecide' && { upheld: each.upheld }) } });
    // Refused or done: never a fault.
    expect(errors).toEqual([]);
  }
}

it('no sequence of moves reaches a state that is none, and the steps lead to the state', async () => {
  await fc.assert(fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 25 }), async (deeds) => {
    const programmeId = await programmeOf(platform, `P-${(programmes += 1)}`);
    const { enrolmentApply } = await officers[0].run<{ enrolmentApply: { enrolment: { id: string } } }>(documentOf('enrolmentApply'), { input: { programmeId, householdId: households['H1'] } });
    const { id } = enrolmentApply.enrolment;
    for (const each of deeds) {
      const before = await rowOf(id);
      await act(id, each);
      const after = await rowOf(id);
      const steps = await stepsOf(id);
      expect(STATES).toContain(after.state);
      // Replayed from the first, each step begins where the one before ended, along a move that there is, and the last ends here.
      const replayed = steps.reduce<string | null>((state, step) => {
        expect(step.from_state).toBe(state);
        expect(moves).toContainEqual(expect.objectContaining({ from: step.from_state, to: step.to_state }));
        return step.to_state;
      }, null);
      expect(replayed).toBe(after.state);
      expect(steps.map(({ on_day }) => on_day)).toEqual(steps.map(({ on_day }) => on_day).toSorted());
      if (before.state === after.state) expect(steps.at(-1)?.number).toBeLessThanOrEqual(before.version);
      else expect(steps.at(-1)).toMatchObject({ number: after.version, from_state: before.state });
      if (after.state === 'EXITED') expect(after.exited_on).not.toBeNull();
      if (['ENROLLED', 'SUSPENDED'].includes(after.state)) expect([after.enrolled_on, after.exited_on]).toEqual([expect.any(String), null]);
    }
  }), { numRuns: RUNS, endOnFailure: true });
});
