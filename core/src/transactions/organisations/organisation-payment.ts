import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Ctx, Field, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { sql, trusted } from '../../kernel/read/sql.js';
import { encodeId } from '../../kernel/schema/ids.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Public } from '../../kernel/schema/permission.js';
import { Connection, MoneyField, Needs, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { OrganisationAccount } from '../../people/organisations/accounts/organisation-account.js';
import { Organisation } from '../../people/organisations/organisation.js';
import { Programme } from '../../programmes/programme.js';
import { DeductionPayment } from '../payees/deductions/paid-over/deduction-payment.js';
import { DEDUCTIONS } from '../payees/deductions/paid-over/under-way.js';
import { byWholeProgramme } from '../payees/deductions/paid-over/scope.js';
import { ReceiptRefund } from '../receivables/receipt-refund.js';
import { REFUNDS } from '../receivables/refund-name.js';
import { PaymentInstructionState } from '../runs/payment-instruction.js';
import { PaymentRun } from '../runs/payment-run.js';
import { organisationPayables } from './organisation-payables.js';

@Resource({
  description: 'A payment to an organisation, in a run of the kind ORGANISATIONS. Everything but its state is frozen when the run is created.',
  table: 'transactions.organisation_payment',
  prefix: 'organisation_payment',
  read: 'transactions.runs.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  one: 'organisationPayment',
  many: 'organisationPayments',
  keys: ['reference'],
  scope: byWholeProgramme,
})
export class OrganisationPayment extends Versioned {
  @Field(() => PaymentRun, { nullable: true, description: 'In which run.' })
  @ManyToOne(() => PaymentRun, { fieldName: 'run_id', type: 'uuid' })
  run!: Rel<PaymentRun>;

  @Field(() => Int, { description: 'Number of the batch in which it is sent.' })
  @Property({ type: 'integer', fieldName: 'batch_number' })
  batchNumber!: number;

  @Field(() => Programme, { nullable: true, description: 'Of which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Organisation, { nullable: true, description: 'To whom.' })
  @ManyToOne(() => Organisation, { fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation>;

  @Field(() => OrganisationAccount, { nullable: true, description: 'The account that it is paid into: chosen when the run was created, and never another one.' })
  @ManyToOne(() => OrganisationAccount, { fieldName: 'account_id', type: 'uuid' })
  account!: Rel<OrganisationAccount>;

  @Field(() => String, { description: 'In whose name the account is kept.' })
  @Property({ type: 'text', fieldName: 'payee_name' })
  payeeName!: string;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much.' })
  amount!: unknown;

  @Field(() => String, { description: 'What names it to the channel and the bank; unique for good.' })
  @Property({ type: 'text', unique: true })
  reference!: string;

  @Field(() => String, { description: 'What it pays, such as transactions.deductions: who brought it.' })
  @Property({ type: 'text' })
  source!: string;

  @Property({ type: 'uuid', fieldName: 'source_id' })
  sourceUuid!: string;

  @Field(() => PaymentInstructionState, { description: 'Where it stands.' })
  @Property({ type: 'text' })
  state!: PaymentInstructionState;

  @Field(() => String, { nullable: true, description: 'Why it came back.' })
  @Property({ type: 'text', fieldName: 'returned_reason', nullable: true })
  returnedReason!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which its payment or return was booked.' })
  @Property({ type: 'date', fieldName: 'settled_on', nullable: true })
  settledOn!: string | null;
}

@Resolver(() => OrganisationPayment)
export class SourceOfPayment {
  @FieldResolver(() => ID, { description: 'The id of what it pays, such as that of a remittance; `node` gives it to whoever may see it.' })
  @Public('names a row that is read with a permission of its own')
  @Needs('source', 'sourceUuid')
  sourceId(@Root() { source, sourceUuid }: Pick<OrganisationPayment, 'source' | 'sourceUuid'>, @Ctx() { platform }: Context): string {
    return encodeId(platform.extensions(organisationPayables).get(source)?.prefix ?? source, sourceUuid);
  }
}

@Resolver(() => DeductionPayment)
export class PaymentsOfDeductions {
  @Connection(() => OrganisationPayment, { mappedBy: 'sourceUuid', where: ({ source }) => sql`${source ?? trusted('null')} = ${DEDUCTIONS}`, permission: 'transactions.runs.read', description: 'The payments by which runs sent it, the last of which may be on its way or paid.' })
  payments!: unknown;
}

@Resolver(() => ReceiptRefund)
export class PaymentsOfRefunds {
  @Connection(() => OrganisationPayment, { mappedBy: 'sourceUuid', where: ({ source }) => sql`${source ?? trusted('null')} = ${REFUNDS}`, permission: 'transactions.runs.read', description: 'The payments by which runs sent it to an organisation, the last of which may be on its way or paid.' })
  payments!: unknown;
}

@Resolver(() => PaymentRun)
export class PaymentsToOrganisations {
  @Connection(() => OrganisationPayment, { mappedBy: 'run', permission: 'transactions.runs.read', description: 'Its payments, one by one, where it pays organisations.' })
  organisationPayments!: unknown;
}
