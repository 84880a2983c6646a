import { definePermissions } from '../kernel/access/permissions.js';

export const changeRequestPermissions = definePermissions({
  'change-requests.requests.read': 'See change requests and where they stand',
  'change-requests.changes.read': 'See what change requests would change, secret numbers included',
  'change-requests.requests.withdraw': 'Withdraw change requests of one\'s own',
  'change-requests.requests.decide': 'Approve and reject change requests of others',
  'change-requests.secrets.rekey': 'Renew what older keys sealed of change requests',
  'change-requests.tasks.read': 'See tasks, and what was decided on them',
  'change-requests.tasks.delegate': 'Hand one\'s tasks over to somebody else for a time',
  'change-requests.delegations.manage': 'See what is handed over to whom, and hand over for others',
  'change-requests.tasks.assign': 'Say of whom a task is asked',
  'change-requests.groups.read': 'See which groups decide and who is in them',
  'change-requests.groups.manage': 'Say who is in groups that decide',
});
