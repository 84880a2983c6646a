import { byProgramme, Connection, Field, LocalDate, ManyToOne, MoneyField, OrganisationPayment, Programme, Property, registerEnumType, Resource, sql, trusted, Versioned, type Rel } from '@kinga/plugin-sdk';
import { byFacility } from '../facilities/facility-price-list.js';
import { HealthFacility } from '../facilities/facility.js';
import { REMITTANCES } from './payable.js';
import { RemittanceClaim } from './remittance-claim.js';
import { RemittanceRun } from './remittance-run.js';

export enum RemittanceState {
  PENDING = 'PENDING',
  PAID = 'PAID',
  RETURNED = 'RETURNED',
}
registerEnumType(RemittanceState, {
  name: 'RemittanceState',
  description: 'Whether a remittance was paid.',
  valuesConfig: { PENDING: { description: 'Not yet.' }, PAID: { description: 'It was.' }, RETURNED: { description: 'The payment came back; it is still owed.' } },
});

@Resource({
  description: 'What a run pays to a facility: with its claims, the remittance advice.',
  table: 'health_insurance.remittance',
  prefix: 'remittance',
  read: 'health-insurance.remittances.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  one: 'remittance',
  many: 'remittances',
  scope: { ...byFacility('facility'), ...byProgramme('programme') },
  seenWith: ['programme', 'facility', 'run'],
})
export class Remittance extends Versioned {
  @Field(() => RemittanceRun, { description: 'By which run.' })
  @ManyToOne(() => RemittanceRun, { fieldName: 'run_id', type: 'uuid' })
  run!: Rel<RemittanceRun>;

  @Field(() => Programme, { description: 'By which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => HealthFacility, { description: 'To which facility.' })
  @ManyToOne(() => HealthFacility, { fieldName: 'facility_id', type: 'uuid' })
  facility!: Rel<HealthFacility>;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much.' })
  amount!: unknown;

  @Field(() => RemittanceState, { description: 'Whether it was paid.' })
  @Property({ type: 'text' })
  state!: RemittanceState;

  @Field(() => LocalDate, { nullable: true, description: 'When it was paid.' })
  @Property({ type: 'date', fieldName: 'paid_on', nullable: true })
  paidOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Under which reference of the bank.' })
  @Property({ type: 'text', fieldName: 'paid_reference', nullable: true })
  paidReference!: string | null;

  @Field(() => String, { nullable: true, description: 'Why its payment came back, in words; null where nobody said so, or once it is paid anew.' })
  @Property({ type: 'text', fieldName: 'returned_because', nullable: true })
  returnedBecause!: string | null;

  @Connection(() => OrganisationPayment, { mappedBy: 'sourceUuid', where: ({ source }) => sql`${source ?? trusted('null')} = ${REMITTANCES}`, permission: 'transactions.runs.read', description: 'The payments by which runs sent it, the last of which may be on its way or paid.' })
  payments!: unknown;

  @Connection(() => RemittanceClaim, { mappedBy: 'remittance', permission: 'health-insurance.claims.read', description: 'What it pays for each claim.' })
  claims!: unknown;
}
