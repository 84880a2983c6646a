import { definePermissions } from '../kernel/access/permissions.js';

export const peoplePermissions = definePermissions({
  'people.persons.read': 'See persons',
  'people.persons.register': 'Register persons',
  'people.households.read': 'See households and who belongs to them',
  'people.households.register': 'Register households, and say who belongs to them',
  'people.places.read': 'See places',
  'people.places.manage': 'Lay out the tree of places',
});
