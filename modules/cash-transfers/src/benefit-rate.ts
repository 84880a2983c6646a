import { byProgramme, Field, Int, ManyToOne, MoneyField, Property, Resource, sql, through, trusted, Versioned, type Rel } from '@kinga/plugin-sdk';
import { BenefitSchedule } from './benefit-schedule.js';

@Resource({
  description: 'One row of a benefit schedule.',
  table: 'cash_transfers.benefit_rate',
  prefix: 'benefit_rate',
  read: 'cash-transfers.schedules.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  scope: through(({ schedule }, seen) => sql`exists (select from cash_transfers.benefit_schedule s where s.id = ${schedule ?? trusted('null')} and ${seen({ programme: sql`s.programme_id` })})`, byProgramme('programme')),
  seenWith: ['schedule'],
})
export class BenefitRate extends Versioned {
  @Field(() => BenefitSchedule, { description: 'The schedule that it belongs to.' })
  @ManyToOne(() => BenefitSchedule, { fieldName: 'schedule_id', type: 'uuid' })
  schedule!: Rel<BenefitSchedule>;

  @Field(() => Int, { description: 'From how many members on; the row with the largest number that is reached counts.' })
  @Property({ type: 'integer' })
  members!: number;

  @Property({ type: 'numeric' })
  amount!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amount', currency: 'currency', description: 'What is paid per cycle.' })
  perCycle!: unknown;
}
