import { sql } from '../../kernel/read/sql.js';
import { receiversAfterDeath } from '../../programmes/entitlements/after-death.js';

/** Nominees, as a second person confirmed them, receive what is found to be owed after a death. */
export const nomineeReceives = receiversAfterDeath.contribute('nominee', {
  description: 'A nominee who was confirmed receives it.',
  receives: (payee, programme, day) => sql`
    exists (select from transactions.payee_arrangement a where a.beneficiary_id = ${payee} and a.kind = 'NOMINEE' and a.state = 'CONFIRMED' and (a.programme_id is null or a.programme_id = ${programme})
      and a.valid_from <= ${day} and (a.valid_to is null or a.valid_to > ${day}))`,
});
