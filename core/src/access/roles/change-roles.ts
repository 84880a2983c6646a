import { ArrayMaxSize, IsOptional, Matches, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { isEverywhere } from '../../kernel/access/scope.js';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { checkRoleSeparation } from '../grants/check-separation.js';
import { checkDelegationEverywhere, takeTurn } from '../grants/delegation.js';
import { notSeparateTogether } from '../grants/refusals.js';
import { roleChanged, roleDefined } from './events.js';
import { everywhereNeeded, ownRole, permissionUnknown, roleChangedMeanwhile, roleNameTaken, roleNeedsPermissions, roleNotFound, roleOfModule } from './refusals.js';
import { Role } from './role.js';

@InputType({ description: "A role of the deployment's own." })
export class RoleDefineInput extends IdempotentInput {
  @Field(() => String, { description: 'Its name: lower case, words joined by hyphens.' })
  @Matches(/^[a-z][a-z0-9-]*$/)
  @MaxLength(60)
  name!: string;

  @Field(() => String, { description: 'What it is for.' })
  @MinLength(3)
  @MaxLength(500)
  description!: string;

  @Field(() => [String], { description: 'What its holders may: names of `permissions`, all of which you may hand on everywhere.' })
  @ArrayMaxSize(500)
  permissions!: string[];
}

@InputType({ description: "What changes in a role of the deployment's own." })
export class RoleChangeInput extends IdempotentInput {
  @Ref(() => Role, { description: 'Which role.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you saw.' })
  version!: number;

  @Field(() => String, { nullable: true, description: 'What it is for; as before where left out.' })
  @IsOptional()
  @MinLength(3)
  @MaxLength(500)
  description?: string | null;

  @Field(() => [String], { nullable: true, description: 'All that its holders may from now on; as before where left out.' })
  @IsOptional()
  @ArrayMaxSize(500)
  permissions?: string[] | null;
}

@ObjectType({ description: 'Answer of mutations that define and change roles.' })
export class RolePayload extends Payload {
  @Field(() => Role, { nullable: true, description: 'The role as it is now.' })
  role?: { readonly id: string };
}

/** What holds for everybody is not for somebody of one district. */
export function requireEverywhere(ctx: TxContext): void {
  if (!isEverywhere(ctx.actor)) refuse(everywhereNeeded(''));
}

export function checkKnown(ctx: TxContext, permissions: readonly string[], path: string): void {
  const known = new Set(ctx.platform.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name)));
  const unknown = permissions.flatMap((permission, index) => (known.has(permission) ? [] : [permissionUnknown(`${path}.${index}`, { permission })]));
  if (unknown.length > 0) refuse(...unknown);
}

/** Nobody gives permissions to themself by a role that they hold, now or later. */
async function checkNotOwn(ctx: TxContext, id: string, role: string): Promise<void> {
  const { rows } = await ctx.tx.query(
    'select from access.grant g join access."user" u on u.id = g.user_id where g.role_id = $1 and u.subject = $2 and (g.valid_to is null or g.valid_to > $3)', [id, ctx.actor.id, ctx.today]);
  if (rows.length > 0) refuse(ownRole('id', { role }));
}

const add = 'insert into access.role_permission (role_id, permission) select $1, unnest($2::text[])';
const constraints = { role_name_key: roleNameTaken('name'), separation_of_duties: notSeparateTogether('permissions') };

@Resolver()
export class ChangeRoles {
  @Mutation(() => RolePayload, { description: "Defines a role of the deployment's own, of permissions that you may hand on everywhere." })
  @Requires('access.roles.manage')
  roleDefine(@Arg('input', () => RoleDefineInput, { description: 'The role.' }) input: RoleDefineInput, @Ctx() ctx: Context): Promise<RolePayload> {
    return write<RolePayload, RoleDefineInput>(ctx, { operation: 'roleDefine', input, constraints }, async (tx, { name, description, permissions: given }) => {
      const permissions = [...new Set(given)];
      await takeTurn(tx);
      requireEverywhere(tx);
      if (permissions.length === 0) refuse(roleNeedsPermissions('permissions'));
      checkKnown(tx, given, 'permissions');
      await checkDelegationEverywhere(tx, permissions, 'permissions');
      await checkRoleSeparation(tx, permissions, 'permissions');
      const id = uuidv7();
      await tx.tx.query('insert into access.role (id, name, description) values ($1, $2, $3)', [id, name, description]);
      await tx.tx.query(add, [id, permissions]);
      await publish(tx, roleDefined, { id, name, added: permissions, removed: [] });
      return { role: { id } };
    });
  }

  @Mutation(() => RolePayload, { description: "Changes a role of the deployment's own, for all who hold it, at once. Nobody adds to a role that they hold themself." })
  @Requires('access.roles.manage')
  roleChange(@Arg('input', () => RoleChangeInput, { description: 'What changes.' }) input: RoleChangeInput, @Ctx() ctx: Context): Promise<RolePayload> {
    return write<RolePayload, RoleChangeInput>(ctx, { operation: 'roleChange', input, constraints }, async (tx, { id, version, description, permissions: given }) => {
      await takeTurn(tx);
      requireEverywhere(tx);
      const { rows: [role] } = await tx.tx.query<{ version: number; name: string; module: string | null; permissions: string[] }>(
        'select version, name, module, array(select p.permission from access.role_permission p where p.role_id = r.id) as permissions from access.role r where r.id = $1 for update', [id]);
      if (!role) return refuse(roleNotFound('id'));
      if (role.module) refuse(roleOfModule('id', { role: role.name, module: role.module }));
      if (role.version !== version) refuse(roleChangedMeanwhile('version', { version: role.version }));
      const wanted = given ? [...new Set(given)] : role.permissions;
      if (wanted.length === 0) refuse(roleNeedsPermissions('permissions'));
      const added = wanted.filter((permission) => !role.permissions.includes(permission));
      const removed = role.permissions.filter((permission) => !wanted.includes(permission));
      if (added.length > 0) {
        checkKnown(tx, wanted, 'permissions');
        await checkNotOwn(tx, id, role.name);
        await checkDelegationEverywhere(tx, added, 'permissions');
        await checkRoleSeparation(tx, wanted, 'permissions');
      }
      await tx.tx.query('delete from access.role_permission where role_id = $1 and permission = any ($2)', [id, removed]);
      await tx.tx.query(add, [id, added]);
      // Counts the role's version also where only its permissions change.
      await tx.tx.query('update access.role set description = coalesce($2, description) where id = $1', [id, description ?? null]);
      await publish(tx, roleChanged, { id, name: role.name, added, removed });
      return { role: { id } };
    });
  }
}
