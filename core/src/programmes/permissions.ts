import { definePermissions, defineRole } from '../kernel/access/permissions.js';

export const programmesPermissions = definePermissions({
  'programmes.programmes.read': 'See programmes and their rules',
  'programmes.programmes.manage': 'Create programmes, and draft their rules, parameters and tables',
  'programmes.versions.publish': 'Publish and reject what others drafted: versions, values of parameters, tables',
  'programmes.rules.use-masked': 'Lay down rules that ask for masked facts, such as disability',
  'programmes.simulations.read': 'See what simulations of versions say: figures of groups',
  'programmes.simulations.run': 'Try versions on the registry, and export what came of it',
  'programmes.enrolments.read': 'See who is enrolled',
  'programmes.enrolments.apply': 'Record applications and appeals',
  'programmes.enrolments.manage': 'Enrol, reject, suspend and end enrolments',
  'programmes.appeals.decide': 'Decide on appeals against decisions of others',
  'programmes.targeting.run': 'Judge many by the rules of programmes, and give places',
  'programmes.decisions.read': 'See what was decided on whom, why, and by which facts',
  'programmes.entitlements.read': 'See what is owed to whom',
  'programmes.entitlements.determine': 'Have it determined what is owed, for the first time and again',
  'programmes.entitlements.approve': 'Approve what somebody else had determined again',
});

const ofRegistry = ['calendars.calendars.read', 'people.persons.read', 'people.households.read', 'people.places.read', 'kernel.jobs.read'];

export const programmesRoles = [
  defineRole('programme-officer', 'Runs programmes: rules, enrolments, what is owed', [
    ...programmesPermissions.map(({ name }) => name).filter((name) => !['programmes.versions.publish', 'programmes.entitlements.approve'].includes(name)), ...ofRegistry, 'kernel.files.read',
  ]),
  defineRole('programme-analyst', 'Tries versions of programmes on the registry, and sees figures of groups alone', [
    'programmes.programmes.read', 'programmes.simulations.read', 'programmes.simulations.run', 'people.places.read', 'kernel.jobs.read', 'kernel.files.read',
  ]),
  defineRole('programme-publisher', 'Publishes what others drafted: versions of programmes, parameters, tables', ['programmes.programmes.read', 'programmes.versions.publish']),
  defineRole('entitlement-approver', 'Approves what is owed otherwise, since something has changed', ['programmes.programmes.read', 'programmes.enrolments.read', 'programmes.entitlements.read', 'programmes.entitlements.approve', ...ofRegistry]),
];
