import { definePermissions, defineRole } from '../kernel/access/permissions.js';

/** Permissions that levels of confidentiality take. */
export const CONFIDENTIAL = 'grievances.confidential.read';
export const RESTRICTED = 'grievances.restricted.read';

export const grievancePermissions = definePermissions({
  'grievances.cases.read': 'See grievances, not the words in them',
  'grievances.words.clear': 'Read what is said in all grievances that one sees',
  'grievances.words.reveal': 'Open what is said in grievances of one person, with a reason',
  [CONFIDENTIAL]: 'See confidential grievances',
  [RESTRICTED]: 'See restricted grievances, such as of abuse',
  'grievances.cases.record': 'Record grievances and what complainants say',
  'grievances.cases.handle': 'Acknowledge, classify, answer, close and reopen grievances',
  'grievances.cases.assign': 'Give grievances to those who look into them',
  'grievances.cases.decide': 'Decide on grievances that are not against oneself or one\'s own decisions',
  'grievances.statistics.read': 'See how many grievances there are, of what kind, and how long they take',
});

const SEES = ['grievances.cases.read', 'people.places.read', 'people.persons.read', 'kernel.files.read', 'calendars.calendars.read'];
const HANDLES = [...SEES, 'grievances.words.clear', 'grievances.cases.record', 'grievances.cases.handle', 'kernel.files.upload'];

export const grievanceRoles = [
  defineRole('grievance-clerk', 'Records grievances and follows them up, without reading those of others', [...SEES, 'grievances.cases.record', 'kernel.files.upload']),
  defineRole('grievance-examiner', 'Opens what is said in grievances of a person with a reason, for a short time', [...SEES, 'grievances.words.reveal', 'people.persons.reveal']),
  defineRole('grievance-officer', 'Looks into grievances and decides on them', [...HANDLES, 'grievances.cases.decide', 'programmes.programmes.read', 'programmes.enrolments.read', 'programmes.entitlements.read', 'programmes.appeals.decide', 'programmes.decisions.read', 'programmes.entitlements.determine']),
  defineRole('grievance-manager', 'Answers for all grievances: gives them to officers, sees confidential ones, and how long they take', [
    ...HANDLES, CONFIDENTIAL, 'grievances.cases.assign', 'grievances.cases.decide', 'grievances.statistics.read', 'access.users.read',
  ]),
  defineRole('safeguarding-officer', 'Looks into grievances of abuse and of staff', [...HANDLES, CONFIDENTIAL, RESTRICTED, 'grievances.cases.decide', 'grievances.cases.assign']),
];
