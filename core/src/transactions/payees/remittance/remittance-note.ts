import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { noteRead } from '../../../kernel/audit/read-log.js';
import type { Context } from '../../../kernel/context.js';
import { uuidOf } from '../../../kernel/schema/ids.js';
import { MoneyValue } from '../../../kernel/schema/money.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { PaymentInstructionState } from '../../runs/payment-instruction.js';
import { DeductionKind } from '../deductions/withholding-order.js';
import { printNote } from './print-note.js';
import { readNote } from './read-note.js';

@ObjectType({ description: 'What of a payment goes to an organisation, as a remittance note says it.' })
export class RemittanceDeduction {
  @Field(() => DeductionKind, { description: 'For what.' })
  kind!: DeductionKind;

  @Field(() => String, { nullable: true, description: 'To whom; null where who asks may not see the organisation.' })
  organisationName!: string | null;

  @Field(() => String, { description: 'What names it to the organisation.' })
  reference!: string;

  @Field(() => MoneyValue, { description: 'How much.' })
  amount!: MoneyValue;
}

@ObjectType({ description: 'What of a remittance note is for one period: gross = net + kept back + deductions.' })
export class RemittanceLine {
  @Field(() => String, { description: 'What names it.' })
  reference!: string;

  @Field(() => String, { description: 'What names the payment with which it came to the channel and the bank: the same of lines that were paid as one.' })
  payment!: string;

  @Field(() => PaymentInstructionState, { description: 'Where it stands.' })
  state!: PaymentInstructionState;

  @Field(() => LocalDate, { description: 'First day of the period that it is for.' })
  periodFrom!: string;

  @Field(() => LocalDate, { description: 'Last day of it.' })
  periodTo!: string;

  @Field(() => MoneyValue, { description: 'What was owed.' })
  gross!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What was kept back for an overpayment.' })
  keptBack!: MoneyValue;

  @Field(() => [RemittanceDeduction], { description: 'What went to organisations, in the order in which it was taken.' })
  deductions!: readonly RemittanceDeduction[];

  @Field(() => MoneyValue, { description: 'What is left, and is paid.' })
  net!: MoneyValue;

  @Field(() => String, { nullable: true, description: 'Bank, provider or pay point of the account; null where it is paid by name.' })
  institution!: string | null;

  @Field(() => String, { nullable: true, description: 'The end of the account’s number; null where it is paid by name, and at cash points.' })
  account!: string | null;
}

@ObjectType({ description: 'What somebody is paid by a run, what of it goes to whom, and where it is paid to.' })
export class RemittanceNote {
  @Field(() => String, { description: 'Its number: the code of the run and the end of the person’s id.' })
  number!: string;

  @Field(() => String, { description: 'Code of the run.' })
  run!: string;

  @Field(() => String, { description: 'Name of the programme.' })
  programme!: string;

  @Field(() => String, { description: 'Whom it is for, as when the run was made.' })
  payeeName!: string;

  @Field(() => String, { nullable: true, description: 'Who receives it for them; null where they do themselves.' })
  receiverName!: string | null;

  @Field(() => [RemittanceLine], { description: 'What is paid, by period.' })
  lines!: readonly RemittanceLine[];

  @Field(() => MoneyValue, { description: 'What is paid in all, or on its way: without what came back or was given up.' })
  net!: MoneyValue;

  @Field(() => String, { description: 'The note as it may be printed, in the language of who asks.' })
  text!: string;
}

@Resolver()
export class ReadRemittanceNote {
  @Query(() => RemittanceNote, { nullable: true, description: 'The remittance note of somebody who is paid by a run; null where the run pays them nothing that the caller may see.' })
  @Requires('transactions.remittances.read')
  async remittanceNote(
    @Arg('runId', () => ID, { description: 'The run.' }) runId: string,
    @Arg('payeeId', () => ID, { description: 'Who is paid.' }) payeeId: string,
    @Ctx() ctx: Context,
  ): Promise<RemittanceNote | null> {
    const of = { run: uuidOf('payment_run', runId), payee: uuidOf('person', payeeId) };
    const note = of.run && of.payee ? await readNote(ctx, { run: of.run, payee: of.payee }) : null;
    await noteRead(ctx, { fields: ['PaymentInstruction.amount', 'Deduction.amount', 'PaymentAccount.masked'], subjects: note && of.payee ? [of.payee] : [] });
    return note && { ...note, text: printNote(ctx, note) };
  }
}
