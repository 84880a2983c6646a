import { Arg, ask, Ctx, Field, inProgrammesOf, inScope, InputType, IsOptional, LocalDate, MaxLength, MinLength, MoneyInput, Mutation, ObjectType, Payload, Ref, refuse, refuseUnderWay, Requires, returnedByHand, Resolver, sql, write, type Context, type TxContext } from '@kinga/plugin-sdk';
import { byFacility } from '../facilities/facility-price-list.js';
import { bookPaid, bookReturned, REMITTANCES } from './payable.js';
import { remittanceBooksClosed, remittanceFuture, remittanceNotApproved, remittanceNotFound, remittanceReference, remittanceState } from './refusals.js';
import { Remittance, RemittanceState } from './remittance.js';

@InputType({ description: 'That a remittance was paid.' })
export class RemittancePayInput extends MoneyInput {
  @Ref(() => Remittance, { description: 'The remittance.' })
  id!: string;

  @Field(() => LocalDate, { nullable: true, description: 'When; on the day of the request where left out.' })
  paidOn?: string | null;

  @Field(() => String, { description: 'The reference of the payment, such as that of the bank.' })
  @MinLength(1)
  @MaxLength(100)
  reference!: string;
}

@InputType({ description: 'That the payment of a remittance came back.' })
export class RemittanceReturnInput extends MoneyInput {
  @Ref(() => Remittance, { description: 'The remittance.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Why it came back, in words, such as those of the bank.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(500)
  reason?: string | null;
}

@ObjectType({ description: 'Answer of mutations about remittances.' })
export class RemittancePayload extends Payload {
  @Field(() => Remittance, { nullable: true, description: 'The remittance as it stands now.' })
  remittance?: { readonly id: string };
}

interface Held { readonly state: RemittanceState; readonly programmeId: string; readonly currency: string; readonly approved: boolean; readonly paidReference: string | null }

async function hold(ctx: TxContext, id: string, wanted: readonly RemittanceState[]): Promise<Held> {
  const { rows: [found] } = await ask<Held>(ctx, sql`
    select m.state, m.programme_id as "programmeId", m.currency, r.state = 'APPROVED' as approved, m.paid_reference as "paidReference"
    from health_insurance.remittance m join health_insurance.remittance_run r on r.id = m.run_id
    where m.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`m.programme_id`)} and ${inScope(ctx, byFacility('facility'), { facility: sql`m.facility_id` })} for no key update of m`);
  if (!found) return refuse(remittanceNotFound('id'));
  if (!found.approved) refuse(remittanceNotApproved('id'));
  return wanted.includes(found.state) ? found : refuse(remittanceState('id', { state: found.state, wanted: wanted.join(', ') }));
}

@Resolver()
export class PayRemittance {
  @Mutation(() => RemittancePayload, { description: 'Records that a remittance was paid, and books it; the entry of a bank statement that names its reference, of the same amount, is this payment. Once: a second payment is refused until the first came back.' })
  @Requires('health-insurance.remittances.pay')
  remittancePay(@Arg('input', () => RemittancePayInput, { description: 'Which remittance, and under which reference.' }) input: RemittancePayInput, @Ctx() ctx: Context): Promise<RemittancePayload> {
    const constraints = { remittance_reference_key: remittanceReference('reference'), posting_period_open: remittanceBooksClosed('paidOn') };
    return write<RemittancePayload, RemittancePayInput>(ctx, { operation: 'remittancePay', input, constraints }, async (tx, { id, paidOn, reference }) => {
      if (paidOn && paidOn > tx.today) refuse(remittanceFuture('paidOn'));
      const { programmeId, currency } = await hold(tx, id, [RemittanceState.PENDING, RemittanceState.RETURNED]);
      await refuseUnderWay(tx, { source: REMITTANCES, id, path: 'id' });
      const on = paidOn ?? tx.today;
      await bookPaid(tx, { id, programmeId, currency, on, reference, occurredOn: on });
      return { remittance: { id } };
    });
  }

  @Mutation(() => RemittancePayload, { description: 'Records that the payment of a remittance came back: it is owed again, and may be paid anew.' })
  @Requires('health-insurance.remittances.pay')
  remittanceReturn(@Arg('input', () => RemittanceReturnInput, { description: 'Which remittance, and why.' }) input: RemittanceReturnInput, @Ctx() ctx: Context): Promise<RemittancePayload> {
    return write<RemittancePayload, RemittanceReturnInput>(ctx, { operation: 'remittanceReturn', input, constraints: { posting_period_open: remittanceBooksClosed('id') } }, async (tx, { id, reason }) => {
      const { programmeId, currency, paidReference } = await hold(tx, id, [RemittanceState.PAID]);
      if (!await returnedByHand(tx, { source: REMITTANCES, id }, reason ?? 'RETURNED')) await bookReturned(tx, { id, programmeId, currency, reason: reason ?? null, paidReference });
      return { remittance: { id } };
    });
  }
}
