import { defineRole } from '../kernel/access/permissions.js';

const SEES = ['people.persons.read', 'people.places.read', 'kernel.jobs.read', 'kernel.files.read'];

export const privacyRoles = [
  defineRole('data-protection-officer', 'Answers for what is held of persons: decides on erasures, places holds, says how long what is kept', [
    ...SEES, 'privacy.exports.read', 'privacy.corrections.read', 'privacy.corrections.answer', 'privacy.retention.read', 'privacy.retention.manage',
    'privacy.holds.read', 'privacy.holds.manage', 'privacy.erasures.read', 'privacy.erasures.decide', 'privacy.pseudonyms.read',
  ]),
  defineRole('privacy-clerk', 'Serves persons who ask about their data: exports, corrections, proposals to erase', [
    ...SEES, 'privacy.exports.read', 'privacy.exports.make', 'privacy.corrections.read', 'privacy.corrections.record',
    'privacy.retention.read', 'privacy.holds.read', 'privacy.erasures.read', 'privacy.erasures.propose',
  ]),
];
