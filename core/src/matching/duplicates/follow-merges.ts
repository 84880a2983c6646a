import type { Context } from '../../kernel/context.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { personsMerged, personsUnmerged } from '../../people/merge/events.js';

/** Two who were merged need no decision any more, and neither do other pairs of the merged one. */
export const settlePairs = personsMerged.inTransaction('matching.settle-pairs', async (ctx: Context, { survivor, merged }) => {
  const { tx } = ctx as TxContext;
  await tx.query(
    `update matching.duplicate_candidate set
       state = case when $2 in (first_id, second_id) then 'CONFIRMED' else 'SUPERSEDED' end,
       (decided_by, decided_on) = (select $3::text, $4::date where $2 in (first_id, second_id))
     where state = 'OPEN' and (first_id = $1 or second_id = $1)`,
    [merged, survivor, ctx.actor.id, ctx.today],
  );
});

/** Two who are two after all are not proposed as they are; other pairs of the one who was merged are open again. */
export const reopenPairs = personsUnmerged.inTransaction('matching.reopen-pairs', async (ctx: Context, { survivor, merged }) => {
  const { tx } = ctx as TxContext;
  await tx.query(
    `update matching.duplicate_candidate set state = 'DISMISSED', decided_by = $3, decided_on = $4, known = matching.duplicate_known(first_id, second_id)
     where state = 'CONFIRMED' and first_id = least($1::uuid, $2::uuid) and second_id = greatest($1::uuid, $2::uuid)`,
    [survivor, merged, ctx.actor.id, ctx.today],
  );
  await tx.query(
    `update matching.duplicate_candidate c set state = 'OPEN'
     from people.person one, people.person two
     where c.state = 'SUPERSEDED' and (c.first_id = $1 or c.second_id = $1) and one.id = c.first_id and two.id = c.second_id and one.merged_into_id is null and two.merged_into_id is null`,
    [merged],
  );
});
