import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineModule } from '../../src/kernel/module/define-module.js';
import { sql } from '../../src/kernel/read/sql.js';
import { ruleViolation } from '../../src/kernel/write/refusal.js';
import { EnrolmentMove } from '../../src/programmes/enrolments/enrolment-state.js';
import { enrolmentGuards } from '../../src/programmes/enrolments/guards.js';
import { enrolmentReasons } from '../../src/programmes/enrolments/reasons.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { documentOf, moved, programmeOf, refused, registry, type Standing } from './testing/enrolling.js';

/** A country whose rule it is that nobody of district D2 is suspended. */
const country = defineModule(
  { name: 'country', version: '1.0.0', kinga: { id: 'country', requires: { programmes: '*' } } },
  {
    description: 'A country of a test',
    contributes: [
      enrolmentReasons.contribute('ROAD_CLOSED', { text: 'The road is closed.', moves: [EnrolmentMove.SUSPEND] }),
      enrolmentGuards.contribute('country.no-suspension', {
        description: 'Nobody of the second district is suspended.',
        moves: [EnrolmentMove.SUSPEND],
        refusals: { NOT_IN_D2: ruleViolation('NOT_IN_D2', 'Nobody is suspended in {place}.') },
        refused: (_ctx, asked) => sql`select a.key, 'NOT_IN_D2', jsonb_build_object('place', p.name) from ${asked} a join people.place p on p.id = a.place_id where p.code = 'D2'`,
      }),
    ],
  },
);

let platform: TestPlatform;
let officer: TestClient;
let other: TestClient;
let people: Awaited<ReturnType<typeof registry>>;
let programme: string;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [country], today: '2026-03-01' });
  officer = platform.as({ name: 'officer', role: 'programme-officer' });
  other = platform.as({ name: 'other', role: 'programme-officer' });
  people = await registry(platform);
  programme = await programmeOf(platform, 'CASH');
});
afterAll(() => platform?.stop());

const STEPS = '{ enrolment(by: { id: $id }) { state stateOn reason note appliedOn enrolledOn exitedOn steps { nodes { number from to on reason note madeBy } } } }';
interface Told {
  readonly state: string; readonly stateOn: string; readonly reason: string; readonly note: string | null; readonly appliedOn: string | null; readonly enrolledOn: string | null; readonly exitedOn: string | null;
  readonly steps: { readonly nodes: readonly { readonly number: number; readonly from: string | null; readonly to: string; readonly on: string; readonly reason: string; readonly note: string | null; readonly madeBy: string }[] };
}
const told = async (id: string): Promise<Told> => (await officer.run<{ enrolment: Told }>(`query ($id: ID!) ${STEPS}`, { id })).enrolment;

/** Found eligible, past the API: by what rules it is found stands elsewhere. */
async function eligible({ id }: Standing): Promise<Standing> {
  const { uuid } = (await import('../../src/kernel/schema/ids.js')).decodeId(id) ?? { uuid: '' };
  const { rows } = await platform.pool.query<{ version: number; state: string }>("update programmes.enrolment set state = 'ELIGIBLE', reason = 'ELIGIBLE', state_on = '2026-03-01' where id = $1 returning version, state", [uuid]);
  return { id, version: rows[0]?.version ?? 0, state: 'ELIGIBLE' };
}

