import { sql, trusted } from '../../kernel/read/sql.js';
import type { RowScope } from '../../kernel/schema/resource.js';
import { byProgramme, through } from '../../people/scope.js';

/** Rows of a budget, which is of a programme. */
export const byBudget: RowScope = through(
  ({ budget }, seen) => sql`exists (select from transactions.budget b where b.id = ${budget ?? trusted('null')} and ${seen({ programme: sql`b.programme_id` })})`, byProgramme('programme'),
);
