import { Resolver } from 'type-graphql';
import { Connection } from '../kernel/schema/resource.js';
import { Person } from '../people/persons/person.js';
import { Decision } from '../programmes/decisions/decision.js';
import { Enrolment } from '../programmes/enrolments/enrolment.js';
import { Entitlement } from '../programmes/entitlement.js';
import { PaymentInstruction } from '../transactions/runs/payment-instruction.js';
import { Grievance } from './grievance.js';

@Resolver(() => Person)
export class PersonGrievances {
  @Connection(() => Grievance, { mappedBy: 'person', permission: 'grievances.cases.read', description: 'What the person complains of.' })
  grievances!: unknown;
}

@Resolver(() => Enrolment)
export class EnrolmentGrievances {
  @Connection(() => Grievance, { mappedBy: 'enrolment', permission: 'grievances.cases.read', description: 'Grievances about it.' })
  grievances!: unknown;
}

@Resolver(() => Entitlement)
export class EntitlementGrievances {
  @Connection(() => Grievance, { mappedBy: 'entitlement', permission: 'grievances.cases.read', description: 'Grievances about it.' })
  grievances!: unknown;
}

@Resolver(() => PaymentInstruction)
export class PaymentGrievances {
  @Connection(() => Grievance, { mappedBy: 'instruction', permission: 'grievances.cases.read', description: 'Grievances about it.' })
  grievances!: unknown;
}

@Resolver(() => Decision)
export class DecisionGrievances {
  @Connection(() => Grievance, { mappedBy: 'decision', permission: 'grievances.cases.read', description: 'Grievances about it.' })
  grievances!: unknown;
}
