import { sql, trusted } from '../../../../kernel/read/sql.js';
import type { RowScope } from '../../../../kernel/schema/resource.js';
import { byProgramme, through } from '../../../../people/scope.js';

/** What goes to an organisation is of a whole programme: whoever is limited to places or organisations sees none of it. */
export const byWholeProgramme: RowScope = { ...byProgramme('programme'), places: () => trusted('false'), organisations: () => trusted('false') };

/** Lines of a payment are seen with it. */
export const byDeductionPayment: RowScope = through(
  ({ payment }, seen) => sql`exists (select from transactions.deduction_payment p where p.id = ${payment ?? trusted('null')} and ${seen({ programme: sql`p.programme_id` })})`, byWholeProgramme);
