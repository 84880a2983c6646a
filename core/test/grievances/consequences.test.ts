import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeId, encodeId } from '../../src/index.js';
import { programmeOf } from '../programmes/testing/enrolling.js';
import { act, answer, inReview, inScope, mail, openDesk, refused, type Desk } from './testing/desk.js';

let desk: Desk;
let enrolment: string;

beforeAll(async () => {
  desk = await openDesk();
  const programmeId = await programmeOf(desk.platform, 'P', { target: 'PERSON' });
  const [row] = await inScope<{ id: string }>(desk.platform.pool, `
    insert into programmes.enrolment (id, programme_id, person_id, place_id, state, applied_on, state_on) select kernel.uuid7(), $1, p.id, p.place_id, 'APPLIED', '2026-02-01', '2026-02-01' from people.person p where p.id = $2 returning id`,
    [decodeId(programmeId)?.uuid, decodeId(desk.here)?.uuid]);
  enrolment = encodeId('enrolment', row?.id ?? '');
  const rejecting = desk.platform.as({ name: 'officer', permissions: ['programmes.enrolments.manage', 'programmes.enrolments.read', 'programmes.programmes.read'] });
  await rejecting.run('mutation ($input: EnrolmentRejectInput!) { enrolmentReject(input: $input) { userErrors { code message } } }', { input: { id: enrolment, version: 1, reason: 'NOT_ELIGIBLE' } });
});
afterAll(() => desk.platform.stop());

const other = () => desk.as('grievance-officer', 'other-officer');
const state = async (): Promise<unknown> => (await inScope(desk.platform.pool, 'select state, reason from programmes.enrolment where id = $1', [decodeId(enrolment)?.uuid]))[0];

it('takes a rejection back, by somebody else than who rejected', async () => {
  const { id } = await inReview(desk, desk.officer, { complainant: 'PERSON', personId: desk.here, category: 'eligibility', enrolmentId: enrolment, placeCode: null });
  expect(await desk.officer.run('query ($id: ID!) { grievance(by: { id: $id }) { deciders } }', { id })).toEqual({ grievance: { deciders: [mail('officer')] } });
  expect(await refused(desk.officer, 'grievanceDecide', { id, outcome: 'enrolment-reopened', answer })).toEqual(['OWN_GRIEVANCE']);
  const unable = desk.platform.as({ name: 'boss', permissions: ['grievances.cases.read', 'grievances.cases.decide'] });
  expect(await refused(unable, 'grievanceDecide', { id, outcome: 'enrolment-reopened', answer })).toEqual(['GRIEVANCE_CONSEQUENCE_TAKES']);
  expect(await state()).toEqual({ state: 'REJECTED', reason: 'NOT_ELIGIBLE' });
  expect(await act(other(), 'grievanceDecide', { id, outcome: 'enrolment-reopened', answer })).toBe('RESOLVED');
  expect(await state()).toEqual({ state: 'ELIGIBLE', reason: 'APPEAL_UPHELD' });
});

it('is about a decision by rules, and not decided by whoever took that', async () => {
  const [row] = await inScope<{ id: string }>(desk.platform.pool, `
    insert into programmes.decision (programme_id, kind, person_id, enrolment_id, place_id, on_date, outcome, reasons, currency, facts, rule_values, decided_by)
    select e.programme_id, 'ASSESSMENT', e.person_id, e.id, e.place_id, '2026-02-01', 'NOT_ELIGIBLE', '{poor}', 'GHS', '{}', '{}', $2 from programmes.enrolment e where e.id = $1 returning id`, [decodeId(enrolment)?.uuid, mail('officer')]);
  const decisionId = encodeId('decision', row?.id ?? '');
  const { id } = await inReview(desk, desk.officer, { complainant: 'PERSON', personId: desk.here, category: 'eligibility', decisionId, placeCode: null });
  expect(await desk.officer.run('query ($id: ID!) { grievance(by: { id: $id }) { deciders programme { code } place { code } } }', { id })).toEqual({ grievance: { deciders: [mail('officer')], programme: { code: 'P' }, place: { code: 'V1' } } });
  expect(await refused(desk.officer, 'grievanceDecide', { id, outcome: 'unfounded', answer })).toEqual(['OWN_GRIEVANCE']);
  expect(await act(other(), 'grievanceDecide', { id, outcome: 'unfounded', answer })).toBe('REJECTED');
});

it('decides nothing where what would follow is refused', async () => {
  const { id } = await inReview(desk);
  expect(await refused(other(), 'grievanceDecide', { id, outcome: 'enrolment-reopened', answer })).toEqual(['GRIEVANCE_CONSEQUENCE']);
  expect(await refused(other(), 'grievanceDecide', { id, outcome: 'to-be-redetermined', answer })).toEqual(['GRIEVANCE_CONSEQUENCE']);
  expect(await desk.officer.run('query ($id: ID!) { grievance(by: { id: $id }) { state outcome } }', { id })).toEqual({ grievance: { state: 'IN_REVIEW', outcome: null } });
});
