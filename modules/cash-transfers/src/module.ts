import { benefitTypes, defineModule, definePermissions, defineRole } from '@kinga/plugin-sdk';
import pkg from '../package.json' with { type: 'json' };
import { Cycle } from './cycle.js';
import { DetermineCycle, followPeriod } from './determine-cycle.js';
import { cycleDetermined, cycleOpened } from './events.js';
import { OpenCycle } from './open-cycle.js';
import { ProgrammeCycles } from './programme-cycles.js';

const permissions = definePermissions({
  'cash-transfers.cycles.read': 'See the cycles of programmes',
  'cash-transfers.cycles.manage': 'Open cycles and determine what is owed',
});

export const cashTransfers = defineModule(pkg, {
  description: 'Cash transfers: the cycles of programmes that pay money',
  entities: [Cycle],
  resolvers: [OpenCycle, DetermineCycle, ProgrammeCycles],
  permissions,
  roles: [defineRole('cash-officer', 'Runs cash transfer programmes: opens cycles and has them determined', [
    ...permissions.map(({ name }) => name), 'programmes.programmes.read', 'programmes.enrolments.read', 'programmes.entitlements.read',
  ])],
  events: [cycleOpened, cycleDetermined],
  on: [followPeriod],
  contributes: [benefitTypes.contribute('cash-transfer', { scheme: 'cash-transfers', description: 'Money that is paid to households or persons, period by period.' })],
  // Read by nothing any more: what they hold is what was paid by, before rules had versions.
  tables: {
    'cash_transfers.benefit_schedule': { description: 'What programmes paid by the number of members, before their rules had versions', sensitivity: 'public', purpose: 'assistance' },
    'cash_transfers.benefit_rate': { description: 'The amounts of those schedules', sensitivity: 'public', purpose: 'assistance' },
    'cash_transfers.held_household': { description: 'That a cycle paid a household nothing, before determinations said so', sensitivity: 'personal', purpose: 'assistance' },
  },
  migrations: new URL('../migrations/', import.meta.url),
  locales: new URL('../locales/', import.meta.url),
  operations: new URL('../operations/', import.meta.url),
});
