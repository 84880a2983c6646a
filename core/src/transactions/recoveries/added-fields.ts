import { Resolver } from 'type-graphql';
import { sql } from '../../kernel/read/sql.js';
import { Connection, SqlField } from '../../kernel/schema/resource.js';
import { Decimal } from '../../kernel/schema/scalars.js';
import { Overpayment } from '../../programmes/entitlements/overpayment.js';
import { PaymentInstruction } from '../runs/payment-instruction.js';
import { Recovery } from './recovery.js';
import { RecoveryPlan } from './recovery-plan.js';

const READ = 'programmes.entitlements.read';

@Resolver(() => Overpayment)
export class OverpaymentRecoveries {
  @Connection(() => Recovery, { mappedBy: 'overpayment', permission: READ, description: 'What of it was paid back, kept back or given up.' })
  recoveries!: unknown;

  @Connection(() => RecoveryPlan, { mappedBy: 'overpayment', permission: READ, description: 'How it is to come back; at most one plan is followed at a time.' })
  recoveryPlans!: unknown;

  @SqlField(() => Decimal, { permission: READ, description: 'What of it is outstanding, in its currency: neither paid back, nor kept back of payments that are on their way or paid, nor given up.', sql: (t) => sql`(${t['amount']} - transactions.recovered(${t['id']}))` })
  outstanding!: string;
}

@Resolver(() => PaymentInstruction)
export class PaymentDeductions {
  @SqlField(() => Decimal, { permission: 'transactions.instructions.read', description: 'How much is owed before anything is kept back, in its currency: `amount`, `deducted` and `withheld` together.', sql: (t) => sql`(${t['amountNumber']} + ${t['deductedAmount']} + ${t['withheldAmount']})` })
  gross!: string;

  @Connection(() => Recovery, { mappedBy: 'instruction', permission: READ, description: 'What was kept back of it, and for which overpayment.' })
  recoveries!: unknown;
}
