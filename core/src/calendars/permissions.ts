import { definePermissions, defineRole } from '../kernel/access/permissions.js';

export const calendarPermissions = definePermissions({
  'calendars.calendars.read': 'See calendars and count working days',
  'calendars.calendars.manage': 'Say which days are worked',
});

export const calendarRoles = [defineRole('calendar-keeper', 'Says which days are worked', calendarPermissions.map(({ name }) => name))];
