import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestClient } from '../../src/testing/index.js';
import { act, answer, openDesk, receive, TODAY, type Desk } from './testing/desk.js';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
  const inTime = await receive(desk, desk.clerk, { category: 'payment', channel: 'telephone' });
  const late = await receive(desk, desk.clerk, { category: 'payment' });
  const rejected = await receive(desk, desk.clerk, { category: 'service', placeCode: 'V2' });
  const withdrawn = await receive(desk, desk.clerk, { category: 'service' });
  await receive(desk, desk.clerk, { category: 'service', placeCode: 'V2' });
  await receive(desk, desk.clerk, { category: 'abuse' });
  for (const { id } of [inTime, late, rejected]) await act(desk.officer, 'grievanceReview', { id });
  const on = (day: string): void => desk.platform.setToday(day);
  on('2026-03-04');
  await act(desk.officer, 'grievanceDecide', { id: inTime.id, outcome: 'corrected', answer });
  await act(desk.officer, 'grievanceClose', { id: inTime.id });
  await act(desk.officer, 'grievanceClose', { id: withdrawn.id });
  on('2026-03-10');
  await act(desk.officer, 'grievanceDecide', { id: rejected.id, outcome: 'unfounded', answer });
  on('2026-03-25');
  await act(desk.officer, 'grievanceDecide', { id: late.id, outcome: 'explained', answer });
});
afterAll(() => desk.platform.stop());

interface Row {
  readonly category: string | null;
  readonly place: { readonly code: string } | null;
}
const ASK = `query ($from: LocalDate!, $to: LocalDate!, $groupBy: [GrievanceGrouping!], $placeDepth: Int) { grievanceStatistics(from: $from, to: $to, groupBy: $groupBy, placeDepth: $placeDepth) {
  category channel place { code } state level outcome received open overdue resolved rejected withdrawn inTime appealed averageDays medianDays longestDays } }`;
const counts = async (by: TestClient, input: object): Promise<readonly Row[]> =>
  (await by.run<{ grievanceStatistics: readonly Row[] }>(ASK, { from: '2026-03-01', to: '2026-03-31', ...input })).grievanceStatistics;

it('counts grievances by category, and says how long they took', async () => {
  const rows = await counts(desk.manager, { groupBy: ['CATEGORY'] });
  expect(rows).toMatchObject([
    { category: 'payment', channel: null, received: 2, open: 0, overdue: 0, resolved: 2, rejected: 0, withdrawn: 0, inTime: 1, averageDays: '9.0', medianDays: 2, longestDays: 16 },
    { category: 'service', received: 3, open: 1, overdue: 1, resolved: 0, rejected: 1, withdrawn: 1, inTime: 1, averageDays: '5.0', medianDays: 5, longestDays: 5 },
  ]);
});

it('counts what whoever asks may see', async () => {
  expect((await counts(desk.manager, { groupBy: [] }))).toMatchObject([{ received: 5 }]);
  expect((await counts(desk.platform.as({ name: 'g', permissions: ['grievances.statistics.read', 'people.places.read', 'grievances.restricted.read'] }), {}))).toMatchObject([{ received: 6 }]);
  expect((await counts(desk.as('grievance-manager', 'manager', { places: ['V2'] }), {}))).toMatchObject([{ received: 2 }]);
  expect(await counts(desk.manager, { from: '2026-03-03', groupBy: ['CATEGORY'] })).toEqual([]);
});

it('counts by place and channel, by places of a depth, in one statement however many', async () => {
  const rows = await counts(desk.manager, { groupBy: ['PLACE', 'CHANNEL'], placeDepth: 1 });
  expect(rows.map(({ place }) => place?.code).sort()).toEqual(['V1', 'V1', 'V2']);
  const many = desk.manager.statements();
  expect(await counts(desk.manager, { groupBy: ['PLACE'], placeDepth: 0 })).toMatchObject([{ place: { code: 'R' }, received: 5 }]);
  expect(desk.manager.statements()).toBe(many);
});

it('is refused where the days are turned round, and to who may not', async () => {
  expect(await desk.manager.refuse(ASK, { from: TODAY, to: '2026-01-01' })).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  expect(await desk.officer.refuse(ASK, { from: TODAY, to: TODAY })).toMatchObject([{ code: 'FORBIDDEN' }]);
});
