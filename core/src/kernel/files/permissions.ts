import { definePermissions } from '../access/permissions.js';

export const filePermissions = definePermissions({
  'kernel.files.read': 'See files of what one may see, and one\'s own',
  'kernel.files.upload': 'Send files',
});
