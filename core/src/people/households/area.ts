import type { Area } from '../area.js';
import { ChangeMembers } from './change-members.js';
import { householdRegistered, membersChanged } from './events.js';
import { Household } from './household.js';
import { Membership } from './membership.js';
import { householdPermissions } from './permissions.js';
import { RegisterHousehold } from './register-household.js';

export const households: Area = {
  entities: [Household, Membership],
  resolvers: [RegisterHousehold, ChangeMembers],
  permissions: householdPermissions,
  events: [householdRegistered, membersChanged],
};
