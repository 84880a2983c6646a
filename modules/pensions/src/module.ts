import { benefitTypes, defineModule } from '@kinga/plugin-sdk';
import pkg from '../package.json' with { type: 'json' };
import { benefits } from './benefits.js';
import { collecting } from './collecting.js';

export const pensions = defineModule(pkg, {
  description: 'Pensions: employers, contributions, awards and what they pay',
  entities: [...collecting.entities, ...benefits.entities],
  resolvers: [...collecting.resolvers, ...benefits.resolvers],
  permissions: [...collecting.permissions, ...benefits.permissions],
  roles: [...collecting.roles, ...benefits.roles],
  events: [...collecting.events, ...benefits.events],
  on: [...collecting.on, ...benefits.on],
  jobs: [...collecting.jobs, ...benefits.jobs],
  contributes: [
    ...collecting.contributes,
    ...benefits.contributes,
    benefitTypes.contribute('pension', { scheme: 'pensions', description: 'Money that is paid for life, or until a condition ends, because of age, disability or a death.' }),
  ],
  migrations: new URL('../migrations/', import.meta.url),
  locales: new URL('../locales/', import.meta.url),
  operations: new URL('../operations/', import.meta.url),
});
