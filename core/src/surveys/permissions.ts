import { definePermissions } from '../kernel/access/permissions.js';

export const surveysPermissions = definePermissions({
  'surveys.questionnaires.read': 'See questionnaires',
  'surveys.questionnaires.manage': 'Write and publish questionnaires',
  'surveys.responses.read': 'See what persons and households answered',
  'surveys.responses.submit': 'Record, correct and withdraw answers',
});
