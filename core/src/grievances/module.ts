import pkg from '../../package.json' with { type: 'json' };
import { defineModule } from '../kernel/module/define-module.js';
import { purposes } from '../kernel/privacy/purpose.js';
import { leftOutOfExports } from '../privacy/exports/left-out.js';
import { AddGrievanceMessage, GrievanceMessageFiles } from './add-message.js';
import { DecisionGrievances, EnrolmentGrievances, EntitlementGrievances, PaymentGrievances, PersonGrievances } from './added-connections.js';
import { AppealGrievance } from './appeal-grievance.js';
import { ClassifyGrievance } from './classify-grievance.js';
import { grievanceCategories, grievanceChannels, grievanceConsequences, grievanceOutcomes } from './code-lists.js';
import { commonConsequences } from './consequences.js';
import { commonLists } from './core-lists.js';
import { DecideGrievance } from './decide-grievance.js';
import { escalation } from './escalate.js';
import { grievanceEvents } from './events.js';
import { FollowUpGrievance } from './follow-up.js';
import { Grievance } from './grievance.js';
import { GrievanceStep } from './grievance-step.js';
import { HandleGrievance } from './handle-grievance.js';
import { ListGrievanceCodes } from './list-code-lists.js';
import { maskedWords } from './masked-words.js';
import { GrievanceMessage } from './message.js';
import { grievancePermissions, grievanceRoles } from './permissions.js';
import { ReceiveGrievance } from './receive-grievance.js';
import { grievanceModuleSettings } from './settings.js';
import { GiveGrievanceStatistics } from './statistics.js';

const version = `^${pkg.version}`;
const requires = Object.fromEntries(['kernel', 'access', 'calendars', 'people', 'programmes', 'transactions', 'privacy'].map((id) => [id, version]));

export const grievances = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'grievances', requires } },
  {
    description: 'Grievances and appeals: of decisions, payments, services and staff, with time limits and follow-up',
    entities: [Grievance, GrievanceStep, GrievanceMessage],
    resolvers: [
      ReceiveGrievance, HandleGrievance, ClassifyGrievance, DecideGrievance, AppealGrievance, AddGrievanceMessage, GrievanceMessageFiles, FollowUpGrievance,
      ListGrievanceCodes, GiveGrievanceStatistics, PersonGrievances, DecisionGrievances, EnrolmentGrievances, EntitlementGrievances, PaymentGrievances,
    ],
    permissions: grievancePermissions,
    roles: grievanceRoles,
    events: grievanceEvents,
    settings: grievanceModuleSettings,
    offers: [grievanceCategories, grievanceChannels, grievanceOutcomes, grievanceConsequences],
    contributes: [
      ...commonLists, ...commonConsequences, maskedWords, escalation,
      leftOutOfExports.contribute('grievances.secret', {
        description: 'Confidential grievances, which the officer who handles them tells the person of', table: 'grievances.grievance', where: "t.confidentiality <> 'ORDINARY' or t.against <> '{}'",
      }),
      purposes.contribute('grievances', { description: 'Hearing those who complain, and deciding on it', ground: 'PUBLIC_TASK' }),
    ],
    tables: { 'grievances.transition': { description: 'What may be done with a grievance in which state', sensitivity: 'public', purpose: 'administration' } },
    migrations: new URL('../../migrations/grievances/', import.meta.url),
    locales: new URL('../../locales/grievances/', import.meta.url),
  },
);
