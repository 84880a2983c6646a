import pkg from '../../package.json' with { type: 'json' };
import { defineRole, defineSeparation } from '../kernel/access/permissions.js';
import { defineModule } from '../kernel/module/define-module.js';
import { together } from './area.js';
import { documents } from './documents/area.js';
import { groups } from './groups/area.js';
import { households } from './households/area.js';
import { lifeEvents } from './life-events/area.js';
import { merge } from './merge/area.js';
import { peopleSettings } from './merge/settings.js';
import { organisations } from './organisations/area.js';
import { persons } from './persons/area.js';
import { privacyRoles, privacySeparations } from './persons/reveals/roles.js';
import { places } from './places/area.js';

export const people = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'people', requires: { kernel: `^${pkg.version}` } } },
  {
    description: 'Persons, households, groups, who belongs to them, and places',
    ...together([places, organisations, households, groups, lifeEvents, persons, documents, merge]),
    settings: peopleSettings,
    roles: [
      defineRole('registrar', 'Registers persons and households', ['people.persons.read', 'people.persons.register', 'people.households.read', 'people.households.register', 'people.households.restructure', 'people.groups.read', 'people.groups.manage', 'people.life-events.read', 'people.life-events.record', 'people.places.read', 'people.documents.read', 'people.documents.add', 'kernel.files.read', 'kernel.files.upload', 'people.identifiers.read']),
      defineRole('registry-manager', 'Looks after the registry: lays out places and organisations, verifies numbers and accounts, voids what was recorded wrongly', [
        'people.places.read', 'people.places.manage', 'people.statistics.read', 'people.organisations.read', 'people.organisations.manage', 'people.persons.read', 'people.households.read',
        'people.identifiers.read', 'people.identifiers.verify', 'people.payment-accounts.read', 'people.payment-accounts.verify', 'people.organisation-accounts.read', 'people.organisation-accounts.verify', 'people.organisation-accounts.clear', 'people.life-events.read', 'people.life-events.void',
      ]),
      defineRole('account-registrar', 'Says where persons and organisations are paid, which others verify', ['people.persons.read', 'people.places.read', 'people.organisations.read', 'people.payment-accounts.read', 'people.payment-accounts.register', 'people.organisation-accounts.read', 'people.organisation-accounts.register']),
      ...privacyRoles,
    ],
    separations: [...privacySeparations, defineSeparation('people.organisation-accounts', 'Who says where organisations are paid does not verify it', ['people.organisation-accounts.register'], ['people.organisation-accounts.verify'])],
    tables: {
      'people.merge_leaves': { description: 'Tables that merges leave alone', sensitivity: 'public', purpose: 'registry' },
      'people.person_key': { description: 'Keys that seal what is secret about persons, wrapped by the keys of the deployment', sensitivity: 'sensitive', purpose: 'registry' },
      'people.place_subtree': { description: 'Which places lie in each place', sensitivity: 'public', purpose: 'registry' },
      'people.place_position': { description: 'Where places stand in hierarchies', sensitivity: 'public', purpose: 'registry' },
    },
    migrations: new URL('../../migrations/people/', import.meta.url),
    locales: new URL('../../locales/people/', import.meta.url),
  },
);
