import { definePermissions } from '../../kernel/access/permissions.js';

export const sessionPermissions = definePermissions({
  'access.sessions.read': 'See who is signed in',
  'access.sessions.end': 'End sessions of others, and all tokens of a user',
});
