import { definePermissions, defineRole } from '../../kernel/access/permissions.js';

export const exportPermissions = definePermissions({
  'exchange.exports.make': 'Export lists that one may see',
  'exchange.exports.read': 'See one\'s own exports',
});

/** To be given together with a role that reads something. */
export const exportRoles = [
  defineRole('exporter', 'Exports lists of what the actor\'s other roles let see', ['exchange.exports.make', 'exchange.exports.read', 'kernel.files.read', 'kernel.jobs.read']),
];
