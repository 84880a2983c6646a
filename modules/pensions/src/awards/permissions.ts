import { definePermissions, defineRole } from '@kinga/plugin-sdk';

export const awardPermissions = definePermissions({
  'pensions.claims.read': 'See claims for pensions',
  'pensions.claims.lodge': 'Take claims for pensions in and have them worked out',
  'pensions.claims.decide': 'Grant and refuse claims that somebody else took in',
  'pensions.awards.read': 'See pensions that were granted',
  'pensions.estimates.read': 'Have it worked out what hypothetical people would get',
});

const read = ['pensions.claims.read', 'pensions.awards.read', 'people.persons.read', 'programmes.programmes.read', 'programmes.enrolments.read', 'programmes.decisions.read', 'programmes.entitlements.read', 'pensions.estimates.read'];

export const awardRoles = [
  defineRole('pension-clerk', 'Takes claims for pensions in, and looks after pensioners', [...read, 'pensions.claims.lodge']),
  defineRole('pension-approver', 'Grants and refuses what a clerk prepared', [...read, 'pensions.claims.decide', 'programmes.entitlements.approve']),
];
