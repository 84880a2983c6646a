import { benefitTypes, defineModule, definePermissions, defineRole } from '@kinga/plugin-sdk';
import pkg from '../package.json' with { type: 'json' };
import { EnrolmentConditions, PersonCompliance, ProgrammeConditions } from './conditions/added-connections.js';
import { ComplianceFile, RejectedCompliance } from './conditions/compliance-file.js';
import { Compliance } from './conditions/compliance.js';
import { Condition } from './conditions/condition.js';
import { Consequence } from './conditions/consequence.js';
import { DefineCondition } from './conditions/define-condition.js';
import { DrawConsequences, drawConsequences } from './conditions/draw-consequences.js';
import { ReadComplianceFile, readComplianceFile } from './conditions/read-compliance-file.js';
import { RecordCompliance } from './conditions/record-compliance.js';
import { conditionFacts, consequenceRules, lapseReason } from './conditions/rules.js';
import { Cycle } from './cycle.js';
import { DetermineCycle, followPeriod } from './determine-cycle.js';
import {
  complianceRecorded, conditionDefined, consequencesDrawn, cycleDetermined, cycleOpened, cyclesJoined, enrolmentsWarned, shockDeclared, shockEnded, shockProposed,
} from './events.js';
import { OpenCycle } from './open-cycle.js';
import { PlanCycles } from './plan-cycles.js';
import { ProgrammeCycles } from './programme-cycles.js';
import { carryOut, endShock } from './shocks/carry-out.js';
import { DecideShock, endByItself } from './shocks/decide-shock.js';
import { ShockMeasure } from './shocks/measure.js';
import { PlanShock } from './shocks/plan-shock.js';
import { ProposeShock } from './shocks/propose-shock.js';
import { shockFacts, shockReasons } from './shocks/rules.js';
import { ShockPlace } from './shocks/shock-place.js';
import { Shock } from './shocks/shock.js';

const permissions = definePermissions({
  'cash-transfers.cycles.read': 'See the cycles of programmes',
  'cash-transfers.cycles.manage': 'Open cycles and determine what is owed',
  'cash-transfers.conditions.read': 'See the conditions of programmes, who met them, and what followed',
  'cash-transfers.conditions.manage': 'Lay down conditions of programmes',
  'cash-transfers.conditions.apply': 'Draw what follows from conditions that were missed',
  'cash-transfers.compliance.record': 'Record who met conditions',
  'cash-transfers.shocks.read': 'See shocks, what is done about them, and what it costs',
  'cash-transfers.shocks.propose': 'Propose what is to be done about a shock',
  'cash-transfers.shocks.declare': 'Declare shocks that somebody else proposed, and end them',
});

export const cashTransfers = defineModule(pkg, {
  description: 'Cash transfers: the cycles of programmes that pay money',
  entities: [Cycle, Condition, Compliance, ComplianceFile, RejectedCompliance, Consequence, Shock, ShockPlace, ShockMeasure],
  resolvers: [OpenCycle, PlanCycles, DetermineCycle, ProgrammeCycles, DefineCondition, RecordCompliance, ReadComplianceFile, DrawConsequences, ProgrammeConditions, EnrolmentConditions, PersonCompliance, ProposeShock, PlanShock, DecideShock],
  permissions,
  roles: [defineRole('cash-officer', 'Runs cash transfer programmes: opens cycles and has them determined', [
    ...permissions.map(({ name }) => name).filter((name) => name !== 'cash-transfers.shocks.declare'), 'programmes.programmes.read', 'programmes.enrolments.read', 'programmes.entitlements.read',
    'people.persons.read', 'people.households.read', 'people.places.read', 'kernel.jobs.read', 'kernel.files.read', 'kernel.files.upload',
  ]), defineRole('shock-authority', 'Declares shocks that somebody else proposed', ['cash-transfers.shocks.read', 'cash-transfers.shocks.declare', 'programmes.programmes.read', 'kernel.jobs.read'])],
  events: [cycleOpened, cycleDetermined, cyclesJoined, conditionDefined, complianceRecorded, enrolmentsWarned, consequencesDrawn, shockProposed, shockDeclared, shockEnded],
  on: [followPeriod],
  jobs: [readComplianceFile, drawConsequences, carryOut, endShock],
  contributes: [conditionFacts, consequenceRules, lapseReason, shockFacts, shockReasons, endByItself, benefitTypes.contribute('cash-transfer', { scheme: 'cash-transfers', description: 'Money that is paid to households or persons, period by period.' })],
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
