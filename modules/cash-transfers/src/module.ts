import { benefitTypes, defineModule, definePermissions, defineRole } from '@kinga/plugin-sdk';
import pkg from '../package.json' with { type: 'json' };
import { AddBenefitSchedule } from './add-benefit-schedule.js';
import { BenefitRate } from './benefit-rate.js';
import { BenefitSchedule } from './benefit-schedule.js';
import { Cycle } from './cycle.js';
import { determineCycle, DetermineCycle } from './determine-cycle.js';
import { cycleDetermined, cycleOpened } from './events.js';
import { HeldHousehold } from './held-household.js';
import { OpenCycle } from './open-cycle.js';
import { ProgrammeSchedules } from './programme-schedules.js';

const permissions = definePermissions({
  'cash-transfers.schedules.read': 'See what programmes pay',
  'cash-transfers.schedules.manage': 'Lay down what programmes pay',
  'cash-transfers.cycles.read': 'See cycles, and who is held and why',
  'cash-transfers.cycles.manage': 'Open cycles and determine what is owed',
});

export const cashTransfers = defineModule(pkg, {
  description: 'Cash transfers: benefit schedules, cycles and what each household is owed',
  entities: [BenefitSchedule, BenefitRate, Cycle, HeldHousehold],
  resolvers: [AddBenefitSchedule, OpenCycle, DetermineCycle, ProgrammeSchedules],
  permissions,
  roles: [defineRole('cash-officer', 'Runs cash transfer programmes: schedules and cycles', permissions.map(({ name }) => name))],
  events: [cycleOpened, cycleDetermined],
  jobs: [determineCycle],
  contributes: [benefitTypes.contribute('cash-transfer', { scheme: 'cash-transfers', description: 'Money that is paid to households or persons, period by period.' })],
  migrations: new URL('../migrations/', import.meta.url),
  locales: new URL('../locales/', import.meta.url),
  operations: new URL('../operations/', import.meta.url),
});
