import type { Area } from '../area.js';
import { ChangeHead } from './change-head.js';
import { ChangeMembers } from './change-members.js';
import { householdMoved, householdRegistered, householdSplit, householdsMerged, membersChanged } from './events.js';
import { Household } from './household.js';
import { Membership } from './membership.js';
import { MergeHouseholds } from './merge-households.js';
import { MoveHousehold } from './move-household.js';
import { MoveMember } from './move-member.js';
import { householdPermissions } from './permissions.js';
import { RegisterHousehold } from './register-household.js';
import { Residence } from './residence.js';
import { SplitHousehold } from './split-household.js';

export const households: Area = {
  entities: [Household, Membership, Residence],
  resolvers: [RegisterHousehold, ChangeMembers, ChangeHead, MoveMember, SplitHousehold, MergeHouseholds, MoveHousehold],
  permissions: householdPermissions,
  events: [householdRegistered, membersChanged, householdSplit, householdsMerged, householdMoved],
};
