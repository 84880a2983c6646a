import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../../../kernel/context.js';
import { publish } from '../../../../kernel/events/publish.js';
import { sql } from '../../../../kernel/read/sql.js';
import { Requires } from '../../../../kernel/schema/permission.js';
import { ask } from '../../../../kernel/write/ask.js';
import { beyondScope } from '../../../../kernel/write/beyond-scope.js';
import { refuse } from '../../../../kernel/write/refusal.js';
import type { TxContext } from '../../../../kernel/write/transaction.js';
import { write } from '../../../../kernel/write/write.js';
import { inProgrammesOf } from '../../../../people/scope.js';
import { ofWholeProgrammes } from '../../../../programmes/whole-programme.js';
import { readOrganisation } from '../../../funders.js';
import { refuseUnderWay, returnedByHand } from '../../../organisations/settle.js';
import { booksClosed, organisationUnknown, programmeNotFound } from '../../../refusals.js';
import { deductionPaymentMoved } from '../../events.js';
import { deductionPaymentFuture, deductionPaymentNotFound, deductionPaymentOpen, deductionPaymentSecondPerson, deductionPaymentStale, deductionPaymentState, nothingToPayOver } from '../../refusals.js';
import { bookCameBack, bookPaidOver, type HeldPayment } from './book-paid-over.js';
import { DeductionPaymentState } from './deduction-payment.js';
import { DeductionPaymentDecideInput, DeductionPaymentPayInput, DeductionPaymentPayload, DeductionPaymentProposeInput, DeductionPaymentReturnInput } from './payment-input.js';
import { DEDUCTIONS } from './under-way.js';

const { PROPOSED, APPROVED, REJECTED, PAID } = DeductionPaymentState;

interface Locked extends HeldPayment {
  readonly state: DeductionPaymentState;
  readonly proposedBy: string;
}

async function lock(ctx: TxContext, id: string, wanted: readonly DeductionPaymentState[]): Promise<Locked> {
  const { rows: [found] } = await ask<Locked>(ctx, sql`
    select p.id, p.programme_id as "programmeId", p.funder_id as "funderId", p.currency, p.reference, p.state, p.proposed_by as "proposedBy"
    from transactions.deduction_payment p where p.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`p.programme_id`)} for no key update`);
  if (!found || !ofWholeProgrammes(ctx)) return refuse(deductionPaymentNotFound('id'));
  return wanted.includes(found.state) ? found : refuse(deductionPaymentState('id', { state: found.state, wanted: wanted.join(' or ') }));
}

async function moved(ctx: TxContext, id: string, state: DeductionPaymentState): Promise<{ payment: { id: string } }> {
  await publish(ctx, deductionPaymentMoved, { id, state });
  return { payment: { id } };
}

@Resolver()
export class PayOverDeductions {
  @Mutation(() => DeductionPaymentPayload, { description: 'Proposes to pay over to an organisation all that was withheld for it of payments that have arrived, less what was paid over of payments that came back since. Another person decides.' })
  @Requires('transactions.deductions.pay')
  deductionPaymentPropose(@Arg('input', () => DeductionPaymentProposeInput, { description: 'To whom, of which programme.' }) input: DeductionPaymentProposeInput, @Ctx() ctx: Context): Promise<DeductionPaymentPayload> {
    // Of two at once, the lines of one stand in the way of the other's.
    const constraints = { deduction_payment_open: deductionPaymentOpen('organisationId'), deduction_payment_line_once: deductionPaymentOpen('organisationId'), deduction_payment_positive: nothingToPayOver('organisationId') };
    return write<DeductionPaymentPayload, DeductionPaymentProposeInput>(ctx, { operation: 'deductionPaymentPropose', input, constraints }, async (tx, { programmeId, organisationId, funderId }) => {
      const { rows: [programme] } = await ask<{ currency: string }>(tx, sql`select p.currency from programmes.programme p where p.id = ${programmeId}::uuid and ${inProgrammesOf(tx, sql`p.id`)}`);
      if (!programme || !ofWholeProgrammes(tx)) return refuse(programmeNotFound('programmeId'));
      const organisation = (await readOrganisation(tx, organisationId)) ?? refuse(organisationUnknown('organisationId'));
      const funder = await readOrganisation(tx, funderId, 'funderId');
      const id = uuidv7();
      await beyondScope(tx, async () => {
        const { rowCount } = await ask(tx, sql`
          with due as materialized (select * from transactions.deductions_due(${programmeId}::uuid, ${funder}::uuid, ${organisation}::uuid, ${programme.currency})),
          payment as (
            insert into transactions.deduction_payment (id, programme_id, funder_id, organisation_id, currency, amount, reference, proposed_by)
            select ${id}::uuid, ${programmeId}::uuid, ${funder}::uuid, ${organisation}::uuid, ${programme.currency}, sum(due.amount), ${id.replaceAll('-', '')}, ${tx.actor.id} from due having count(*) > 0)
          insert into transactions.deduction_payment_line (id, payment_id, deduction_id, amount, currency) select kernel.uuid7(), ${id}::uuid, due.deduction_id, due.amount, ${programme.currency} from due`);
        if (!rowCount) refuse(nothingToPayOver('organisationId'));
      });
      return moved(tx, id, PROPOSED);
    });
  }

