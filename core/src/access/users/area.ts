import type { Area } from '../../kernel/module/area.js';
import { userPermissions } from './permissions.js';
import { User } from './user.js';

export const users: Area = { entities: [User], permissions: userPermissions };
