import type { Area } from '../area.js';
import { ChangeGroupMembers } from './change-group-members.js';
import { groupMembersChanged, groupRegistered, groupWasClosed } from './events.js';
import { Group } from './group.js';
import { commonGroupKinds, groupKinds } from './group-kinds.js';
import { GroupMembership } from './group-membership.js';
import { ListGroupKinds } from './list-group-kinds.js';
import { groupPermissions } from './permissions.js';
import { RegisterGroup } from './register-group.js';

export const groups: Area = {
  entities: [Group, GroupMembership],
  resolvers: [RegisterGroup, ChangeGroupMembers, ListGroupKinds],
  permissions: groupPermissions,
  events: [groupRegistered, groupMembersChanged, groupWasClosed],
  offers: [groupKinds],
  contributes: commonGroupKinds,
};
