import type { Area } from '@kinga/plugin-sdk';
import { AddMember } from './add-member.js';
import { HouseholdPolicies, PersonCoverage } from './added-connections.js';
import { Coverage } from './coverage.js';
import { followBirth, followDeath, followMembers, followMerged, followVoided } from './follow-household.js';

export const coverage: Area = {
  entities: [Coverage],
  resolvers: [AddMember, PersonCoverage, HouseholdPolicies],
  on: [followMembers, followDeath, followVoided, followBirth, followMerged],
};
