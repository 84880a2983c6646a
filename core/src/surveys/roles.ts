import { defineRole } from '../kernel/access/permissions.js';

export const surveysRoles = [
  defineRole('survey-designer', 'Writes questionnaires and publishes them', ['surveys.questionnaires.read', 'surveys.questionnaires.manage']),
  defineRole('enumerator', 'Asks persons and households, and records what they answer', [
    'surveys.questionnaires.read', 'surveys.responses.read', 'surveys.responses.submit', 'people.persons.read', 'people.households.read', 'people.places.read',
  ]),
  defineRole('survey-analyst', 'Reads answers to specially protected questions at any time, where that is the daily work', [
    'surveys.questionnaires.read', 'surveys.responses.read', 'surveys.special-answers.clear', 'people.persons.read', 'people.households.read', 'people.places.read',
  ]),
  defineRole('survey-examiner', 'Opens answers to specially protected questions with a reason, for a short time', [
    'surveys.questionnaires.read', 'surveys.responses.read', 'surveys.special-answers.reveal', 'people.persons.read', 'people.persons.reveal', 'people.households.read', 'people.places.read',
  ]),
];
