import { mutate } from '../kernel/server/mutate.js';
import { runOperation } from '../kernel/server/run-operation.js';
import type { PackData } from './format.js';
import type { Installing } from './install-pack.js';

/** Creates the calendars that are not there; answers with the ids of all. */
export async function installCalendars({ drafter, done }: Installing, calendars: PackData['calendars']): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const { code, name, source, weekend, holidays } of calendars) {
    const { data } = await runOperation(drafter, 'query ($code: String!) { calendar(by: { code: $code }) { id } }', { code });
    const known = (data as { readonly calendar: { readonly id: string } | null } | null | undefined)?.calendar;
    const id = known?.id ?? (await mutate<{ calendarCreate: { calendar: { id: string } } }>(drafter,
      'mutation ($input: CalendarCreateInput!) { calendarCreate(input: $input) { calendar { id } userErrors { code message path } } }',
      { input: { code, name, weekend: { days: weekend.days, effectiveFrom: weekend.from, source } } },
    )).calendarCreate.calendar.id;
    if (!known && holidays.length > 0) {
      await mutate(drafter, 'mutation ($input: CalendarDaysSetInput!) { calendarDaysSet(input: $input) { userErrors { code message path } } }',
        { input: { calendarId: id, days: holidays.map((holiday) => ({ ...holiday, source })) } });
    }
    done({ what: `calendar ${code}`, did: known ? 'was there' : 'created' });
    ids.set(code, id);
  }
  return ids;
}
