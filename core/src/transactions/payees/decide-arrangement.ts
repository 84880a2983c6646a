import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { inScope } from '../../kernel/read/in-scope.js';
import { sql } from '../../kernel/read/sql.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { refuseErased } from '../../people/persons/erased-persons.js';
import { noteHeldForDead } from '../../programmes/entitlements/after-death.js';
import { PayeeArrangementDecideInput, PayeeArrangementEndInput, PayeeArrangementPayload } from './arrangement-input.js';
import { arrangementConfirmed, arrangementEnded } from './events.js';
import { arrangementScope, PayeeDecisionState } from './payee-arrangement.js';
import { checkReceiver } from './propose-arrangement.js';
import { arrangementDecided, arrangementEndDay, arrangementNotFound, arrangementNotInForce, arrangementSecondPerson, arrangementsOverlap } from './refusals.js';

interface Locked {
  readonly beneficiary: string;
  readonly receiver: string;
  readonly state: PayeeDecisionState;
  readonly proposed_by: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly ended_by: string | null;
}

async function lock(ctx: TxContext, id: string): Promise<Locked> {
  const { rows } = await ask<Locked>(ctx, sql`
    select a.beneficiary_id as beneficiary, a.receiver_id as receiver, a.state, a.proposed_by, a.valid_from::text, a.valid_to::text, a.ended_by
    from transactions.payee_arrangement a where a.id = ${id}::uuid and ${inScope(ctx, arrangementScope, { beneficiary: sql`a.beneficiary_id`, programme: sql`a.programme_id` })} for no key update of a`);
  return rows[0] ?? refuse(arrangementNotFound('id'));
}

@Resolver()
export class DecidePayeeArrangement {
  @Mutation(() => PayeeArrangementPayload, { description: 'Confirms or rejects an arrangement that somebody else proposed. Runs that are made from then on pay by it. What was held since the beneficiary had died waits to be determined again.' })
  @Requires('transactions.payees.confirm')
  payeeArrangementDecide(@Arg('input', () => PayeeArrangementDecideInput, { description: 'Which, and what.' }) input: PayeeArrangementDecideInput, @Ctx() ctx: Context): Promise<PayeeArrangementPayload> {
    const constraints = { payee_arrangement_second_person: arrangementSecondPerson('id'), payee_arrangement_apart: arrangementsOverlap('id') };
    return write<PayeeArrangementPayload, PayeeArrangementDecideInput>(ctx, { operation: 'payeeArrangementDecide', input, constraints }, async (tx, { id, confirm }) => {
      const found = await lock(tx, id);
      if (found.state !== PayeeDecisionState.PROPOSED) refuse(arrangementDecided('id', { state: found.state }));
      if (found.proposed_by === tx.actor.id) refuse(arrangementSecondPerson('id'));
      if (confirm) await refuseErased(tx, [found.beneficiary, found.receiver].map((one) => ({ id: one, path: 'id' })));
      if (confirm) await checkReceiver(tx, found.receiver, found.valid_from, 'id');
      await tx.tx.query('update transactions.payee_arrangement set state = $2, decided_by = $3, decided_on = $4 where id = $1', [
        id, confirm ? PayeeDecisionState.CONFIRMED : PayeeDecisionState.REJECTED, tx.actor.id, tx.today,
      ]);
      if (confirm) {
        await noteHeldForDead(tx, found.beneficiary, 'transactions.payee_arrangement');
        await publish(tx, arrangementConfirmed, { id, beneficiary: found.beneficiary });
      }
      return { arrangement: { id } };
    });
  }

  @Mutation(() => PayeeArrangementPayload, { description: 'Ends an arrangement. Payments of runs that are made already still go by it.' })
  @Requires('transactions.payees.propose')
  payeeArrangementEnd(@Arg('input', () => PayeeArrangementEndInput, { description: 'Which, from when, and why.' }) input: PayeeArrangementEndInput, @Ctx() ctx: Context): Promise<PayeeArrangementPayload> {
    return write<PayeeArrangementPayload, PayeeArrangementEndInput>(ctx, { operation: 'payeeArrangementEnd', input }, async (tx, { id, on, reason }) => {
      const found = await lock(tx, id);
      const day = on ?? tx.today;
      if (found.state !== PayeeDecisionState.CONFIRMED || found.ended_by !== null || (found.valid_to !== null && found.valid_to <= tx.today)) refuse(arrangementNotInForce('id'));
      if (day < found.valid_from || (found.valid_to !== null && day > found.valid_to)) refuse(arrangementEndDay('on', { from: found.valid_from }));
      await tx.tx.query('update transactions.payee_arrangement set valid_to = $2, ended_by = $3, end_reason = $4 where id = $1', [id, day, tx.actor.id, reason]);
      await publish(tx, arrangementEnded, { id, beneficiary: found.beneficiary });
      return { arrangement: { id } };
    });
  }
}
