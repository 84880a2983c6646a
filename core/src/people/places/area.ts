import type { Area } from '../area.js';
import { placePermissions } from './permissions.js';
import { Place } from './place.js';
import { RegisterPlaces } from './register-places.js';

export const places: Area = {
  entities: [Place],
  resolvers: [RegisterPlaces],
  permissions: placePermissions,
};
