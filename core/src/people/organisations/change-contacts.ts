import { IsOptional, MaxLength, MinLength } from 'class-validator';
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
import { OrganisationContact, OrganisationContactKind } from './contact.js';
import { endPart, PartEndInput } from './end-part.js';
import { organisationUpdated } from './events.js';
import { holdOrganisation } from './hold-organisation.js';
import { OrganisationPayload } from './payload.js';
import { readContact } from './read-parts.js';
import { contactAlready } from './refusals.js';

@InputType({ description: 'A way to reach an organisation.' })
export class OrganisationContactAddInput extends IdempotentInput {
  @Field(() => String, { description: "The organisation's code." })
  code!: string;

  @Field(() => OrganisationContactKind, { description: 'What it is.' })
  kind!: OrganisationContactKind;

  @Field(() => String, { description: 'The number, address or name.' })
  @MinLength(1)
  @MaxLength(500)
  value!: string;

  @Field(() => String, { nullable: true, description: 'What it is for, such as `claims`.' })
  @IsOptional()
  @MaxLength(100)
  label?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Since when; today where left out.' })
  from?: string | null;
}

@InputType({ description: 'A way in which an organisation can no longer be reached.' })
export class OrganisationContactEndInput extends PartEndInput {
  @Ref(() => OrganisationContact, { description: 'Which contact.' })
  declare id: string;
}

@Resolver()
export class ChangeOrganisationContacts {
  @Mutation(() => OrganisationPayload, { description: 'Adds a way to reach an organisation.' })
  @Requires('people.organisations.manage')
  organisationContactAdd(@Arg('input', () => OrganisationContactAddInput, { description: 'The contact.' }) input: OrganisationContactAddInput, @Ctx() ctx: Context): Promise<OrganisationPayload> {
    const constraints = { organisation_contact_once: contactAlready('value') };
    return write<OrganisationPayload, OrganisationContactAddInput>(ctx, { operation: 'organisationContactAdd', input, constraints }, async (tx, { code, kind, value, label, from }) => {
      const day = dayOf(tx, from, 'from');
      const { id } = await holdOrganisation(tx, code);
      await tx.tx.query('insert into people.organisation_contact (id, organisation_id, kind, value, label, valid_from) values ($1, $2, $3, $4, $5, $6)',
        [uuidv7(), id, kind, readContact(kind, value, 'value'), label ?? null, day]);
      await publish(tx, organisationUpdated, { id, fields: ['contacts'] });
      return { organisation: { id } };
    });
  }

  @Mutation(() => OrganisationPayload, { description: 'Ends a way to reach an organisation.' })
  @Requires('people.organisations.manage')
  organisationContactEnd(@Arg('input', () => OrganisationContactEndInput, { description: 'Which contact.' }) input: OrganisationContactEndInput, @Ctx() ctx: Context): Promise<OrganisationPayload> {
    return write<OrganisationPayload, OrganisationContactEndInput>(ctx, { operation: 'organisationContactEnd', input }, async (tx, given) => {
      const { organisation_id: id } = await endPart(tx, 'organisation_contact', sql`part.kind`, given);
      await publish(tx, organisationUpdated, { id, fields: ['contacts'] });
      return { organisation: { id } };
    });
  }
}
