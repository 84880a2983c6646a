import type { Area } from '../../kernel/module/area.js';
import { AddUser } from './add-user.js';
import { BlockUser } from './block-user.js';
import { userAdded, userBlocked, userUnblocked } from './events.js';
import { userPermissions } from './permissions.js';
import { User } from './user.js';

export const users: Area = { entities: [User], resolvers: [AddUser, BlockUser], permissions: userPermissions, events: [userAdded, userBlocked, userUnblocked] };
