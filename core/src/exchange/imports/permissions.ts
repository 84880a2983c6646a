import { definePermissions, defineRole } from '../../kernel/access/permissions.js';

export const importPermissions = definePermissions({
  'exchange.imports.run': 'Import persons and households from files, and undo imports',
});

export const importRoles = [
  defineRole('importer', "Imports files of households into the actor's places", ['exchange.imports.run', 'kernel.files.read', 'kernel.files.upload', 'kernel.jobs.read', 'people.places.read']),
];
