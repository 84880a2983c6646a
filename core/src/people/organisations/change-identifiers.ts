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
import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { dayOf } from '../households/day-of.js';
import { endPart, PartEndInput } from './end-part.js';
import { organisationUpdated } from './events.js';
import { holdOrganisation } from './hold-organisation.js';
import { OrganisationIdentifier } from './identifier.js';
import { OrganisationPayload } from './payload.js';
import { readIdentifier } from './read-parts.js';
import { identifierTaken } from './refusals.js';

@InputType({ description: 'A number that an organisation was given.' })
export class OrganisationIdentifierAddInput extends IdempotentInput {
  @Field(() => String, { description: "The organisation's code." })
  code!: string;

  @Field(() => String, { description: 'One of `organisationIdentifierTypes`.' })
  type!: string;

  @Field(() => String, { description: 'The number.' })
  @MinLength(1)
  @MaxLength(80)
  value!: string;

  @Field(() => String, { nullable: true, description: 'Who gave it.' })
  @IsOptional()
  @MaxLength(200)
  issuer?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Since when; today where left out.' })
  from?: string | null;
}

@InputType({ description: 'A number that an organisation has no longer.' })
export class OrganisationIdentifierEndInput extends PartEndInput {
  @Ref(() => OrganisationIdentifier, { description: 'Which number.' })
  declare id: string;
}

@Resolver()
export class ChangeOrganisationIdentifiers {
  @Mutation(() => OrganisationPayload, { description: 'Gives an organisation a number; no other can have the same at the same time.' })
  @Requires('people.organisations.manage')
  organisationIdentifierAdd(@Arg('input', () => OrganisationIdentifierAddInput, { description: 'The number.' }) input: OrganisationIdentifierAddInput, @Ctx() ctx: Context): Promise<OrganisationPayload> {
    const constraints = { organisation_identifier_one_holder: identifierTaken('value') };
    return write<OrganisationPayload, OrganisationIdentifierAddInput>(ctx, { operation: 'organisationIdentifierAdd', input, constraints }, async (tx, { code, type, value, issuer, from }) => {
      const day = dayOf(tx, from, 'from');
      const { id } = await holdOrganisation(tx, code);
      await tx.tx.query('insert into people.organisation_identifier (id, organisation_id, type, value, issuer, valid_from) values ($1, $2, $3, $4, $5, $6)',
        [uuidv7(), id, type, readIdentifier(tx, type, value, ''), issuer ?? null, day]);
      await publish(tx, organisationUpdated, { id, fields: ['identifiers'] });
      return { organisation: { id } };
    });
  }

  @Mutation(() => OrganisationPayload, { description: 'Ends a number of an organisation; another may have it from then on.' })
  @Requires('people.organisations.manage')
  organisationIdentifierEnd(@Arg('input', () => OrganisationIdentifierEndInput, { description: 'Which number.' }) input: OrganisationIdentifierEndInput, @Ctx() ctx: Context): Promise<OrganisationPayload> {
    return write<OrganisationPayload, OrganisationIdentifierEndInput>(ctx, { operation: 'organisationIdentifierEnd', input }, async (tx, given) => {
      const { organisation_id: id } = await endPart(tx, 'organisation_identifier', sql`part.type`, given);
      await publish(tx, organisationUpdated, { id, fields: ['identifiers'] });
      return { organisation: { id } };
    });
  }
}
