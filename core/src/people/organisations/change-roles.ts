import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../households/day-of.js';
import { endPart, PartEndInput } from './end-part.js';
import { organisationRoleChanged } from './events.js';
import { holdOrganisation } from './hold-organisation.js';
import { OrganisationPayload } from './payload.js';
import { readRole } from './read-parts.js';
import { roleAlready } from './refusals.js';
import { OrganisationRole } from './role.js';

@InputType({ description: 'Something that an organisation becomes.' })
export class OrganisationRoleAddInput extends IdempotentInput {
  @Field(() => String, { description: "The organisation's code." })
  code!: string;

  @Field(() => String, { description: 'One of `organisationRoleTypes`.' })
  role!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Since when, also years ago, though not ahead; today where left out. Before that day it is not this: an employer has no contributions of earlier months.' })
  from?: string | null;
}

@InputType({ description: 'Something that an organisation is no longer.' })
export class OrganisationRoleEndInput extends PartEndInput {
  @Ref(() => OrganisationRole, { description: 'Which role of which organisation.' })
  declare id: string;
}

@Resolver()
export class ChangeOrganisationRoles {
  @Mutation(() => OrganisationPayload, { description: 'Gives an organisation a role, beside those that it has.' })
  @Requires('people.organisations.manage')
  organisationRoleAdd(@Arg('input', () => OrganisationRoleAddInput, { description: 'The role.' }) input: OrganisationRoleAddInput, @Ctx() ctx: Context): Promise<OrganisationPayload> {
    const constraints = { organisation_role_once: roleAlready('role') };
    return write<OrganisationPayload, OrganisationRoleAddInput>(ctx, { operation: 'organisationRoleAdd', input, constraints }, async (tx, { code, role, from }) => {
      const day = dayOf(tx, from, 'from');
      const { id } = await holdOrganisation(tx, code);
      await tx.tx.query('insert into people.organisation_role (id, organisation_id, role, valid_from) values ($1, $2, $3, $4)', [uuidv7(), id, readRole(tx, role, 'role'), day]);
      await publish(tx, organisationRoleChanged, { id, role, from: day, to: null });
      return { organisation: { id } };
    });
  }

  @Mutation(() => OrganisationPayload, { description: 'Ends a role of an organisation. That it had it is kept.' })
  @Requires('people.organisations.manage')
  organisationRoleEnd(@Arg('input', () => OrganisationRoleEndInput, { description: 'Which role.' }) input: OrganisationRoleEndInput, @Ctx() ctx: Context): Promise<OrganisationPayload> {
    return write<OrganisationPayload, OrganisationRoleEndInput>(ctx, { operation: 'organisationRoleEnd', input }, async (tx, given) => {
      const { organisation_id: id, what: role, from, to } = await endPart(tx, 'organisation_role', sql`part.role`, given);
      await publish(tx, organisationRoleChanged, { id, role, from, to });
      return { organisation: { id } };
    });
  }
}