  @Mutation(() => DeductionPaymentPayload, { description: 'Approves or rejects a payment to an organisation that somebody else proposed. What is approved is sent by `organisationPaymentRunCreate`, or to be transferred under its `reference`.' })
  @Requires('transactions.deductions.approve')
  deductionPaymentDecide(@Arg('input', () => DeductionPaymentDecideInput, { description: 'Which, and what.' }) input: DeductionPaymentDecideInput, @Ctx() ctx: Context): Promise<DeductionPaymentPayload> {
    const constraints = { deduction_payment_second_person: deductionPaymentSecondPerson('id'), deduction_payment_stands: deductionPaymentStale('id') };
    return write<DeductionPaymentPayload, DeductionPaymentDecideInput>(ctx, { operation: 'deductionPaymentDecide', input, constraints }, async (tx, { id, approve }) => {
      const payment = await lock(tx, id, approve ? [PROPOSED] : [PROPOSED, APPROVED]);
      if (!approve) await refuseUnderWay(tx, { source: DEDUCTIONS, id, path: 'id' });
      if (payment.proposedBy === tx.actor.id) refuse(deductionPaymentSecondPerson('id'));
      await tx.tx.query('update transactions.deduction_payment set state = $2, decided_by = $3, decided_on = $4 where id = $1', [id, approve ? APPROVED : REJECTED, tx.actor.id, tx.today]);
      return moved(tx, id, approve ? APPROVED : REJECTED);
    });
  }

  @Mutation(() => DeductionPaymentPayload, { description: 'Records that an approved payment to an organisation left the account, and books it. A statement that shows its `reference` does the same by itself.' })
  @Requires('transactions.deductions.pay')
  deductionPaymentPay(@Arg('input', () => DeductionPaymentPayInput, { description: 'Which, when and how.' }) input: DeductionPaymentPayInput, @Ctx() ctx: Context): Promise<DeductionPaymentPayload> {
    return write<DeductionPaymentPayload, DeductionPaymentPayInput>(ctx, { operation: 'deductionPaymentPay', input, constraints: { posting_period_open: booksClosed('paidOn') } }, async (tx, { id, paidOn, bankReference }) => {
      const on = paidOn ?? tx.today;
      if (on > tx.today) refuse(deductionPaymentFuture('paidOn'));
      const payment = await lock(tx, id, [APPROVED]);
      await refuseUnderWay(tx, { source: DEDUCTIONS, id, path: 'id' });
      await bookPaidOver(tx, payment, { on, occurredOn: on, bankReference: bankReference ?? payment.reference });
      return { payment: { id } };
    });
  }

  @Mutation(() => DeductionPaymentPayload, { description: 'Records that a payment to an organisation came back, and books it: what it was of is due again.' })
  @Requires('transactions.deductions.pay')
  deductionPaymentReturn(@Arg('input', () => DeductionPaymentReturnInput, { description: 'Which.' }) input: DeductionPaymentReturnInput, @Ctx() ctx: Context): Promise<DeductionPaymentPayload> {
    return write<DeductionPaymentPayload, DeductionPaymentReturnInput>(ctx, { operation: 'deductionPaymentReturn', input, constraints: { posting_period_open: booksClosed('id') } }, async (tx, { id }) => {
      const payment = await lock(tx, id, [PAID]);
      if (!await returnedByHand(tx, { source: DEDUCTIONS, id }, 'RETURNED')) await bookCameBack(tx, payment);
      return { payment: { id } };
    });
  }
}
