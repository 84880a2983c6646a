import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { AttributesField } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { changedMeanwhile } from '../persons/refusals.js';
import { findPlaces } from '../places/find-place.js';
import { organisationUpdated } from './events.js';
import { findParents, holdOrganisation } from './hold-organisation.js';
import { Organisation } from './organisation.js';
import { OrganisationPayload } from './payload.js';
import { organisationCycle, organisationParentNeeded, organisationPlaceNeeded } from './refusals.js';

@InputType({ description: 'Changes to an organisation. What is left out stays as it is.' })
export class OrganisationUpdateInput extends IdempotentInput {
  @Field(() => String, { description: 'Its code.' })
  code!: string;

  @Field(() => Int, { description: 'The version that you read.' })
  version!: number;

  @Field(() => String, { nullable: true, description: 'Its name from now on.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(300)
  name?: string;

  @Field(() => String, { nullable: true, description: 'Code of the organisation that it is a part of; null where of none.' })
  parentCode?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the place of its seat; null where it has none.' })
  placeCode?: string | null;

  @AttributesField(() => Organisation)
  attributes?: Record<string, unknown> | null;
}

/** The parent by code, once it is sure that it is no part of the organisation. Parents change one after the other, everywhere. */
async function newParent(ctx: TxContext, id: string, code: string, parentCode: string): Promise<string> {
  await ctx.tx.query("select pg_advisory_xact_lock(hashtextextended('people.organisation.parent', 0))");
  const parent = (await findParents(ctx, [{ code: parentCode, path: 'parentCode' }])).get(parentCode) ?? '';
  const { rows } = await ctx.tx.query<{ codes: string[] }>(
    `with recursive up as (
       select o.id, o.parent_id, array[o.code] as codes from people.organisation o where o.id = $1
       union all select o.id, o.parent_id, up.codes || o.code from people.organisation o join up on o.id = up.parent_id where up.id <> $2)
     select codes from up where id = $2`, [parent, id],
  );
  if (rows[0]) refuse(organisationCycle('parentCode', { path: [code, ...rows[0].codes].join(' in ') }));
  return parent;
}

@Resolver()
export class UpdateOrganisation {
  @Mutation(() => OrganisationPayload, { description: 'Renames an organisation, or changes its seat, what it is a part of, or its attributes.' })
  @Requires('people.organisations.manage')
  organisationUpdate(@Arg('input', () => OrganisationUpdateInput, { description: 'What changes.' }) input: OrganisationUpdateInput, @Ctx() ctx: Context): Promise<OrganisationPayload> {
    return write<OrganisationPayload, OrganisationUpdateInput>(ctx, { operation: 'organisationUpdate', input }, async (tx, { code, version, name, parentCode, placeCode, attributes }) => {
      const held = await holdOrganisation(tx, code);
      if (held.version !== version) refuse(changedMeanwhile('version', { version: held.version }));
      if (placeCode === null && tx.actor.places !== null) refuse(organisationPlaceNeeded('placeCode'));
      if (parentCode === null && tx.actor.organisations !== null) refuse(organisationParentNeeded('parentCode'));
      const parent = parentCode ? await newParent(tx, held.id, code, parentCode) : null;
      const place = placeCode ? (await findPlaces(tx, [{ code: placeCode, path: 'placeCode' }])).get(placeCode) : null;
      await tx.tx.query(
        `update people.organisation set name = coalesce($2, name), parent_id = case when $3 then parent_id else $4::uuid end,
           place_id = case when $5 then place_id else $6::uuid end, attributes = attributes || $7::jsonb where id = $1`,
        [held.id, name ?? null, parentCode === undefined, parent, placeCode === undefined, place, JSON.stringify(attributes ?? {})],
      );
      const fields = Object.entries({ name, parent: parentCode, place: placeCode, attributes }).flatMap(([field, value]) => (value === undefined ? [] : [field]));
      await publish(tx, organisationUpdated, { id: held.id, fields });
      return { organisation: { id: held.id } };
    });
  }
}
