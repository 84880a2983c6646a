import { definePermissions } from '../kernel/access/permissions.js';

export const changeRequestPermissions = definePermissions({
  'change-requests.requests.read': 'See change requests and where they stand',
  'change-requests.changes.read': 'See what change requests would change, secret numbers included',
  'change-requests.requests.withdraw': 'Withdraw change requests of one\'s own',
  'change-requests.requests.decide': 'Approve and reject change requests of others',
  'change-requests.secrets.rekey': 'Renew what older keys sealed of change requests',
});
