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
import { findPlaces } from '../places/find-place.js';
import { endPart, PartEndInput } from './end-part.js';
import { organisationUpdated } from './events.js';
import { holdOrganisation } from './hold-organisation.js';
import { OrganisationPlace } from './organisation-place.js';
import { OrganisationPayload } from './payload.js';
import { worksThereAlready } from './refusals.js';

@InputType({ description: 'A place where an organisation works beside its seat.' })
export class OrganisationPlaceAddInput extends IdempotentInput {
  @Field(() => String, { description: "The organisation's code." })
  code!: string;

  @Field(() => String, { description: 'Code of the place.' })
  placeCode!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Since when; today where left out.' })
  from?: string | null;
}

@InputType({ description: 'A place where an organisation works no longer.' })
export class OrganisationPlaceEndInput extends PartEndInput {
  @Ref(() => OrganisationPlace, { description: 'Which place of which organisation.' })
  declare id: string;
}

@Resolver()
export class ChangeOrganisationPlaces {
  @Mutation(() => OrganisationPayload, { description: 'Says that an organisation works in a place beside its seat. Those who may see the place see the organisation.' })
  @Requires('people.organisations.manage')
  organisationPlaceAdd(@Arg('input', () => OrganisationPlaceAddInput, { description: 'The place.' }) input: OrganisationPlaceAddInput, @Ctx() ctx: Context): Promise<OrganisationPayload> {
    const constraints = { organisation_place_once: worksThereAlready('placeCode') };
    return write<OrganisationPayload, OrganisationPlaceAddInput>(ctx, { operation: 'organisationPlaceAdd', input, constraints }, async (tx, { code, placeCode, from }) => {
      const day = dayOf(tx, from, 'from');
      const { id } = await holdOrganisation(tx, code);
      const place = (await findPlaces(tx, [{ code: placeCode, path: 'placeCode', on: day }])).get(placeCode);
      await tx.tx.query('insert into people.organisation_place (id, organisation_id, place_id, valid_from) values ($1, $2, $3, $4)', [uuidv7(), id, place, day]);
      await publish(tx, organisationUpdated, { id, fields: ['worksIn'] });
      return { organisation: { id } };
    });
  }

  @Mutation(() => OrganisationPayload, { description: 'Says that an organisation works in a place no longer.' })
  @Requires('people.organisations.manage')
  organisationPlaceEnd(@Arg('input', () => OrganisationPlaceEndInput, { description: 'Which place.' }) input: OrganisationPlaceEndInput, @Ctx() ctx: Context): Promise<OrganisationPayload> {
    return write<OrganisationPayload, OrganisationPlaceEndInput>(ctx, { operation: 'organisationPlaceEnd', input }, async (tx, given) => {
      const { organisation_id: id } = await endPart(tx, 'organisation_place', sql`part.place_id::text`, given);
      await publish(tx, organisationUpdated, { id, fields: ['worksIn'] });
      return { organisation: { id } };
    });
  }
}
