import { definePermissions, defineRole } from '@kinga/plugin-sdk';

export const awardPermissions = definePermissions({
  'pensions.claims.read': 'See claims for pensions',
  'pensions.claims.lodge': 'Take claims for pensions in and have them worked out, also those of survivors',
  'pensions.claims.decide': 'Grant and refuse what somebody else prepared: claims, revisions, shares of survivors',
  'pensions.awards.read': 'See pensions that were granted',
  'pensions.awards.manage': 'Look after pensions: proofs of life, revisions, ends',
  'pensions.policies.manage': 'Say when pensioners prove to be alive, and what follows where they do not',
  'pensions.indexations.read': 'See indexations',
  'pensions.indexations.run': 'Try indexations',
  'pensions.indexations.decide': 'Approve and reject indexations that somebody else asked for',
  'pensions.estimates.read': 'Have it worked out what hypothetical people would get',
});

const read = [
  'pensions.claims.read', 'pensions.awards.read', 'pensions.indexations.read', 'pensions.estimates.read', 'people.persons.read', 'programmes.programmes.read', 'programmes.enrolments.read',
  'programmes.decisions.read', 'programmes.entitlements.read', 'kernel.jobs.read',
];

export const awardRoles = [
  defineRole('pension-clerk', 'Takes claims for pensions in, and looks after pensioners', [...read, 'pensions.claims.lodge', 'pensions.awards.manage']),
  defineRole('pension-approver', 'Grants and refuses what a clerk prepared', [...read, 'pensions.claims.decide', 'pensions.indexations.decide', 'programmes.entitlements.approve']),
  defineRole('pension-actuary', 'Tries indexations, and says how a scheme looks after its pensioners', [...read, 'pensions.indexations.run', 'pensions.policies.manage']),
];
