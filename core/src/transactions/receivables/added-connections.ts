import { Resolver } from 'type-graphql';
import { Connection } from '../../kernel/schema/resource.js';
import { Household } from '../../people/households/household.js';
import { Organisation } from '../../people/organisations/organisation.js';
import { Person } from '../../people/persons/person.js';
import { Programme } from '../../programmes/programme.js';
import { Demand } from './demand.js';
import { Payer } from './payer.js';
import { Receipt } from './receipt.js';

@Resolver(() => Person)
export class PersonPayers {
  @Connection(() => Payer, { mappedBy: 'person', permission: 'transactions.demands.read', description: 'The person as payer, of each programme to which they pay.' })
  payers!: unknown;
}

@Resolver(() => Household)
export class HouseholdPayers {
  @Connection(() => Payer, { mappedBy: 'household', permission: 'transactions.demands.read', description: 'The household as payer, of each programme to which it pays.' })
  payers!: unknown;
}

@Resolver(() => Organisation)
export class OrganisationPayers {
  @Connection(() => Payer, { mappedBy: 'organisation', permission: 'transactions.demands.read', description: 'The organisation as payer, of each programme to which it pays.' })
  payers!: unknown;
}

@Resolver(() => Programme)
export class ProgrammeReceivables {
  @Connection(() => Payer, { mappedBy: 'programme', permission: 'transactions.demands.read', description: 'Who pays to it.' })
  payers!: unknown;

  @Connection(() => Demand, { mappedBy: 'programme', permission: 'transactions.demands.read', description: 'What it demands.' })
  demands!: unknown;

  @Connection(() => Receipt, { mappedBy: 'programme', permission: 'transactions.receipts.read', description: 'What came in for it.' })
  receipts!: unknown;
}
