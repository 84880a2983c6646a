import { definePermissions } from '../kernel/access/permissions.js';

export const surveysPermissions = definePermissions({
  'surveys.questionnaires.read': 'See questionnaires',
  'surveys.questionnaires.manage': 'Write and publish questionnaires',
  'surveys.responses.read': 'See what persons and households answered',
  'surveys.special-answers.reveal': 'Open answers to specially protected questions, with a reason',
  'surveys.special-answers.clear': 'See answers to specially protected questions at any time',
  'surveys.responses.submit': 'Record, correct and withdraw answers',
});
