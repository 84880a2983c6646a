import { sql, trusted, type Sql } from '../../../kernel/read/sql.js';
import type { Columns } from '../../../kernel/schema/resource.js';

/** Scripts whose names are written family name first, without a space. */
const FAMILY_FIRST = trusted("('Hani', 'Hans', 'Hant', 'Jpan', 'Kore')");

/** The whole name from its parts. */
export function fullNameSql(columns: Columns): Sql {
  const { givenName, patronymic, familyName, script } = columns as Readonly<Record<string, Sql>>;
  return sql`(case when ${script} in ${FAMILY_FIRST} then concat(${familyName}, ${givenName}) else concat_ws(' ', ${givenName}, ${patronymic}, ${familyName}) end)`;
}
