import { defineRole } from '@kinga/plugin-sdk';

const see = ['health-insurance.claims.read', 'health-insurance.registers.read', 'people.persons.read', 'people.places.read', 'people.organisations.read'];

export const claimRoles = [
  defineRole('claim-administrator', 'Enters and submits the claims of a health facility', [...see, 'health-insurance.claims.enter', 'health-insurance.care.clear', 'health-insurance.eligibility.ask']),
  defineRole('claim-officer', 'Has claims checked and valued, and selects those that are reviewed', [...see, 'health-insurance.claims.adjudicate', 'health-insurance.claims.select', 'health-insurance.claims.feedback', 'kernel.jobs.read', 'health-insurance.care.reveal']),
  defineRole('medical-officer', 'Reviews claims line by line', [...see, 'health-insurance.claims.review', 'health-insurance.care.clear']),
];
