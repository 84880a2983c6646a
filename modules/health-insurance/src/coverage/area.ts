import type { Area } from '@kinga/plugin-sdk';
import { HouseholdPolicies, PersonCoverage } from './added-connections.js';
import { Coverage } from './coverage.js';

export const coverage: Area = {
  entities: [Coverage],
  resolvers: [PersonCoverage, HouseholdPolicies],
};
