import { sql, type Sql } from '../../../kernel/read/sql.js';

/** Whether somebody can be born on a day by what is known of them: not after they died, nor after they joined a household. */
export const bornBefore = (person: Sql, birth: Sql): Sql =>
  sql`coalesce(${birth} <= least(${person}.death_date, (select min(m.valid_from) from people.membership m where m.person_id = ${person}.id)), true)`;
