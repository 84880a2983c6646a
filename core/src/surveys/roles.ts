import { defineRole } from '../kernel/access/permissions.js';

export const surveysRoles = [
  defineRole('survey-designer', 'Writes questionnaires and publishes them', ['surveys.questionnaires.read', 'surveys.questionnaires.manage']),
  defineRole('enumerator', 'Asks persons and households, and records what they answer', [
    'surveys.questionnaires.read', 'surveys.responses.read', 'surveys.responses.submit', 'people.persons.read', 'people.households.read', 'people.places.read',
  ]),
];
