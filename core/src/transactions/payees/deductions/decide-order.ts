import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import { inScope } from '../../../kernel/read/in-scope.js';
import { sql } from '../../../kernel/read/sql.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { ask } from '../../../kernel/write/ask.js';
import { refuse } from '../../../kernel/write/refusal.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { write } from '../../../kernel/write/write.js';
import { refuseErased } from '../../../people/persons/erased-persons.js';
import { withholdingOrderConfirmed, withholdingOrderEnded } from '../events.js';
import { PayeeDecisionState } from '../payee-arrangement.js';
import { orderDecided, orderEndDay, orderNotFound, orderNotInForce, orderSecondPerson } from '../refusals.js';
import { WithholdingOrderDecideInput, WithholdingOrderEndInput, WithholdingOrderPayload } from './order-input.js';
import { orderScope } from './withholding-order.js';

interface Locked {
  readonly person: string;
  readonly state: PayeeDecisionState;
  readonly proposed_by: string;
  readonly before: string;
  readonly due_until: string | null;
  readonly ended_by: string | null;
  readonly yesterday: string;
}

async function lock(ctx: TxContext, id: string): Promise<Locked> {
  const { rows } = await ask<Locked>(ctx, sql`
    select o.person_id as person, o.state, o.proposed_by, (o.due_from - 1)::text as before, o.due_until::text, o.ended_by, (${ctx.today}::date - 1)::text as yesterday
    from transactions.withholding_order o where o.id = ${id}::uuid and ${inScope(ctx, orderScope, { person: sql`o.person_id`, organisation: sql`o.organisation_id`, programme: sql`o.programme_id` })} for no key update of o`);
  return rows[0] ?? refuse(orderNotFound('id'));
}

@Resolver()
export class DecideWithholdingOrder {
  @Mutation(() => WithholdingOrderPayload, { description: 'Confirms or rejects an order that somebody else proposed. Runs that are made from then on withhold by it.' })
  @Requires('transactions.deductions.confirm')
  withholdingOrderDecide(@Arg('input', () => WithholdingOrderDecideInput, { description: 'Which, and what.' }) input: WithholdingOrderDecideInput, @Ctx() ctx: Context): Promise<WithholdingOrderPayload> {
    const constraints = { withholding_order_second_person: orderSecondPerson('id') };
    return write<WithholdingOrderPayload, WithholdingOrderDecideInput>(ctx, { operation: 'withholdingOrderDecide', input, constraints }, async (tx, { id, confirm }) => {
      const found = await lock(tx, id);
      if (found.state !== PayeeDecisionState.PROPOSED) refuse(orderDecided('id', { state: found.state }));
      if (found.proposed_by === tx.actor.id) refuse(orderSecondPerson('id'));
      if (confirm) await refuseErased(tx, [{ id: found.person, path: 'id' }]);
      await tx.tx.query('update transactions.withholding_order set state = $2, decided_by = $3, decided_on = $4 where id = $1', [
        id, confirm ? PayeeDecisionState.CONFIRMED : PayeeDecisionState.REJECTED, tx.actor.id, tx.today,
      ]);
      if (confirm) await publish(tx, withholdingOrderConfirmed, { id, person: found.person });
      return { order: { id } };
    });
  }

  @Mutation(() => WithholdingOrderPayload, { description: 'Ends an order. What runs that are made already withhold by it still goes to the organisation.' })
  @Requires('transactions.deductions.propose')
  withholdingOrderEnd(@Arg('input', () => WithholdingOrderEndInput, { description: 'Which, from when, and why.' }) input: WithholdingOrderEndInput, @Ctx() ctx: Context): Promise<WithholdingOrderPayload> {
    return write<WithholdingOrderPayload, WithholdingOrderEndInput>(ctx, { operation: 'withholdingOrderEnd', input }, async (tx, { id, lastDueOn, reason }) => {
      const found = await lock(tx, id);
      if (found.state !== PayeeDecisionState.CONFIRMED || found.ended_by !== null) refuse(orderNotInForce('id'));
      const day = lastDueOn ?? (found.yesterday < found.before ? found.before : found.yesterday);
      if (day < found.before || (found.due_until !== null && day > found.due_until)) refuse(orderEndDay('lastDueOn', { from: found.before }));
      await tx.tx.query('update transactions.withholding_order set due_until = $2, ended_by = $3, end_reason = $4 where id = $1', [id, day, tx.actor.id, reason]);
      await publish(tx, withholdingOrderEnded, { id, person: found.person });
      return { order: { id } };
    });
  }
}
