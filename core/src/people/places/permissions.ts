import { definePermissions } from '../../kernel/access/permissions.js';

export const placePermissions = definePermissions({
  'people.places.read': 'See places',
  'people.places.manage': 'Lay out the tree of places',
  'people.statistics.read': 'See how many households and persons live where, by sex and age',
});
