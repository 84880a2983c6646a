import { Resolver } from 'type-graphql';
import { Connection } from '../../kernel/schema/resource.js';
import { Decision } from '../decisions/decision.js';
import { Enrolment } from '../enrolments/enrolment.js';
import { Entitlement } from '../entitlement.js';
import { Programme } from '../programme.js';
import { BenefitPeriod } from './benefit-period.js';
import { Determination } from './determination.js';
import { Overpayment } from './overpayment.js';
import { RedeterminationDue } from './redetermination-due.js';

@Resolver(() => Enrolment)
export class EnrolmentDeterminations {
  @Connection(() => Determination, { mappedBy: 'enrolment', permission: 'programmes.entitlements.read', description: 'What was found to be owed to it, period by period, again where something had changed.' })
  determinations!: unknown;

  @Connection(() => Overpayment, { mappedBy: 'enrolment', permission: 'programmes.entitlements.read', description: 'What was owed to it too much.' })
  overpayments!: unknown;

  @Connection(() => RedeterminationDue, { mappedBy: 'enrolment', permission: 'programmes.entitlements.read', description: 'What of it has changed with effect in periods that were determined, also what was looked into.' })
  redeterminationsDue!: unknown;
}

@Resolver(() => Decision)
export class DecisionEntitlements {
  @Connection(() => Determination, { mappedBy: 'decision', permission: 'programmes.entitlements.read', description: 'What was determined to be owed by it.' })
  determinations!: unknown;

  @Connection(() => Entitlement, { mappedBy: 'decision', permission: 'programmes.entitlements.read', description: 'What is owed by it.' })
  entitlements!: unknown;
}

@Resolver(() => Programme)
export class ProgrammeTimeline {
  @Connection(() => BenefitPeriod, { mappedBy: 'programme', permission: 'programmes.programmes.read', description: 'The periods for which it owes benefits.' })
  periods!: unknown;
}
