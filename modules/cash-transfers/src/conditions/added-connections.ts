import { Connection, Enrolment, Person, Programme, Resolver } from '@kinga/plugin-sdk';
import { Compliance } from './compliance.js';
import { Condition } from './condition.js';
import { Consequence } from './consequence.js';

@Resolver(() => Programme)
export class ProgrammeConditions {
  @Connection(() => Condition, { mappedBy: 'programme', permission: 'cash-transfers.conditions.read', description: 'What it asks of persons month by month.' })
  conditions!: unknown;
}

@Resolver(() => Enrolment)
export class EnrolmentConditions {
  @Connection(() => Compliance, { mappedBy: 'enrolment', permission: 'cash-transfers.conditions.read', description: 'Who met which condition in which month.' })
  compliance!: unknown;

  @Connection(() => Consequence, { mappedBy: 'enrolment', permission: 'cash-transfers.conditions.read', description: 'What followed from it.' })
  consequences!: unknown;
}

@Resolver(() => Person)
export class PersonCompliance {
  @Connection(() => Compliance, { mappedBy: 'person', permission: 'cash-transfers.conditions.read', description: 'Which conditions of programmes they met in which month.' })
  compliance!: unknown;
}
