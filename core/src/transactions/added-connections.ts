import { Resolver } from 'type-graphql';
import { Connection } from '../kernel/schema/resource.js';
import { Person } from '../people/persons/person.js';
import { Entitlement } from '../programmes/entitlement.js';
import { Programme } from '../programmes/programme.js';
import { Account } from './account.js';
import { PaymentInstruction } from './runs/payment-instruction.js';
import { PaymentRun } from './runs/payment-run.js';

@Resolver(() => Entitlement)
export class EntitlementPayments {
  @Connection(() => PaymentInstruction, { mappedBy: 'entitlement', permission: 'transactions.instructions.read', description: 'How it is or was paid: at most one of them is on its way or paid.' })
  instructions!: unknown;
}

@Resolver(() => Person)
export class PersonPayments {
  @Connection(() => PaymentInstruction, { mappedBy: 'payee', permission: 'transactions.instructions.read', description: 'What is or was paid to the person.' })
  payments!: unknown;
}

@Resolver(() => Programme)
export class ProgrammePayments {
  @Connection(() => PaymentRun, { mappedBy: 'programme', permission: 'transactions.runs.read', description: 'Runs that pay its benefits.' })
  paymentRuns!: unknown;

  @Connection(() => Account, { mappedBy: 'programme', permission: 'transactions.accounts.read', description: 'Its accounts in the ledger.' })
  accounts!: unknown;
}