describe('an enrolment', () => {
  it('goes from the application to the exit and back, and each step says who, when and why', async () => {
    platform.setToday('2026-03-01');
    const applied = await moved(officer, 'enrolmentApply', { programmeId: programme, householdId: people.households['H1'], on: '2026-02-20', note: 'Came by' });
    expect(applied.state).toBe('APPLIED');
    const enrolled = await moved(officer, 'enrolmentEnrol', await eligible(applied).then(({ id, version }) => ({ id, version })));
    platform.setToday('2026-04-01');
    const suspended = await moved(officer, 'enrolmentSuspend', { id: enrolled.id, version: enrolled.version, reason: 'ROAD_CLOSED', on: '2026-03-15' });
    const resumed = await moved(other, 'enrolmentResume', { id: suspended.id, version: suspended.version, reason: 'REVIEWED' });
    platform.setToday('2026-05-01');
    const exited = await moved(officer, 'enrolmentExit', { id: resumed.id, version: resumed.version, reason: 'MOVED_AWAY', note: 'To the coast' });
    expect(await told(exited.id)).toMatchObject({ state: 'EXITED', stateOn: '2026-05-01', reason: 'MOVED_AWAY', note: 'To the coast', appliedOn: '2026-02-20', enrolledOn: '2026-03-01', exitedOn: '2026-05-01' });
    platform.setToday('2026-06-01');
    const again = await moved(officer, 'enrolmentReenter', { id: exited.id, version: exited.version });
    const { steps: { nodes }, ...now } = await told(again.id);
    expect(now).toMatchObject({ state: 'APPLIED', appliedOn: '2026-06-01', exitedOn: null });
    const by = 'officer@example.org';
    expect(nodes.toSorted((a, b) => a.number - b.number).map(({ from, to, on, reason, note, madeBy }) => [from, to, on, reason, note, madeBy])).toEqual([
      [null, 'APPLIED', '2026-02-20', 'APPLICATION', 'Came by', by],
      ['APPLIED', 'ELIGIBLE', '2026-03-01', 'ELIGIBLE', 'Came by', null],
      ['ELIGIBLE', 'ENROLLED', '2026-03-01', 'DECIDED', null, by],
      ['ENROLLED', 'SUSPENDED', '2026-03-15', 'ROAD_CLOSED', null, by],
      ['SUSPENDED', 'ENROLLED', '2026-04-01', 'REVIEWED', null, 'other@example.org'],
      ['ENROLLED', 'EXITED', '2026-05-01', 'MOVED_AWAY', 'To the coast', by],
      ['EXITED', 'APPLIED', '2026-06-01', 'APPLIED_AGAIN', null, by],
    ]);
  });

  it('is one for each household and programme, until it ends', async () => {
    const input = { programmeId: programme, householdId: people.households['H2'] };
    const first = await moved(officer, 'enrolmentApply', input);
    expect((await refused(officer, 'enrolmentApply', input)).map(({ code }) => code)).toEqual(['ENROLMENT_EXISTS']);
    await moved(officer, 'enrolmentReject', { id: first.id, version: first.version, reason: 'INCOMPLETE' });
    expect((await refused(officer, 'enrolmentApply', input)).map(({ code }) => code)).toEqual(['ENROLMENT_REENTERS']);
  });

  it('is had by persons and organisations where the programme enrols those', async () => {
    const [forPersons, forSchools] = [await programmeOf(platform, 'PENSION', { target: 'PERSON' }), await programmeOf(platform, 'MEALS', { target: 'ORGANISATION' })];
    await platform.as('people.organisations.manage').run('mutation { organisationRegister(input: { code: "S1", name: "A school", roles: [{ role: "school" }] }) { userErrors { code } } }');
    const { organisation } = await platform.as('people.organisations.read').run<{ organisation: { id: string } }>('{ organisation(by: { code: "S1" }) { id } }');
    expect((await moved(officer, 'enrolmentApply', { programmeId: forPersons, personId: people.persons['H1'] })).state).toBe('APPLIED');
    expect((await moved(officer, 'enrolmentApply', { programmeId: forSchools, organisationId: organisation.id })).state).toBe('APPLIED');
    const [wrong] = await refused(officer, 'enrolmentApply', { programmeId: forPersons, householdId: people.households['H1'] });
    expect(wrong).toMatchObject({ code: 'SUBJECT_OF_TARGET', path: ['input', 'personId'] });
    const { organisation: seen } = await platform.as('people.organisations.read', 'programmes.enrolments.read', 'programmes.programmes.read').run<{ organisation: { enrolments: { nodes: object[] } } }>(
      '{ organisation(by: { code: "S1" }) { enrolments { nodes { state programme { code } } } } }');
    expect(seen.enrolments.nodes).toEqual([{ state: 'APPLIED', programme: { code: 'MEALS' } }]);
  });

  it('goes nowhere but along the moves that there are', async () => {
    const applied = await moved(officer, 'enrolmentApply', { programmeId: programme, householdId: people.households['H3'] });
    const [wrong] = await refused(officer, 'enrolmentResume', { id: applied.id, version: applied.version, reason: 'REVIEWED' });
    expect(wrong).toMatchObject({ code: 'ENROLMENT_MOVE', message: 'An enrolment that is APPLIED cannot go through RESUME.', hint: 'From there it may go through: ASSESS, REJECT, EXIT.' });
    await expect(platform.pool.query("update programmes.enrolment set state = 'SUSPENDED', enrolled_on = '2026-01-01' where state = 'APPLIED'")).rejects.toMatchObject({ constraint: 'enrolment_move' });
    const { enrolmentMoves } = await officer.run<{ enrolmentMoves: { move: string; from: string | null; to: string }[] }>('{ enrolmentMoves { move from to } }');
    expect(enrolmentMoves).toContainEqual({ move: 'APPEAL', from: 'REJECTED', to: 'APPEALED' });
    await platform.pool.query("delete from programmes.enrolment_step where false");
    await expect(platform.pool.query("update programmes.enrolment_step set note = 'x'")).rejects.toMatchObject({ code: 'KG001' });
  });

  it('says no reason that nobody knows, no day ahead and none before the last step', async () => {
    platform.setToday('2026-07-01');
    const programmeId = await programmeOf(platform, 'DAYS');
    const applied = await moved(officer, 'enrolmentApply', { programmeId, householdId: people.households['H1'], on: '2026-06-01' });
    const at = { id: applied.id, version: applied.version };
    expect(await refused(officer, 'enrolmentReject', { ...at, reason: 'BECAUSE' })).toMatchObject([{ code: 'REASON_UNKNOWN', path: ['input', 'reason'], message: 'This is no reason for REJECT; there are: FALSE_INFORMATION, INCOMPLETE, NOT_ELIGIBLE.' }]);
    expect(await refused(officer, 'enrolmentReject', { ...at, reason: 'INCOMPLETE', on: '2026-07-02' })).toMatchObject([{ code: 'NOT_YET' }]);
    expect(await refused(officer, 'enrolmentReject', { ...at, reason: 'INCOMPLETE', on: '2026-05-31' })).toMatchObject([{ code: 'ENROLMENT_DAY' }]);
    expect(await refused(officer, 'enrolmentReject', { ...at, version: 9, reason: 'INCOMPLETE' })).toMatchObject([{ code: 'CHANGED_MEANWHILE' }]);
    const { enrolmentReasons: reasons } = await platform.as({ role: 'programme-officer', locale: 'fr' }).run<{ enrolmentReasons: { code: string; text: string; moves: string[] }[] }>('{ enrolmentReasons { code text moves } }');
    expect(reasons).toContainEqual({ code: 'DIED', text: 'Décès.', moves: ['EXIT'] });
    expect(reasons).toContainEqual({ code: 'ROAD_CLOSED', text: 'The road is closed.', moves: ['SUSPEND'] });
  });

  it('is refused by a guard of a country, with a code of its own', async () => {
    const programmeId = await programmeOf(platform, 'GUARDED');
    const [near, far] = [await moved(officer, 'enrolmentApply', { programmeId, householdId: people.households['H1'] }), await moved(officer, 'enrolmentApply', { programmeId, householdId: people.households['H4'] })];
    platform.setToday('2026-07-02');
    const [nearIn, farIn] = [await moved(officer, 'enrolmentEnrol', at(await eligible(near))), await moved(officer, 'enrolmentEnrol', at(await eligible(far)))];
    expect((await moved(officer, 'enrolmentSuspend', { ...at(nearIn), reason: 'UNDER_REVIEW' })).state).toBe('SUSPENDED');
    expect(await refused(officer, 'enrolmentSuspend', { ...at(farIn), reason: 'UNDER_REVIEW' })).toMatchObject([{ code: 'NOT_IN_D2', message: 'Nobody is suspended in Two.' }]);
  });

  it('begins neither before its programme nor after it, nor for whoever died', async () => {
    const [later, persons] = [await programmeOf(platform, 'LATER', { starts_on: '2027-01-01' }), await programmeOf(platform, 'LIVING', { target: 'PERSON' })];
    expect(await refused(officer, 'enrolmentApply', { programmeId: later, householdId: people.households['H1'] })).toMatchObject([{ code: 'PROGRAMME_NOT_RUNNING' }]);
    await platform.as('people.life-events.record').run('mutation ($id: ID!) { deathRecord(input: { personId: $id, on: "2026-06-30" }) { userErrors { code } } }', { id: people.persons['H4'] });
    expect(await refused(officer, 'enrolmentApply', { programmeId: persons, personId: people.persons['H4'] })).toMatchObject([{ code: 'PERSON_DEAD', message: 'The person died on 2026-06-30.' }]);
  });

  const at = ({ id, version }: Standing): { id: string; version: number } => ({ id, version });

  it('is appealed against, and somebody else decides', async () => {
    const programmeId = await programmeOf(platform, 'APPEALS');
    const rejected = async (household: string): Promise<Standing> => moved(officer, 'enrolmentReject', { ...at(await moved(officer, 'enrolmentApply', { programmeId, householdId: people.households[household] })), reason: 'NOT_ELIGIBLE' });
    const contested = await moved(officer, 'enrolmentAppeal', { ...at(await rejected('H1')), note: 'They have nothing' });
    expect(await refused(officer, 'enrolmentAppealDecide', { ...at(contested), upheld: true })).toMatchObject([{ code: 'APPEAL_SECOND_PERSON' }]);
    expect((await moved(other, 'enrolmentAppealDecide', { ...at(contested), upheld: true })).state).toBe('ELIGIBLE');
    const second = await moved(officer, 'enrolmentAppeal', at(await rejected('H2')));
    expect((await moved(other, 'enrolmentAppealDecide', { ...at(second), upheld: false })).state).toBe('REJECTED');
    const third = await moved(officer, 'enrolmentAppeal', at(await moved(officer, 'enrolmentExit', { ...at(await moved(officer, 'enrolmentApply', { programmeId, householdId: people.households['H3'] })), reason: 'WITHDRAWN' })));
    expect((await moved(other, 'enrolmentAppealDecide', { ...at(third), upheld: false })).state).toBe('EXITED');
  });

  it('is seen, and changed, by whoever sees its place alone', async () => {
    const near = platform.as({ name: 'near', role: 'programme-officer', places: ['D1'] });
    const { enrolments } = await officer.run<{ enrolments: { nodes: { id: string; version: number; household: { code: string } | null }[] } }>('{ enrolments(first: 100) { nodes { id version household { code } } } }');
    const far = enrolments.nodes.find(({ household }) => household?.code === 'H3');
    expect(await refused(near, 'enrolmentReject', { id: far?.id, version: far?.version, reason: 'INCOMPLETE' })).toMatchObject([{ code: 'ENROLMENT_NOT_FOUND' }]);
    expect(await refused(near, 'enrolmentApply', { programmeId: programme, householdId: people.households['H4'] })).toMatchObject([{ code: 'HOUSEHOLD_NOT_FOUND' }]);
    expect(await near.run('query ($id: ID!) { enrolment(by: { id: $id }) { steps { nodes { to } } } }', { id: far?.id })).toEqual({ enrolment: null });
    const { data } = await near.send('{ enrolments(first: 100) { nodes { household { code } steps { nodes { to } } } } }');
    expect(JSON.stringify(data)).not.toContain('H3');
  });

  it('is listed with its steps by one statement, however many there are', async () => {
    const ask = async (first: number): Promise<number> => {
      await officer.run(`{ enrolments(first: ${first}) { nodes { state steps { nodes { to reason enrolment { state } } } } } }`);
      return officer.statements();
    };
    expect(await ask(10)).toBe(await ask(1));
  });

  it('is moved at a constant number of statements', async () => {
    const programmeId = await programmeOf(platform, 'COUNTED');
    await officer.send(documentOf('enrolmentApply'), { input: { programmeId, householdId: people.households['H1'] } });
    expect(officer.statements()).toBeLessThanOrEqual(9);
  });
});
