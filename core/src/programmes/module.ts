import pkg from '../../package.json' with { type: 'json' };
import { together } from '../kernel/module/area.js';
import { defineModule } from '../kernel/module/define-module.js';
import { purposes } from '../kernel/privacy/purpose.js';
import { CreateProgramme } from './create-programme.js';
import { decisions } from './decisions/area.js';
import { enrolments } from './enrolments/area.js';
import { entitlements } from './entitlements/area.js';
import { Entitlement } from './entitlement.js';
import {
  enrolmentMoved, enrolmentsMade, parameterDefined, parameterValueDecided, parameterValueProposed, programmeCreated, programmeUpdated, programmeVersionDrafted, programmeVersionEnded,
  programmeVersionPublished, programmeVersionSubmitted, ruleTableDefined, tableVersionDecided, tableVersionProposed,
} from './events.js';
import { targeting } from './targeting/area.js';
import { programmeDirectory } from './scope-directory.js';
import { periodRules } from './decisions/period-rules.js';
import { programmesPermissions, programmesRoles } from './permissions.js';
import { HouseholdEnrolments, OrganisationEnrolments, PersonEnrolments } from './person-enrolments.js';
import { ParameterTexts, ProgrammeTexts, RuleTableTexts, RuleTexts } from './local-names.js';
import { ParameterValue } from './parameters/parameter-value.js';
import { Parameter } from './parameters/parameter.js';
import { Programme } from './programme.js';
import { RuleTableRow, RuleTableVersion } from './tables/rule-table-version.js';
import { RuleTable } from './tables/rule-table.js';
import { TableKeys } from './tables/table-keys.js';
import { benefitTypes, ListClassifications, ownFunctions, protectionFunctions } from './classification.js';
import { AddParameterValue } from './parameters/add-value.js';
import { DefineParameter } from './parameters/define-parameter.js';
import { programmesSettings } from './settings.js';
import { simulation } from './simulation/area.js';
import { AddRuleTableVersion } from './tables/add-table-version.js';
import { DefineRuleTable } from './tables/define-table.js';
import { SimulationWhom, TargetingWhom } from './tell-whom.js';
import { UpdateProgramme } from './update-programme.js';
import { DraftProgrammeVersion } from './versions/draft-version.js';
import { EndProgrammeVersion } from './versions/end-version.js';
import { ListRuleKinds } from './versions/list-kinds.js';
import { PublishProgrammeVersion } from './versions/publish-version.js';
import { SubmitProgrammeVersion } from './versions/submit-version.js';
import { VersionInForce } from './versions/version-in-force.js';
import { ProgrammeRule } from './versions/programme-rule.js';
import { ProgrammeVersion } from './versions/programme-version.js';
import { checkContributed } from './rules/check-contributed.js';
import { facts } from './rules/contributed-facts.js';
import { ruleFacts } from './rules/rule-facts.js';
import { receiversAfterDeath } from './entitlements/after-death.js';
import { packParts } from './pack-parts.js';
import { ruleKinds } from './rules/vocabulary.js';
import { VocabularyQueries } from './rules/vocabulary-queries.js';

const version = `^${pkg.version}`;
const areas = together([enrolments, decisions, targeting, simulation, entitlements]);

export const programmes = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'programmes', requires: { kernel: version, people: version, calendars: version } } },
  {
    description: 'Programmes, who is enrolled in them, and what is owed',
    entities: [Programme, ProgrammeVersion, ProgrammeRule, Parameter, ParameterValue, RuleTable, RuleTableVersion, RuleTableRow, Entitlement, ...(areas.entities ?? [])],
    resolvers: [
      CreateProgramme, PersonEnrolments, HouseholdEnrolments, OrganisationEnrolments, ProgrammeTexts, RuleTexts, ParameterTexts, RuleTableTexts, TableKeys,
      VocabularyQueries, UpdateProgramme, ListClassifications, ListRuleKinds, DraftProgrammeVersion, SubmitProgrammeVersion, PublishProgrammeVersion, EndProgrammeVersion, VersionInForce, TargetingWhom, SimulationWhom,
      DefineParameter, AddParameterValue, DefineRuleTable, AddRuleTableVersion, ...(areas.resolvers ?? []),
    ],
    permissions: programmesPermissions,
    roles: programmesRoles,
    events: [
      programmeCreated, programmeUpdated, programmeVersionDrafted, programmeVersionSubmitted, programmeVersionPublished, programmeVersionEnded,
      parameterDefined, parameterValueProposed, parameterValueDecided, ruleTableDefined, tableVersionProposed, tableVersionDecided, enrolmentsMade, enrolmentMoved, ...(areas.events ?? []),
    ],
    on: areas.on ?? [],
    jobs: areas.jobs ?? [],
    settings: programmesSettings,
    offers: [packParts, receiversAfterDeath, ruleFacts, facts, ruleKinds, periodRules, benefitTypes, protectionFunctions, ...(areas.offers ?? [])],
    contributes: [...ownFunctions, checkContributed, programmeDirectory, purposes.contribute('assistance', { description: 'Deciding who gets which assistance, and delivering it', ground: 'PUBLIC_TASK' }), ...(areas.contributes ?? [])],
    tables: {
      'programmes.participant': { description: 'Which persons and households take or took part in which programmes, by themselves or by whom they live with', sensitivity: 'personal', purpose: 'assistance' },
      'programmes.eligibility_rule': { description: 'Rules on who may be enrolled, from before versions had them; read by nothing any more', sensitivity: 'public', purpose: 'assistance' },
      'programmes.simulation_part': { description: 'Figures of groups that a simulation which is under way found so far', sensitivity: 'internal', purpose: 'assistance' },
      'programmes.occupancy': { description: 'How many places of programmes are taken, and how much of their budgets', sensitivity: 'public', purpose: 'assistance' },
    },
    migrations: new URL('../../migrations/programmes/', import.meta.url),
    locales: new URL('../../locales/programmes/', import.meta.url),
  },
);
