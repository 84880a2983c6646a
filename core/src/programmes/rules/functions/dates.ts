import { sql, trusted, type Sql } from '../../../kernel/read/sql.js';
import { wrong } from '../types.js';
import type { ValueType } from '../values.js';
import { given } from './arguments.js';
import type { PlainFunction } from './call.js';
import { textOf } from './texts.js';

type Values = readonly Sql[];

function ofDays(name: string, parameters: readonly (readonly [string, ValueType])[], type: ValueType, example: string, description: string, value: (...values: Values) => Sql): PlainFunction {
  const self = { name, signature: `${name}(${parameters.map(([parameter, of]) => `${parameter}: ${of}`).join(', ')}): ${type}`, example, description };
  return { ...self, meaning: (call) => ({ kind: 'value', type, sql: value(...given(call, self, parameters.map(([, of]) => [of])).map((each) => each.sql)) }) };
}

const BETWEEN = [['from', 'date'], ['to', 'date']] as const;
const BIRTHDAY = 'Who was born on 29 February completes a year on 1 March where it has no such day.';

const part = (name: 'year' | 'month' | 'day', description: string): PlainFunction =>
  ofDays(name, [['day', 'date']], 'number', `${name}(on)`, description, (day) => sql`extract(${trusted(name)} from ${day})`);

const DAYS_360 = {
  name: 'days360', signature: 'days360(from: date, to: date, method?: text): number', example: 'days360(period.from, period.to)',
  description: 'Days between two days where every month counts 30. Methods: "EU" (30E/360 of ISDA 2006 section 4.16(g), the 31st counts as the 30th; where left out), "US" (30/360 US, the end of February counts as the 30th too).',
};

export const dates: readonly PlainFunction[] = [
  ofDays('ageAt', [['birth', 'date'], ['day', 'date']], 'number', 'ageAt(person.birthDate, date("2026-06-30"))', `Completed years of life on a day. ${BIRTHDAY}`,
    (birth, day) => sql`div(programmes.completed_months(${birth}, ${day}), 12)`),
  ofDays('completedYears', BETWEEN, 'number', 'completedYears(enrolment.enrolledOn, on)', `Years that are complete between two days; negative where the second is before the first. ${BIRTHDAY}`,
    (from, to) => sql`div(programmes.completed_months(${from}, ${to}), 12)`),
  ofDays('monthsBetween', BETWEEN, 'number', 'monthsBetween(enrolment.enrolledOn, on)', 'Months that are complete between two days: one from 15 January to 15 February; from 31 January to 1 March too, since February has no 31st. Negative where the second is before the first.',
    (from, to) => sql`programmes.completed_months(${from}, ${to})`),
  ofDays('daysBetween', BETWEEN, 'number', 'daysBetween(period.from, period.to)', 'Days from one day to another: 1 from one day to the next.', (from, to) => sql`(${to} - ${from})::numeric`),
  {
    ...DAYS_360,
    meaning: (call) => {
      const { args, at } = call;
      const method = args[2] ? textOf(args[2]) : 'EU';
      if ((method !== 'EU' && method !== 'US') || args.length > 3) return wrong(args[2]?.start ?? at, 'A method in quotes belongs here.', 'There are: "EU", "US".');
      const [from, to] = given({ ...call, args: args.slice(0, 2) }, DAYS_360, [['date'], ['date']]);
      return { kind: 'value', type: 'number', sql: sql`programmes.days_360(${from?.sql}, ${to?.sql}, ${method}::text)` };
    },
  },
  ofDays('addDays', [['day', 'date'], ['days', 'number']], 'date', 'addDays(on, -30)', 'A day so many days later; unknown where that is no whole number, and outside of the years 1 to 9999.', (day, days) => sql`programmes.days_later(${day}, ${days})`),
  ofDays('addMonths', [['day', 'date'], ['months', 'number']], 'date', 'addMonths(enrolment.enrolledOn, 24)', 'The same day so many months later, or the last of the month where it has no such day; unknown where that is no whole number, and outside of the years 1 to 9999.',
    (day, months) => sql`programmes.months_later(${day}, ${months})`),
  ofDays('addYears', [['day', 'date'], ['years', 'number']], 'date', 'addYears(person.birthDate, 60)', 'The same day so many years later; 28 February for a 29th where the year has none.',
    (day, years) => sql`programmes.months_later(${day}, ${years} * 12)`),
  ofDays('startOfMonth', [['day', 'date']], 'date', 'startOfMonth(on)', 'The first day of its month.', (day) => sql`date_trunc('month', ${day}::timestamp)::date`),
  ofDays('endOfMonth', [['day', 'date']], 'date', 'endOfMonth(on)', 'The last day of its month.', (day) => sql`(date_trunc('month', ${day}::timestamp) + interval '1 month - 1 day')::date`),
  part('year', 'The year of a day: 2026.'),
  part('month', 'The month of a day: 1 to 12.'),
  part('day', 'The day of the month: 1 to 31.'),
];
