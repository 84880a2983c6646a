import type { Context } from '../../kernel/context.js';
import { join, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { retentionClocks } from '../retention/clock.js';

/**
 * Persons whom nothing keeps on the day any more, with the schedule that ended last: each schedule whose day has come for somebody
 * keeps them for its years, and the last one counts. Whom no schedule speaks of is never due.
 */
export function dueSql({ platform, today }: Pick<Context, 'platform' | 'today'>): Sql {
  const clocks = [...platform.extensions(retentionClocks)].map(([name, { sql: text }]) => sql`select ${trusted(`'${name}'::text`)} as clock, person_id, since from (${trusted(text)}) one`);
  return sql`
    select * from (
      select distinct on (c.person_id) c.person_id, s.id as schedule_id, (c.since + make_interval(years => s.years))::date as due_on
      from (${join(clocks, ' union all ')}) c join privacy.retention_schedule s on s.clock = c.clock and (s.ended_on is null or s.ended_on > ${today}::date)
      where c.since is not null
      order by c.person_id, due_on desc) last
    where last.due_on <= ${today}::date
      and exists (select from people.person p where p.id = last.person_id and p.merged_into_id is null)
      and not exists (select from privacy.erasure e where e.person_id = last.person_id)`;
}
