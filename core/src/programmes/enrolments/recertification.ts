import type { Context } from '../../kernel/context.js';
import { sql, type Sql } from '../../kernel/read/sql.js';
import { settingsOf } from '../settings.js';

/** The day by which whoever is found eligible on a day must be judged again; null where the deployment has no such day. */
export function recertification({ platform }: Context, on: string): Sql {
  return sql`(${on}::date + make_interval(months => ${settingsOf(platform).recertifyEveryMonths}::int))::date`;
}
