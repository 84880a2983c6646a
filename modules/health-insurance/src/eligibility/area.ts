import { definePermissions, type Area } from '@kinga/plugin-sdk';
import { AskEligibility } from './ask-eligibility.js';

export const eligibility: Area = {
  resolvers: [AskEligibility],
  permissions: definePermissions({ 'health-insurance.eligibility.ask': 'Ask whether somebody is covered, and what they would pay' }),
};
