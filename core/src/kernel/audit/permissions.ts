import { definePermissions } from '../access/permissions.js';

export const auditPermissions = definePermissions({
  'kernel.audit.read': 'See who wrote what, when and why',
  'kernel.reads.read': 'See who read which data of a person, when and what for',
});
