import pkg from '../../package.json' with { type: 'json' };
import { atStart } from '../kernel/module/at-start.js';
import { defineModule } from '../kernel/module/define-module.js';
import { readyWhen } from '../kernel/module/ready-when.js';
import { AnswerCorrection } from './corrections/answer-correction.js';
import { CorrectionRequest } from './corrections/correction-request.js';
import { CorrectionFiles, PersonCorrections } from './corrections/read-corrections.js';
import { RecordCorrection } from './corrections/record-correction.js';
import { DecideErasure } from './erasure/decide-erasure.js';
import { erase } from './erasure/erase-job.js';
import { ErasureCase } from './erasure/erasure-case.js';
import { ErasureRun } from './erasure/erasure-run.js';
import { erasuresApplied, journalWhatIsLacking } from './erasure/applied.js';
import { retentionLists } from './erasure/propose-by-schedule.js';
import { ProposeErasure } from './erasure/propose-erasure.js';
import { privacyEvents } from './events.js';
import { AskPersonExport } from './exports/ask-person-export.js';
import { leftOutOfExports } from './exports/left-out.js';
import { makePersonExport } from './exports/make-person-export.js';
import { PersonExport } from './exports/person-export.js';
import { PersonPseudonym } from './exports/pseudonym.js';
import { pseudonymous } from './exports/pseudonymous.js';
import { LegalHold } from './holds/legal-hold.js';
import { LiftLegalHold } from './holds/lift-hold.js';
import { PlaceLegalHold } from './holds/place-hold.js';
import { privacyPermissions } from './permissions.js';
import { coreClocks, retentionClocks } from './retention/clock.js';
import { scheduledRetention } from './retention/in-register.js';
import { RetentionSchedule } from './retention/schedule.js';
import { SetRetentionSchedule } from './retention/set-schedule.js';
import { privacyRoles } from './roles.js';
import { recordedGround } from './share-rule.js';
import { privacyModuleSettings } from './settings.js';

const version = `^${pkg.version}`;
const requires = Object.fromEntries(['kernel', 'people', 'change-requests', 'matching', 'exchange', 'programmes', 'surveys', 'transactions'].map((id) => [id, version]));

export const privacy = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'privacy', requires } },
  {
    description: 'Rights of persons over what is held of them: to see all of it, to have it corrected, to have it erased',
    entities: [PersonExport, CorrectionRequest, RetentionSchedule, LegalHold, ErasureRun, ErasureCase],
    resolvers: [AskPersonExport, PersonPseudonym, RecordCorrection, AnswerCorrection, PersonCorrections, CorrectionFiles, SetRetentionSchedule, PlaceLegalHold, LiftLegalHold, ProposeErasure, DecideErasure],
    permissions: privacyPermissions,
    roles: privacyRoles,
    events: privacyEvents,
    jobs: [makePersonExport, erase],
    settings: privacyModuleSettings,
    offers: [retentionClocks, leftOutOfExports],
    contributes: [pseudonymous, recordedGround, ...coreClocks, scheduledRetention, retentionLists, atStart.contribute('privacy.journal-of-erasures', async (platform) => void (await journalWhatIsLacking(platform))), readyWhen.contribute('privacy.erasures-applied', erasuresApplied)],
    tables: {
      'privacy.busy_with': { description: 'What tells that something is under way with a person', sensitivity: 'public', purpose: 'administration' },
      'privacy.scheduled_look': { description: 'When it was looked by schedule for persons whom nothing keeps any more', sensitivity: 'internal', purpose: 'administration' },
      'privacy.erasure': { description: 'Who was erased, and when: applied again after a restore', sensitivity: 'internal', purpose: 'administration' },
    },
    migrations: new URL('../../migrations/privacy/', import.meta.url),
    locales: new URL('../../locales/privacy/', import.meta.url),
  },
);
