import { definePermissions } from '../kernel/access/permissions.js';

export const programmesPermissions = definePermissions({
  'programmes.programmes.read': 'See programmes and their rules',
  'programmes.programmes.manage': 'Create programmes and lay down their rules',
  'programmes.rules.use-masked': 'Lay down rules that ask for masked facts, such as disability',
  'programmes.enrolments.read': 'See who is enrolled',
  'programmes.enrolments.manage': 'Enrol, suspend and end enrolments',
  'programmes.entitlements.read': 'See what is owed to whom',
});
