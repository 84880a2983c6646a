import { ask, demandsSettled, inTransaction, receiptReversed, sql, startJob } from '@kinga/plugin-sdk';
import { postContributions } from './post-declaration.js';
import { unpostContributions } from './take-back.js';

/** What counts when it is paid is posted when it is paid. */
export const postWhenPaid = demandsSettled.afterCommit('pensions.post-when-paid', (ctx, { ids }) => inTransaction(ctx, async (tx) => {
  const { rows } = await ask<{ id: string }>(tx, sql`select d.id from pensions.declaration d where d.demand_id = any(${ids}::uuid[]) and d.state = 'ACCEPTED' order by d.month, d.id`);
  for (const { id } of rows) await startJob(tx, postContributions, { declarationId: id });
}));

/** Money that did not come in after all: what counted because of it no longer does, and neither does what corrects it, the last first. */
export const unpostWhenReversed = receiptReversed.afterCommit('pensions.unpost-when-reversed', (ctx, { id: receipt }) => inTransaction(ctx, async (tx) => {
  const { rows } = await ask<{ id: string }>(tx, sql`
    with recursive unpaid (id) as (
      select distinct c.id from transactions.receipt_allocation a join pensions.declaration c on c.demand_id = a.demand_id join transactions.demand d on d.id = a.demand_id
      where a.receipt_id = ${receipt}::uuid and c.credited_when = 'PAID' and c.state = 'POSTED' and d.state <> 'SETTLED'
      union select c.id from unpaid join pensions.declaration c on c.corrects_id = unpaid.id where c.state = 'POSTED')
    select id from unpaid order by id desc`);
  for (const { id } of rows) await startJob(tx, unpostContributions, { declarationId: id });
}));
