import { atStart } from '../../kernel/module/at-start.js';
import type { Area } from '../../kernel/module/area.js';
import { ChangeRoles } from './change-roles.js';
import { roleChanged, roleDefined } from './events.js';
import { installRoles } from './install-roles.js';
import { ListPermissions } from './list-permissions.js';
import { rolePermissions } from './permissions.js';
import { Role, RolePermission } from './role.js';

export const roles: Area = {
  entities: [Role, RolePermission],
  resolvers: [ChangeRoles, ListPermissions],
  permissions: rolePermissions,
  events: [roleDefined, roleChanged],
  contributes: [atStart.contribute('access.roles', installRoles)],
};
