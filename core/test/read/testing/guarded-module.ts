import { GraphQLString } from 'graphql';
import { Resolver } from 'type-graphql';
import { definePermissions } from '../../../src/kernel/access/permissions.js';
import { defineModule } from '../../../src/kernel/module/define-module.js';
import { wrapField } from '../../../src/kernel/module/wrap-field.js';
import { sql } from '../../../src/kernel/read/sql.js';
import { SqlField } from '../../../src/kernel/schema/resource.js';
import { Person } from '../../../src/people/persons/person.js';

@Resolver(() => Person)
export class GuardedPerson {
  @SqlField(() => GraphQLString, { description: 'What few may see.', permission: 'guarded.secrets.read', nullable: true, sql: (t) => sql`'secret of ' || ${t['familyName']}` })
  secret!: string | null;
}

/** A field with a permission of its own, and fields of others that are shown to nobody as they are. */
export const guardedModule = defineModule(
  { name: '@test/guarded', version: '1.0.0', kinga: { id: 'guarded', requires: { people: '*' } } },
  {
    description: 'Fields that are guarded',
    resolvers: [GuardedPerson],
    permissions: definePermissions({ 'guarded.secrets.read': 'See secrets' }),
    wraps: [
      wrapField('Household.code', 'codes are shown by their first letter', (next) => async (...given) => `${String(await next(...given)).slice(0, 1)}…`),
      wrapField('Query.places', 'the shelters are left out', (next) => async (...given) => ({ ...((await next(...given)) as object), nodes: [] })),
    ],
  },
);
