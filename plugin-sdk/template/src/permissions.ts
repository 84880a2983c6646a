import { definePermissions, defineRole } from '@kinga/plugin-sdk';

export const permissions = definePermissions({
  '__id__.__what__.read': 'See __words__',
  '__id__.__what__.record': 'Record __words__',
});

export const roles = [
  defineRole('__id__-officer', 'Records __words__ of persons', [
    ...permissions.map(({ name }) => name), 'people.persons.read', 'people.places.read',
  ]),
];
