import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addWorkingDays, decodeId, isWorkingDay, workingDaysBetween } from '../../src/index.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

const WEEK = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
let platform: TestPlatform;
let keeper: TestClient;

beforeAll(async () => {
  platform = await startTestPlatform({ workers: false });
  keeper = platform.as('calendar-keeper');
});
afterAll(() => platform.stop());

const CREATE = 'mutation ($input: CalendarCreateInput!) { calendarCreate(input: $input) { calendar { id code base { code } } userErrors { code path } } }';
const WEEKEND = 'mutation ($input: CalendarWeekendSetInput!) { calendarWeekendSet(input: $input) { calendar { weekends { nodes { effectiveFrom days source } } } userErrors { code path } } }';
const DAYS = 'mutation ($input: CalendarDaysSetInput!) { calendarDaysSet(input: $input) { calendar { days(orderBy: [{ day: ASC }]) { nodes { day kind name } } } userErrors { code path } } }';

async function create(input: object): Promise<string> {
  return (await keeper.run<{ calendarCreate: { calendar: { id: string } } }>(CREATE, { input: { name: 'made up', ...input } })).calendarCreate.calendar.id;
}
const weekend = (days: readonly string[], effectiveFrom = '2000-01-01'): object => ({ effectiveFrom, days, source: 'an act' });
const days = (calendarId: string, of: readonly (readonly [string, string?])[]): Promise<unknown> =>
  keeper.run(DAYS, { input: { calendarId, days: of.map(([day, kind]) => ({ day, name: 'a day', source: 'a gazette', ...(kind && { kind }) })) } });
const worked = async (calendarId: string, day: string): Promise<boolean> =>
  (await keeper.run<{ isWorkingDay: boolean }>('query ($calendarId: ID!, $day: LocalDate!) { isWorkingDay(calendarId: $calendarId, day: $day) }', { calendarId, day })).isWorkingDay;

describe('whoever keeps calendars', () => {
  it('says which days are worked, and counts them', async () => {
    const id = await create({ code: 'C', weekend: weekend(['SATURDAY', 'SUNDAY']) });
    // 6 March 2026 is a Friday.
    await days(id, [['2026-03-06']]);
    const { workingDaysAfter, before, workingDaysBetween: between, none } = await keeper.run<Record<string, unknown>>(
      `query ($id: ID!) { workingDaysAfter(calendarId: $id, from: "2026-03-05", days: 1) before: workingDaysAfter(calendarId: $id, from: "2026-03-09", days: -2)
        workingDaysBetween(calendarId: $id, from: "2026-03-05", to: "2026-03-10") none: workingDaysAfter(calendarId: $id, from: "2026-03-07", days: 0) }`, { id });
    expect({ workingDaysAfter, before, between, none }).toEqual({ workingDaysAfter: '2026-03-09', before: '2026-03-04', between: 2, none: '2026-03-09' });
  });

  it('takes a holiday back, and works on a Saturday instead of a Monday', async () => {
    const id = await create({ code: 'MOVED', weekend: weekend(['SATURDAY', 'SUNDAY']) });
    await days(id, [['2026-03-09'], ['2026-03-07', 'WORKING_DAY'], ['2026-03-10']]);
    expect(await Promise.all(['2026-03-07', '2026-03-09', '2026-03-10'].map((day) => worked(id, day)))).toEqual([true, false, false]);
    await days(id, [['2026-03-10', 'WITHDRAWN']]);
    expect(await worked(id, '2026-03-10')).toBe(true);
  });

  it('moves the weekend from a day on', async () => {
    const id = await create({ code: 'NEW-WEEKEND', weekend: weekend(['FRIDAY', 'SATURDAY']) });
    await keeper.run(WEEKEND, { input: { calendarId: id, weekend: weekend(['SATURDAY', 'SUNDAY'], '2022-01-01') } });
    // Fridays, then Sundays, before and after.
    expect(await Promise.all(['2021-12-24', '2022-01-07', '2021-12-26', '2022-01-09'].map((day) => worked(id, day)))).toEqual([false, true, true, false]);
  });

  it('bases the calendar of a region on that of the country, and says only what differs', async () => {
    const country = await create({ code: 'BASE', weekend: weekend(['SUNDAY']) });
    await days(country, [['2026-03-02'], ['2026-03-03']]);
    const region = await create({ code: 'BASE-REGION', baseId: country });
    await days(region, [['2026-03-03', 'WORKING_DAY'], ['2026-03-04']]);
    const week = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'];
    expect(await Promise.all(week.map((day) => worked(region, day)))).toEqual([false, false, true, false, true]);
    expect(await Promise.all(week.map((day) => worked(country, day)))).toEqual([false, false, false, true, true]);
  });

  it('finds what a calendar said before', async () => {
    const id = await create({ code: 'PAST', weekend: weekend(['SUNDAY']) });
    await days(id, [['2026-03-10']]);
    await days(id, [['2026-03-10', 'WITHDRAWN']]);
    const { rows } = await platform.pool.query<{ kind: string }>("select row_before ->> 'kind' as kind from kernel.history where table_name = 'calendars.calendar_day' and row_before ->> 'day' = '2026-03-10' and row_before ->> 'calendar_id' = $1", [decodeId(id)?.uuid]);
    expect(rows).toEqual([{ kind: 'HOLIDAY' }]);
  });
});

