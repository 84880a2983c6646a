import { defineModule } from '@kinga/plugin-sdk';
import pkg from '../package.json' with { type: 'json' };
import { permissions, roles } from './permissions.js';
import { Person__Entities__ } from './person-__files__.js';
import { Record__Entity__ } from './record-__file__.js';
import { __Entity__ } from './__file__.js';

export const __module__ = defineModule(pkg, {
  description: '__Words__ of persons',
  entities: [__Entity__],
  resolvers: [Record__Entity__, Person__Entities__],
  permissions,
  roles,
  migrations: new URL('../migrations/', import.meta.url),
  locales: new URL('../locales/', import.meta.url),
  operations: new URL('../operations/', import.meta.url),
});
