import pkg from '../../package.json' with { type: 'json' };
import { defineRole } from '../kernel/access/permissions.js';
import { defineModule } from '../kernel/module/define-module.js';
import { purposes } from '../kernel/privacy/purpose.js';
import { AddEligibilityRule } from './add-eligibility-rule.js';
import { CreateProgramme } from './create-programme.js';
import { EligibilityRule } from './eligibility-rule.js';
import { EnrolEligible, enrolEligible } from './enrol-eligible.js';
import { Enrolment } from './enrolment.js';
import { Entitlement } from './entitlement.js';
import { enrolmentMoved, enrolmentsMade, programmeCreated } from './events.js';
import { MoveEnrolment } from './move-enrolment.js';
import { programmeDirectory } from './scope-directory.js';
import { programmesPermissions } from './permissions.js';
import { PersonEnrolments, HouseholdEnrolments } from './person-enrolments.js';
import { ParameterTexts, ProgrammeTexts, RuleTableTexts, RuleTexts } from './local-names.js';
import { ParameterValue } from './parameters/parameter-value.js';
import { Parameter } from './parameters/parameter.js';
import { Programme } from './programme.js';
import { RuleTableRow, RuleTableVersion } from './tables/rule-table-version.js';
import { RuleTable } from './tables/rule-table.js';
import { TableKeys } from './tables/table-keys.js';
import { ProgrammeRule } from './versions/programme-rule.js';
import { ProgrammeVersion } from './versions/programme-version.js';
import { suspendMerged } from './suspend-merged.js';
import { ruleFacts } from './rules/rule-facts.js';
import { ruleKinds } from './rules/vocabulary.js';

const version = `^${pkg.version}`;

export const programmes = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'programmes', requires: { kernel: version, people: version } } },
  {
    description: 'Programmes, who is enrolled in them, and what is owed',
    entities: [Programme, ProgrammeVersion, ProgrammeRule, Parameter, ParameterValue, RuleTable, RuleTableVersion, RuleTableRow, EligibilityRule, Enrolment, Entitlement],
    resolvers: [CreateProgramme, AddEligibilityRule, EnrolEligible, MoveEnrolment, PersonEnrolments, HouseholdEnrolments, ProgrammeTexts, RuleTexts, ParameterTexts, RuleTableTexts, TableKeys],
    permissions: programmesPermissions,
    roles: [
      defineRole('programme-officer', 'Runs programmes: rules, enrolments, what is owed', [
        ...programmesPermissions.map((permission) => permission.name),
        'people.persons.read', 'people.households.read', 'people.places.read', 'kernel.jobs.read',
      ]),
    ],
    events: [programmeCreated, enrolmentsMade, enrolmentMoved],
    on: [suspendMerged],
    jobs: [enrolEligible],
    offers: [ruleFacts, ruleKinds],
    contributes: [programmeDirectory, purposes.contribute('assistance', { description: 'Deciding who gets which assistance, and delivering it', ground: 'PUBLIC_TASK' })],
    migrations: new URL('../../migrations/programmes/', import.meta.url),
    locales: new URL('../../locales/programmes/', import.meta.url),
  },
);
