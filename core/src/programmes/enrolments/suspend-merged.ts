import { beyondScope } from '../../kernel/write/beyond-scope.js';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { personsMerged } from '../../people/merge/events.js';
import { changeInMerge } from '../../people/merge/record.js';
import { enrolmentMoved } from '../events.js';

/**
 * Where both persons were enrolled in one programme, the merged one's enrolment cannot move to the survivor: it is suspended, so
 * that nobody is paid twice. Recorded with the merge, so that taking it back resumes it.
 */
export const suspendMerged = personsMerged.inTransaction('programmes.suspend-merged', async (ctx: Context, { merge, merged }) => {
  const inside = ctx as TxContext;
  // They may have enrolled elsewhere; whoever may merge them may have it suspended.
  await beyondScope(inside, () => suspend(inside, merge, merged));
});

async function suspend(inside: TxContext, merge: string, merged: string): Promise<void> {
  const { rows } = await inside.tx.query<{ id: string }>("select id from programmes.enrolment where person_id = $1 and state = 'ENROLLED' order by id for update", [merged]);
  for (const { id } of rows) {
    await changeInMerge(inside, merge, { table: 'programmes.enrolment', id }, { state: 'SUSPENDED', state_on: inside.today, reason: 'MERGED', note: null }, 'state');
    await publish(inside, enrolmentMoved, { id, from: 'ENROLLED', to: 'SUSPENDED' });
  }
}
