import { stillMay } from '../../kernel/jobs/still-may.js';
import { userStillMay } from './still-may.js';
import type { Area } from '../../kernel/module/area.js';
import { Can } from './can.js';
import { EndGrant } from './end-grant.js';
import { grantGiven, grantWasEnded } from './events.js';
import { GiveGrant } from './give-grant.js';
import { Grant } from './grant.js';
import { grantPermissions } from './permissions.js';

export const grants: Area = {
  entities: [Grant],
  resolvers: [GiveGrant, EndGrant, Can],
  permissions: grantPermissions,
  events: [grantGiven, grantWasEnded],
  contributes: [
    stillMay.contribute('access.users', userStillMay),
  ],
};
