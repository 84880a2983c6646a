import { Connection, Programme, Resolver } from '@kinga/plugin-sdk';
import { BenefitSchedule } from './benefit-schedule.js';
import { Cycle } from './cycle.js';

@Resolver(() => Programme)
export class ProgrammeSchedules {
  @Connection(() => BenefitSchedule, { mappedBy: 'programme', permission: 'cash-transfers.schedules.read', description: 'What it pays, schedule by schedule.' })
  benefitSchedules!: unknown;

  @Connection(() => Cycle, { mappedBy: 'programme', permission: 'cash-transfers.cycles.read', description: 'The cycles for which it pays.' })
  cycles!: unknown;
}
