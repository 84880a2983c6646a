import { defineRole } from '../kernel/access/permissions.js';

export const changeRequestRoles = [
  defineRole('change-maker', 'Follows the change requests that come of one\'s work', ['change-requests.requests.read', 'change-requests.requests.withdraw']),
  defineRole('change-approver', 'Decides on change requests of others', [
    'change-requests.requests.read', 'change-requests.changes.read', 'change-requests.requests.decide',
    'people.persons.read', 'people.households.read', 'people.places.read', 'kernel.files.read',
  ]),
];
