import { byProgramme, Connection, Field, Int, LocalDate, ManyToOne, Programme, Property, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { BenefitRate } from './benefit-rate.js';

@Resource({
  description: 'How much a household is paid per cycle, by the number of its members who count. Never changed: a later schedule takes its place.',
  table: 'cash_transfers.benefit_schedule',
  prefix: 'benefit_schedule',
  read: 'cash-transfers.schedules.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  one: 'benefitSchedule',
  many: 'benefitSchedules',
  scope: byProgramme('programme'),
  seenWith: ['programme'],
})
export class BenefitSchedule extends Versioned {
  @Field(() => Programme, { description: 'Whose schedule it is.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Int, { description: 'Its place among the schedules of the programme: the last one that applies counts.' })
  @Property({ type: 'integer' })
  sequence!: number;

  @Field(() => LocalDate, { nullable: true, description: 'It applies to cycles that begin on this day or later.' })
  @Property({ type: 'date', fieldName: 'effective_from', nullable: true })
  effectiveFrom!: string | null;

  @Field(() => Int, { nullable: true, description: 'It applies from the cycle of this number on.' })
  @Property({ type: 'integer', fieldName: 'from_cycle', nullable: true })
  fromCycle!: number | null;

  @Field(() => String, { description: 'Which members count, as a rule in CEL over `member`.' })
  @Property({ type: 'text', fieldName: 'member_rule' })
  memberRule!: string;

  @Field(() => String, { description: 'Where it stands: act, section, gazette, announcement.' })
  @Property({ type: 'text' })
  source!: string;

  @Connection(() => BenefitRate, { mappedBy: 'schedule', description: 'The amounts.' })
  rates!: unknown;
}
