import { definePermissions, defineRole } from '../../kernel/access/permissions.js';

export const MAKE_CLEAR = 'exchange.exports.make-clear';
export const APPROVE_CLEAR = 'exchange.exports.approve-clear';

export const exportPermissions = definePermissions({
  'exchange.exports.make': 'Export lists that one may see',
  [MAKE_CLEAR]: 'Ask for exports with masked fields in clear, as far as one may see them at any time; somebody else approves',
  [APPROVE_CLEAR]: 'Approve exports with masked fields in clear',
  'exchange.exports.read': 'See one\'s own exports',
});

/** To be given together with a role that reads something. */
export const exportRoles = [
  defineRole('exporter', 'Exports lists of what the actor\'s other roles let see', ['exchange.exports.make', 'exchange.exports.read', 'kernel.files.read', 'kernel.jobs.read']),
  defineRole('clear-exporter', 'Exports lists with masked fields in clear once somebody else has approved it', ['exchange.exports.make', MAKE_CLEAR, 'exchange.exports.read', 'kernel.files.read', 'kernel.jobs.read']),
  defineRole('clear-export-approver', 'Approves exports with masked fields in clear', [APPROVE_CLEAR, 'exchange.exports.read']),
];
