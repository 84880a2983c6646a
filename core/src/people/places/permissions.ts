import { definePermissions } from '../../kernel/access/permissions.js';

export const placePermissions = definePermissions({
  'people.places.read': 'See places',
  'people.places.manage': 'Lay out the tree of places',
});
