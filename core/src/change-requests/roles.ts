import { defineRole } from '../kernel/access/permissions.js';

export const changeRequestRoles = [
  defineRole('change-maker', 'Follows the change requests that come of one\'s work', ['change-requests.requests.read', 'change-requests.requests.withdraw', 'change-requests.tasks.read']),
  defineRole('change-approver', 'Decides on change requests of others', [
    'change-requests.requests.read', 'change-requests.changes.read', 'change-requests.requests.decide', 'change-requests.tasks.read', 'change-requests.tasks.delegate', 'change-requests.groups.read',
    'people.persons.read', 'people.households.read', 'people.places.read', 'kernel.files.read',
  ]),
  defineRole('task-supervisor', 'Sees to it that tasks are done: who is asked, who stands in for whom, who is in which group', [
    'change-requests.requests.read', 'change-requests.tasks.read', 'change-requests.tasks.assign', 'change-requests.tasks.delegate', 'change-requests.delegations.manage',
    'change-requests.groups.read', 'change-requests.groups.manage', 'people.persons.read', 'people.households.read',
  ]),
  defineRole('key-custodian', 'Renews what older keys sealed; sees none of it', ['people.secrets.rekey', 'change-requests.secrets.rekey', 'kernel.jobs.read']),
];