describe('is refused', () => {
  it('a second calendar of a code, one without any weekend, a week without work, and a day given twice', async () => {
    const id = await create({ code: 'ONE', weekend: weekend([]) });
    const refused = async (document: string, input: object): Promise<unknown> => (await keeper.refuse(document, { input })).map(({ code, path }) => [code, path?.slice(1).join('.')]);
    expect(await refused(CREATE, { code: 'ONE', name: 'x', weekend: weekend([]) })).toEqual([['CALENDAR_CODE_TAKEN', 'code']]);
    expect(await refused(CREATE, { code: 'TWO', name: 'x' })).toEqual([['CALENDAR_WEEKEND_NEEDED', 'weekend']]);
    expect(await refused(CREATE, { code: 'TWO', name: 'x', weekend: weekend(WEEK) })).toEqual([['CALENDAR_WEEKEND_WHOLE_WEEK', 'weekend.days']]);
    const day = { day: '2026-03-02', name: 'x', source: 'x' };
    expect(await refused(DAYS, { calendarId: id, days: [day, day] })).toEqual([['CALENDAR_DAY_TWICE', 'days.1.day']]);
    expect(await refused(DAYS, { calendarId: `${id.slice(0, -4)}0000`, days: [day] })).toEqual([['CALENDAR_NOT_FOUND', 'calendarId']]);
  });

  it('a count by what is no calendar, or over more days than anybody waits', async () => {
    const id = await create({ code: 'LIMITS', weekend: weekend([]) });
    const count = (calendarId: string, n: number): Promise<unknown> => keeper.refuse('query ($id: ID!, $n: Int!) { workingDaysAfter(calendarId: $id, from: "2026-01-01", days: $n) }', { id: calendarId, n });
    expect(await count(`${id.slice(0, -4)}0000`, 1)).toMatchObject([{ message: expect.stringContaining('calendarId') as unknown }]);
    expect(await count(id, 10_001)).toMatchObject([{ message: expect.stringContaining('at most') as unknown }]);
  });

  it('whoever may only read, when they say which days are worked', async () => {
    const reader = platform.as('calendars.calendars.read');
    expect(await reader.refuse(CREATE, { input: { code: 'R', name: 'x', weekend: weekend([]) } })).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

it('says the days of many calendars in as many statements as of one', async () => {
  const LIST = 'query ($first: Int!) { calendars(first: $first) { nodes { code base { code } weekends { nodes { days } } days { nodes { day } } } } }';
  await keeper.run(LIST, { first: 1 });
  const one = keeper.statements();
  await keeper.run(LIST, { first: 50 });
  expect(keeper.statements()).toBe(one);
});

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const dayAt = (n: number): string => new Date(START + n * DAY).toISOString().slice(0, 10);
const kinds = fc.uniqueArray(fc.tuple(fc.nat(80), fc.constantFrom('HOLIDAY', 'WORKING_DAY', 'WITHDRAWN')), { selector: ([at]) => at, maxLength: 30 });
const rest = fc.uniqueArray(fc.constantFrom(...WEEK), { maxLength: 6 });
let made = 0;

it('counts as somebody with a pencil does, whatever the calendar and its base say', async () => {
  await fc.assert(fc.asyncProperty(rest, fc.option(fc.tuple(fc.nat(80), rest)), kinds, fc.option(kinds), fc.integer({ min: -30, max: 30 }), fc.integer({ min: 20, max: 60 }), fc.integer({ min: 0, max: 80 }), async (first, moved, own, regional, n, from, to) => {
    made += 1;
    const base = await create({ code: `P${made}`, weekend: weekend(first) });
    if (moved) await keeper.run(WEEKEND, { input: { calendarId: base, weekend: weekend(moved[1], dayAt(moved[0])) } });
    if (own.length > 0) await days(base, own.map(([at, kind]) => [dayAt(at), kind]));
    const region = regional ? await create({ code: `P${made}-R`, baseId: base }) : base;
    if (regional && regional.length > 0) await days(region, regional.map(([at, kind]) => [dayAt(at), kind]));

    const isWorked = (at: number): boolean => {
      const said = [regional ?? [], own].map((all) => all.find(([day]) => day === at)?.[1]).find((kind) => kind !== undefined && kind !== 'WITHDRAWN');
      if (said) return said === 'WORKING_DAY';
      const off = moved && at >= moved[0] ? moved[1] : first;
      return !off.includes(WEEK[(new Date(START + at * DAY).getUTCDay() + 6) % 7] ?? '');
    };
    const after = (): number => {
      let at = from;
      if (n === 0) while (!isWorked(at)) at += 1;
      for (let left = Math.abs(n); left > 0;) {
        at += Math.sign(n);
        if (isWorked(at)) left -= 1;
      }
      return at;
    };
    const between = (): number => {
      const counted = Array.from({ length: Math.abs(to - from) }, (_, i) => (to > from ? from + 1 + i : to + i)).filter(isWorked).length;
      return to > from || counted === 0 ? counted : -counted;
    };
    const ctx = platform.platform.context({ actor: platform.platform.system() });
    const calendar = decodeId(region)?.uuid ?? '';
    expect(await addWorkingDays(ctx, calendar, dayAt(from), n)).toBe(dayAt(after()));
    expect(await workingDaysBetween(ctx, calendar, dayAt(from), dayAt(to))).toBe(between());
    expect(await isWorkingDay(ctx, calendar, dayAt(to))).toBe(isWorked(to));
    if (n !== 0) expect(await workingDaysBetween(ctx, calendar, dayAt(from), await addWorkingDays(ctx, calendar, dayAt(from), n))).toBe(n);
  }), { numRuns: 60 });
}, 120_000);

it('counts every day where there is no calendar', async () => {
  const ctx = platform.platform.context({ actor: platform.platform.system() });
  expect(await addWorkingDays(ctx, null, '2026-03-01', 10)).toBe('2026-03-11');
  expect(await workingDaysBetween(ctx, null, '2026-03-01', '2026-03-11')).toBe(10);
});
