import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { bookForPayers, receivableAccounts } from './accounts.js';
import { allocate, takeBackAllocations } from './allocate.js';
import { Demand, DemandState } from './demand.js';
import { demandCancelled, demandWrittenOff } from './events.js';
import { lockDemand } from './lock.js';
import { DemandPayload } from './raise-demand.js';
import { demandPartlyGivenUp } from './refusals.js';

@InputType({ description: 'A demand that should not have been raised.' })
export class DemandCancelInput extends MoneyInput {
  @Ref(() => Demand, { description: 'The demand.' })
  demandId!: string;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(500)
  reason!: string;
}

@InputType({ description: 'A demand that is never paid.' })
export class DemandWriteOffInput extends MoneyInput {
  @Ref(() => Demand, { description: 'The demand.' })
  demandId!: string;

  @Field(() => String, { description: 'Why it is given up.' })
  @MinLength(10)
  @MaxLength(2_000)
  reason!: string;
}

/**
 * Takes a demand back, with its interest and penalties; what was paid for it is held on account and settles what else is due.
 *
 * @param demandId UUID
 * @throws Refused where the actor may not act on it, or where a part of it was written off
 */
export async function cancelDemand(tx: TxContext, demandId: string, reason: string): Promise<void> {
  const { programme, payer, written_off } = await lockDemand(tx, demandId, [DemandState.ISSUED, DemandState.PART_PAID, DemandState.SETTLED]);
  if (written_off) refuse(demandPartlyGivenUp('demandId'));
  await takeBackAllocations(tx, programme, 'The demand was taken back', sql`a.demand_id = ${demandId}::uuid`);
  await tx.tx.query('update transactions.demand set cancelled_on = $2, cancelled_reason = $3 where id = $1', [demandId, tx.today, reason]);
  const accounts = await receivableAccounts(tx, programme);
  await bookForPayers(tx, programme, { kind: 'DEMAND_CANCELLED', reference: `demand:${demandId}:cancelled`, description: 'A demand was taken back' }, sql`
    select l.payer_id, l.account_id as debit_id, ${accounts.DEMANDS}::uuid as credit_id, l.amount from transactions.demand_line l where l.demand_id = ${demandId}::uuid
    union all select d.payer_id, ${accounts.PENALTY_INCOME}::uuid, ${accounts.DEMANDS}::uuid, d.charged from transactions.demand d where d.id = ${demandId}::uuid and d.charged > 0`);
  await allocate(tx, programme, sql`select ${payer}::uuid`);
  await publish(tx, demandCancelled, { id: demandId });
}

@Resolver()
export class EndDemand {
  @Mutation(() => DemandPayload, { description: 'Takes a demand back, with its interest and penalties. What was paid for it is held on account and settles what else is due.' })
  @Requires('transactions.demands.raise')
  demandCancel(@Arg('input', () => DemandCancelInput, { description: 'Which demand, and why.' }) input: DemandCancelInput, @Ctx() ctx: Context): Promise<DemandPayload> {
    return write<DemandPayload, DemandCancelInput>(ctx, { operation: 'demandCancel', input }, async (tx, { demandId, reason }) => {
      await cancelDemand(tx, demandId, reason);
      return { demand: { id: demandId } };
    });
  }

  @Mutation(() => DemandPayload, { description: 'Gives up what was not paid of a demand, with a reason. A deployment puts it behind the approval of others by its change policies, from an amount on.' })
  @Requires('transactions.demands.write-off')
  demandWriteOff(@Arg('input', () => DemandWriteOffInput, { description: 'Which demand, and why.' }) input: DemandWriteOffInput, @Ctx() ctx: Context): Promise<DemandPayload> {
    return write<DemandPayload, DemandWriteOffInput>(ctx, { operation: 'demandWriteOff', input }, async (tx, { demandId, reason }) => {
      const { programme, payer, outstanding, currency } = await lockDemand(tx, demandId, [DemandState.ISSUED, DemandState.PART_PAID]);
      const [id, transaction] = [uuidv7(), uuidv7()];
      await tx.tx.query(
        `insert into transactions.demand_write_off (id, demand_id, payer_id, amount, currency, reason, written_off_on, written_off_by, transaction_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [id, demandId, payer, outstanding, currency, reason, tx.today, tx.actor.id, transaction],
      );
      const accounts = await receivableAccounts(tx, programme);
      await bookForPayers(tx, programme, { id: transaction, kind: 'DEMAND_WRITTEN_OFF', reference: `write-off:${id}`, description: 'What was not paid was given up' }, sql`
        select ${payer}::uuid as payer_id, ${accounts.DEMANDS_WRITTEN_OFF}::uuid as debit_id, ${accounts.DEMANDS}::uuid as credit_id, ${outstanding}::numeric as amount`);
      await publish(tx, demandWrittenOff, { id, demand: demandId });
      return { demand: { id: demandId } };
    });
  }
}
