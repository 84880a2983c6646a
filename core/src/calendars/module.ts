import pkg from '../../package.json' with { type: 'json' };
import { defineModule } from '../kernel/module/define-module.js';
import { CalendarDay } from './calendar-day.js';
import { CalendarWeekend } from './calendar-weekend.js';
import { Calendar } from './calendar.js';
import { CountWorkingDays } from './count-days.js';
import { CreateCalendar } from './create-calendar.js';
import { calendarChanged } from './events.js';
import { calendarPermissions, calendarRoles } from './permissions.js';
import { SetCalendarDays } from './set-days.js';
import { SetCalendarWeekend } from './set-weekend.js';

export const calendars = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'calendars', requires: { kernel: `^${pkg.version}` } } },
  {
    description: 'Which days are worked, and time limits in working days',
    entities: [Calendar, CalendarWeekend, CalendarDay],
    resolvers: [CreateCalendar, SetCalendarWeekend, SetCalendarDays, CountWorkingDays],
    permissions: calendarPermissions,
    roles: calendarRoles,
    events: [calendarChanged],
    migrations: new URL('../../migrations/calendars/', import.meta.url),
    locales: new URL('../../locales/calendars/', import.meta.url),
  },
);
