import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource } from '../../kernel/schema/resource.js';

@Resource({
  description: 'A named set of permissions that users are granted. Those of a module are kept as the module says; a deployment has its own beside them.',
  table: 'access.role',
  prefix: 'role',
  read: 'access.roles.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
  one: 'role',
  many: 'roles',
  keys: ['name'],
})
export class Role extends Versioned {
  @Field(() => String, { description: 'Its name, unique in the deployment.' })
  @Property({ type: 'text', unique: true })
  name!: string;

  @Field(() => String, { description: 'What it is for.' })
  @Property({ type: 'text' })
  description!: string;

  @Field(() => String, { nullable: true, description: "The module whose it is; the deployment's own where null." })
  @Property({ type: 'text', nullable: true })
  module!: string | null;

  @Connection(() => RolePermission, { mappedBy: 'role', description: 'What its holders may.' })
  permissions!: unknown;
}

@Resource({
  description: 'A permission of a role.',
  table: 'access.role_permission',
  prefix: 'rolepermission',
  read: 'access.roles.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
})
export class RolePermission extends Versioned {
  @Field(() => Role, { description: 'The role.' })
  @ManyToOne(() => Role, { fieldName: 'role_id', type: 'uuid' })
  role!: Rel<Role>;

  @Field(() => String, { description: 'Name of the permission, one of `permissions`.' })
  @Property({ type: 'text' })
  permission!: string;
}
